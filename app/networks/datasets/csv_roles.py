"""Which columns of a table are inputs, which are targets, and what the targets are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.networks.datasets.csv_cells import Column
from app.networks.datasets.csv_errors import TableError, TableErrors, shorten
from app.networks.datasets.data import Labels

MOST_CLASSES = 20
ROWS_PER_CLASS = 2
"""Whole numbers with fewer rows for each of them than this are numbers rather than classes."""

TargetKind = Literal["classification", "regression"]


@dataclass(frozen=True, slots=True)
class Roles:
    """The columns that are used.

    Attributes:
        inputs: in the order of the table, or of the request.
        targets: at least one.
        ignored: columns that were not asked for and are left out with a reason.
    """

    inputs: tuple[Column, ...]
    targets: tuple[Column, ...]
    ignored: tuple[TableError, ...] = ()


def choose(columns: Sequence[Column], inputs: Sequence[str] | None, targets: Sequence[str] | None) -> Roles:
    """Return the columns that are used.

    Args:
        columns: all columns.
        inputs: the names of the inputs; None for all others of numbers or of at most `MOST_CLASSES` classes.
        targets: the names of the targets; None for the last column that is no input and that can be one.

    Raises:
        TableErrors: there is no such column, or one is named twice.
    """
    named = {column.name: column for column in columns}
    asked = [*(inputs or ()), *(targets or ())]
    unknown = [name for name in asked if name not in named]
    if unknown:
        hint = f"It has {', '.join(repr(name) for name in list(named)[:MOST_CLASSES])}."
        rule = "a column is one of the table's"
        raise TableErrors(TableError(rule, f"got '{shorten(name)}'", hint) for name in unknown)
    twice = sorted({name for name in asked if asked.count(name) > 1})
    if twice:
        rule = "a column is an input or a target, once"
        raise TableErrors(TableError(rule, f"got '{shorten(name)}' twice", "Leave it out once.") for name in twice)
    usable = [column for column in columns if column.kind != "empty" and column.name not in (inputs or ())]
    if targets is None:
        targets = [column.name for column in usable if not is_free_text(column)][-1:]
    others = [column for column in usable if column.name not in targets]
    ignored = [too_many(column) for column in others if inputs is None and is_free_text(column)]
    left_out = {error.column for error in ignored}
    chosen = (
        [named[name] for name in inputs] if inputs is not None else [one for one in others if one.name not in left_out]
    )
    return Roles(tuple(chosen), tuple(named[name] for name in targets), tuple(ignored))


def is_free_text(column: Column) -> bool:
    """Return whether a column's texts are too many for classes: names, dates, remarks."""
    return column.kind == "category" and len(set(column.cells)) > MOST_CLASSES + 1  # one may be a missing one


def too_many(column: Column) -> TableError:
    """Return what is wrong with an input of too many different texts."""
    known = {cell for cell, missing in zip(column.cells, column.missing, strict=True) if not missing}
    rule = f"an input of texts may have {MOST_CLASSES} different ones"
    return TableError(rule, f"got {len(known):,}", "Leave the column out.", column=column.name)


def check(roles: Roles) -> None:
    """Refuse roles that make no data.

    Raises:
        TableErrors: no input or no target is left, or a column that is used cannot be.
    """
    if not roles.inputs or not roles.targets:
        found = "got no input" if roles.targets else "got no target"
        hint = "Cells are separated by commas, semicolons, tabs or blanks; is the separator another one?"
        raise TableErrors(
            [TableError("a table needs an input column and a target column", found, hint), *roles.ignored]
        )
    used = (*roles.inputs, *roles.targets)
    errors = [
        TableError("a column that is used holds values", "all of it is missing", "Leave it out.", column=one.name)
        for one in used
        if one.kind == "empty"
    ]
    errors += [too_many(column) for column in roles.inputs if is_free_text(column)]
    if errors:
        raise TableErrors(errors)


def wrong_cells(column: Column, numbers: Sequence[int]) -> list[TableError]:
    """Return what is wrong with a column of numbers, cell by cell.

    Args:
        column: the column.
        numbers: each row's number in the table.
    """
    errors = []
    for row in column.wrong:
        infinite = np.isinf(column.numbers[row])
        rule = "a number is finite and fits in 64 bits" if infinite else "a column of numbers holds numbers"
        hint = "Correct the cell, empty it, or leave the column out."
        found = f"got '{shorten(column.cells[row])}'"
        errors.append(TableError(rule, found, hint, numbers[row], column.name))
    return errors


def see_target(column: Column, rows: Labels) -> TargetKind:
    """Return what a target column is: classes, where it holds texts or few whole numbers, each several times."""
    if column.kind == "category":
        return "classification"
    known = column.numbers[rows]
    distinct = np.unique(known[np.isfinite(known)])
    few = len(distinct) <= MOST_CLASSES and len(rows) >= ROWS_PER_CLASS * len(distinct)
    return "classification" if few and (distinct == np.round(distinct)).all() else "regression"
