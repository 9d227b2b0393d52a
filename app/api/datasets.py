"""The endpoints of data: the list, a dataset's rows, and the visitor's own table."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from fastapi import Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.bodies import parse_body
from app.api.data import OptionsAsked
from app.api.dataset_answers import DatasetAnswer, Datasets, TableAnswer
from app.api.requests import Tag, check_request
from app.api.routes import Locale, get, post, respond, told, wish
from app.i18n import match_locale
from app.networks.datasets import DATASETS, DataSpec
from app.networks.datasets.csv_data import CsvSpec
from app.networks.errors import SpecError
from app.story import Problem, RefusedError, encode
from app.story.csv_tables import answer_table
from app.story.datasets import answer_dataset, answer_datasets
from app.story.problems import refuse_engine

Id = Annotated[str, Path(description="One of the list.", examples=["xor"])]


class DatasetRequest(OptionsAsked):
    """A dataset's options."""

    locale: Tag | None = Field(None, description="The language of names and problems; else Accept-Language decides.")


class TableRequest(BaseModel):
    """A table as text, and what to make of it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(description="Comma-, semicolon-, tab- or blank-separated values.")
    inputs: list[str] | None = Field(
        None, description="The names of the input columns; by default all others of numbers or of at most 20 texts."
    )
    target: str | list[str] | None = Field(None, description="The target column, or several; by default the last one.")
    target_kind: Literal["classification", "regression"] | None = Field(
        None, description="What the target is; by default texts and few whole numbers are classes."
    )
    header: bool | None = Field(None, description="Whether the first row holds names; by default it is seen from it.")
    missing: Literal["drop", "mean"] = Field(
        "drop",
        description="What becomes of rows with gaps: dropped, or filled with the training rows' mean; a row without "
        "a target is always dropped.",
    )
    standardize: bool = Field(
        False, description="Whether columns of numbers are brought to mean 0 and standard deviation 1."
    )
    split: Annotated[float, Field(ge=0, le=1)] | None = Field(
        None, description="The share of rows for training; the others are held out. Null for all."
    )
    seed: Annotated[int, Field(ge=0)] = Field(0, description="The order of rows follows from it.")
    locale: Tag | None = Field(None, description="The language of texts and problems; else Accept-Language decides.")

    def spec(self) -> CsvSpec:
        """Return what datasets take."""
        return CsvSpec(
            self.text,
            None if self.inputs is None else tuple(self.inputs),
            None if self.target is None else (self.target,) if isinstance(self.target, str) else tuple(self.target),
            self.header,
            self.missing,
            self.standardize,
            1.0 if self.split is None else self.split,
            self.seed,
            self.target_kind,
        )


def table_answer(body: bytes, locale: str) -> bytes:
    """Answer POST /datasets/csv."""
    asked = check_request(TableRequest, parse_body(body))
    return encode(answer_table(asked.spec(), match_locale(asked.locale or "") or locale))


def dataset_answer(dataset_id: str, body: bytes, locale: str) -> bytes:
    """Answer POST /datasets/{id}."""
    if dataset_id not in DATASETS:
        hint = "GET /api/v1/datasets lists them."
        raise RefusedError(Problem("not-found", "a dataset is one of the list", f"got '{dataset_id[:80]}'", hint))
    asked = check_request(DatasetRequest, parse_body(body))
    try:
        spec = DataSpec(dataset_id, asked.options())
    except SpecError as error:
        raise refuse_engine(error, error.field) from None
    return encode(answer_dataset(spec, match_locale(asked.locale or "") or locale))


@get("/datasets", "datasets", Datasets, 422)
async def datasets(request: Request, locale: Locale = None) -> Response:
    """List the built-in datasets with their options."""
    language = wish(request, locale)
    return told(answer_datasets(language), language)


@post("/datasets/csv", "table", TableRequest, TableAnswer)
async def table(request: Request) -> Response:
    """Read a table: which columns it has, the rows as data, and what had to be left out; nothing is stored."""
    return await respond(request, table_answer)


@post("/datasets/{dataset_id}", "dataset", DatasetRequest, DatasetAnswer, 404)
async def dataset(request: Request, dataset_id: Id) -> Response:
    """Make a dataset: its rows, shuffled and split by the seed, and a network that can learn them."""
    return await respond(request, partial(dataset_answer, dataset_id))
