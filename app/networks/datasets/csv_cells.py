"""From the texts of a column to what they are: numbers, names of classes, or nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from app.engine.shapes import Array
from app.networks.datasets.data import Labels

MISSING = frozenset({"", "na", "n/a", "nan", "null", "?"})
"""Texts, in small letters, that stand for a value that is not known."""

ColumnKind = Literal["number", "category", "empty"]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of a table.

    Attributes:
        name: its name.
        kind: numbers, where more than half of its known cells are; else classes; empty where no cell is known.
        cells: the cells' texts, without blanks around them.
        missing: which cells are not known, (n,).
        numbers: the numbers, NaN where a cell is none, (n,).
        wrong: in a column of numbers, which known cells are no finite numbers.
    """

    name: str
    kind: ColumnKind
    cells: Sequence[str]
    missing: npt.NDArray[np.bool_]
    numbers: Array
    wrong: tuple[int, ...] = ()

    def classes(self, rows: Labels) -> tuple[str, ...]:
        """Return the classes in some rows: numbers by size, names by letter."""
        known = {self.cells[row] for row in rows if not self.missing[row]}
        return tuple(sorted(known, key=self.order))

    def order(self, cell: str) -> tuple[float, str]:
        """Return what classes are sorted by."""
        number = parse(cell, False)
        return (math.inf if number is None else number, cell)


@dataclass(slots=True)
class Parsed:
    """The cells of a column while they are read."""

    numbers: list[float] = field(default_factory=list)
    missing: list[bool] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    infinite: list[int] = field(default_factory=list)


def read_column(name: str, cells: Sequence[str], comma: bool) -> Column:
    """Read a column.

    Args:
        name: its name.
        cells: the cells' texts.
        comma: whether a comma may stand for the decimal point.
    """
    stripped = [cell.strip() for cell in cells]
    parsed = Parsed()
    for row, cell in enumerate(stripped):
        number = parse(cell, comma)
        missing = number is None and cell.lower() in MISSING
        if number is None and not missing:
            parsed.texts.append(row)
        if number is not None and math.isinf(number):
            parsed.infinite.append(row)
        parsed.missing.append(missing)
        parsed.numbers.append(math.nan if number is None else number)
    unknown = np.array(parsed.missing)
    known = len(stripped) - int(unknown.sum())
    kind: ColumnKind = "empty" if not known else "number" if known > 2 * len(parsed.texts) else "category"
    wrong = tuple(sorted((*parsed.texts, *parsed.infinite))) if kind == "number" else ()
    return Column(name, kind, stripped, unknown, np.array(parsed.numbers), wrong)


def parse(cell: str, comma: bool) -> float | None:
    """Return a cell's number, infinite where it is beyond float64; None for any other text, "nan" among them."""
    if comma and "," in cell and "." not in cell:
        cell = cell.replace(",", ".")
    try:
        number = float(cell)
    except ValueError:
        return None
    return None if math.isnan(number) or "_" in cell else number


def is_number(cell: str, comma: bool) -> bool:
    """Return whether a cell holds a number."""
    return parse(cell.strip(), comma) is not None


def is_constant(column: Column, rows: Labels) -> bool:
    """Return whether a column holds at most one value in some rows, gaps apart."""
    if column.kind == "category":
        return len(column.classes(rows)) < 2
    known = column.numbers[rows][~column.missing[rows]]
    return len(known) == 0 or bool((known == known[0]).all())
