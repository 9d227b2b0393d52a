"""Which data a request means: a dataset with its options, or the numbers themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.engine.shapes import Array
from app.networks.datasets.data import Kind
from app.networks.datasets.registry import DATASETS, Dataset, Option
from app.networks.errors import SpecError

Value = int | float | str | bool


@dataclass(frozen=True, slots=True)
class DataSpec:
    """A dataset with its options.

    Attributes:
        dataset: its id.
        options: option to value, sorted; those left out have their defaults.

    Raises:
        SpecError: there is no such dataset or option, or an option is outside its range.
    """

    dataset: str
    options: tuple[tuple[str, Value], ...] = ()

    def __post_init__(self) -> None:
        if self.dataset not in DATASETS:
            hint = f"Use {', '.join(DATASETS)}."
            raise SpecError("dataset", "a dataset is one of the list", f"got '{self.dataset[:40]}'", hint)
        for name, value in self.options:
            check_option(self.record, name, value)

    @property
    def record(self) -> Dataset:
        """The dataset's record."""
        return DATASETS[self.dataset]

    @property
    def filled(self) -> dict[str, Any]:
        """All options, the defaults of those that were left out among them."""
        return {**{name: option.default for name, option in self.record.options.items()}, **dict(self.options)}


@dataclass(frozen=True, slots=True, eq=False)
class PointsSpec:
    """Data given as numbers.

    Attributes:
        x: inputs, float64 (n, d).
        t: targets, float64 (n, k); None where there are none.
        train: how many rows are for training; None for all.
        kind: what is learned; None to see it from the targets.

    Raises:
        SpecError: the shapes do not fit, or a number is not finite.
    """

    x: Array
    t: Array | None = None
    train: int | None = None
    kind: Kind | None = None

    def __post_init__(self) -> None:
        check_table("x", self.x)
        if self.t is not None:
            check_table("t", self.t)
            if len(self.t) != len(self.x):
                raise SpecError("t", "each row of x has a row of t", f"got {len(self.x)} and {len(self.t)}")
        if self.train is not None and not 1 <= self.train <= len(self.x):
            rule = "at least one row, and at most all, are for training"
            raise SpecError("train", rule, f"got {self.train} of {len(self.x)}")


AnySpec = DataSpec | PointsSpec


def check_option(dataset: Dataset, name: str, value: Value) -> None:
    """Check one option.

    Raises:
        SpecError: the dataset has no such option, or the value is outside what it takes.
    """
    option = dataset.options.get(name)
    if option is None:
        hint = f"It has {', '.join(dataset.options)}."
        raise SpecError(name, f"the dataset {dataset.id} takes its own options", f"got '{name[:40]}'", hint)
    if option.choices:
        if value not in option.choices:
            shown = ", ".join(repr(one) if isinstance(one, str) else str(one).lower() for one in option.choices)
            raise SpecError(name, f"the option '{name}' is one of {shown}", f"got '{value}'")
    elif not in_range(option, value):
        low, high = (f"{one:,}" if isinstance(one, int) else f"{one:g}" for one in (option.least, option.most))
        raise SpecError(name, f"the option '{name}' goes from {low} to {high}", f"got {value}")


def in_range(option: Option, value: Value) -> bool:
    """Return whether a number lies in an option's range."""
    assert option.least is not None and option.most is not None
    return not isinstance(value, str) and math.isfinite(value) and option.least <= value <= option.most


def check_table(field: str, table: Array) -> None:
    """Check rows of numbers.

    Raises:
        SpecError: it is no table, or holds a number that is not finite.
    """
    if table.ndim != 2:
        rule, found = f"'{field}' is a list of rows of equal length", f"got rank {table.ndim}"
        raise SpecError(field, rule, found, "Write [[1, 2], [3, 4]], for example.")
    bad = np.argwhere(~np.isfinite(table))
    if len(bad):
        row, column = bad[0].tolist()
        found = f"got {table[row, column]} in row {row + 1}, column {column + 1}"
        raise SpecError(field, "data are finite numbers", found, "Leave such rows out.")
