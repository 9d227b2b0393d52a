"""What answers hold about data, for the OpenAPI document alone."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from app.api.data import ROWS
from app.api.network import NetworkAsked
from app.api.numbers import Answer

Kind = Literal["classification", "regression", "reconstruction"]
Rows = Annotated[Any, WithJsonSchema({**ROWS, "title": "Rows"})]
MaybeRows = Annotated[Any, WithJsonSchema({"anyOf": [ROWS, {"type": "null"}], "title": "Rows"})]


class Option(Answer):
    """An option of a dataset: a number between least and most, or one of the choices."""

    default: int | float | str | bool
    least: float | None = None
    most: float | None = None
    choices: list[str | bool] | None = None


class DatasetCard(Answer):
    """A dataset in the list."""

    id: str
    group: str
    title: str
    description: str
    kind: Kind
    options: dict[str, Option]
    source: str


class Datasets(Answer):
    """Every dataset."""

    datasets: list[DatasetCard]


class Scaling(Answer):
    """Mean and standard deviation of each column, over the training rows; (0, 1) where it was left as it is."""

    x: list[tuple[float, float]]
    t: list[tuple[float, float]] | None


class DatasetAnswer(Answer):
    """Rows of data, the training rows first, and a network that can learn them."""

    id: str
    title: str
    kind: Kind
    x: Rows
    t: MaybeRows
    train: int = Field(description="How many rows, from the first on, are for training.")
    features: list[str]
    targets: list[str]
    classes: list[str]
    labels: list[int] | None = Field(description="Each row's class, an index into classes.")
    image: tuple[int, int] | None = Field(description="Rows and columns of the image that a row of x is.")
    scaling: Scaling | None
    source: str
    network: NetworkAsked = Field(description="A body ready to post to /network.")


class Column(Answer):
    """A column of a table: what it holds, how many of its cells are missing, and what it is used for."""

    name: str
    kind: Literal["number", "category", "empty"]
    missing: int
    role: Literal["input", "target", "ignored"]


class Dropped(Answer):
    """A row that was left out; rows count from 1, the header among them."""

    row: int
    reason: str


class ColumnWarning(Answer):
    """A column that was left out."""

    column: str
    message: str


class TableAnswer(DatasetAnswer):
    """A table's rows as data, its columns, and what was left out."""

    header: bool = Field(description="Whether the first row was read as names.")
    columns: list[Column]
    dropped: list[Dropped] = Field(description="The first 20 rows that were left out.")
    dropped_rows: int = Field(description="How many rows were left out.")
    warnings: list[ColumnWarning]
