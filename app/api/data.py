"""Data in a request: a dataset with its options, or numbers; what it means is checked where data are made."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from app.api.network import one_of
from app.engine.errors import EngineError
from app.engine.shapes import Array
from app.language.values import to_array
from app.networks.datasets import DATASETS, AnySpec, DataSpec, PointsSpec
from app.networks.datasets.data import CODINGS
from app.networks.errors import SpecError
from app.story.problems import Problem, RefusedError, refuse_engine

ROWS: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": {"type": "array", "minItems": 1, "items": {"type": "number"}},
}
Rows = Annotated[Any, WithJsonSchema({**ROWS, "title": "Rows", "description": "Rows of numbers, equally long."})]


class OptionsAsked(BaseModel):
    """The options of datasets; GET /datasets says which each has, and their defaults and ranges."""

    model_config = ConfigDict(extra="forbid", strict=True)

    n: int | None = Field(None, description="How many rows.")
    noise: float | None = Field(
        None,
        allow_inf_nan=False,
        description="The standard deviation of a normal displacement; the data lie within about ±1.",
    )
    seed: int | None = Field(None, description="Places, noise and order follow from it.")
    split: float | None = Field(
        None, allow_inf_nan=False, description="The share of rows for training; the others are held out. Null for all."
    )
    targets: str | None = Field(
        None,
        description="How two classes are coded: one column, or one for each.",
        json_schema_extra=one_of(CODINGS, null=True),
    )
    standardize: bool | None = Field(
        None, description="Whether each input column is brought to mean 0 and standard deviation 1 (iris)."
    )
    size: int | None = Field(None, description="How many messages the encoder has.")

    def options(self) -> tuple[tuple[str, Any], ...]:
        """Return the options that were given, sorted; a split of null is a split of 1."""
        given = {name: getattr(self, name) for name in OptionsAsked.model_fields if name in self.model_fields_set}
        if "split" in given and given["split"] is None:
            given["split"] = 1.0
        return tuple(sorted((name, value) for name, value in given.items() if value is not None))


class DataAsked(OptionsAsked):
    """Data: a dataset with its options, or x with t."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["dataset"]}, {"required": ["x"]}]})

    dataset: str | None = Field(None, json_schema_extra=one_of(DATASETS, null=True))
    x: Rows | None = Field(None, description="Inputs, a row a sample; in a dataset's place.")
    t: Rows | None = Field(None, description="Targets, a row for each row of x; null where there are none.")
    train: int | None = Field(None, description="How many rows, from the first on, are for training; all by default.")
    kind: Literal["classification", "regression", "reconstruction"] | None = Field(
        None, description="What is learned from x and t; by default it is seen from t."
    )

    def spec(self, node: str = "data") -> AnySpec:
        """Return what datasets take.

        Args:
            node: the field that holds the data.

        Raises:
            RefusedError: it makes no data.
        """
        if (self.dataset is None) == (self.x is None):
            rule, found = "data are a dataset's or x and t", "got both" if self.dataset else "got neither"
            raise RefusedError(Problem("request", rule, found, 'Write {"dataset": "xor"}, for example.', node=node))
        options = self.options()
        others = [name for name in ("t", "train", "kind") if getattr(self, name) is not None]
        strange = others if self.dataset is not None else [name for name, _ in options]
        if strange:
            rule = "options belong to a dataset, and t, train and kind to x"
            raise RefusedError(Problem("request", rule, f"got '{strange[0]}'", "Leave it out.", node=node))
        try:
            if self.dataset is not None:
                return DataSpec(self.dataset, options)
            x = table(self.x, f"{node}.x")
            t = None if self.t is None else table(self.t, f"{node}.t")
            return PointsSpec(x, t, self.train, self.kind)
        except SpecError as error:
            raise refuse_engine(error, f"{node}.{error.field}") from None


def table(rows: Any, node: str) -> Array:
    """Return rows of numbers as an array; single numbers are rows of one.

    Raises:
        RefusedError: they are no numbers, or rows differ in length.
    """
    try:
        array = to_array(rows)
    except EngineError as error:
        raise refuse_engine(error, node) from None
    return np.ascontiguousarray(array[:, None]) if array.ndim == 1 else array
