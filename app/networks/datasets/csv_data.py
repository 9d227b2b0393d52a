"""From a table to data: its columns read, rows chosen, shuffled and split, and all of it coded as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.engine.errors import LimitError
from app.networks.datasets.csv_cells import Column, is_constant, read_column
from app.networks.datasets.csv_code import code_inputs, code_targets
from app.networks.datasets.csv_errors import TableError, TableErrors
from app.networks.datasets.csv_roles import Roles, TargetKind, check, choose, see_target, wrong_cells
from app.networks.datasets.csv_text import Table, read_table
from app.networks.datasets.data import Data, Labels
from app.networks.datasets.make import ORDER, training_rows

Missing = Literal["drop", "mean"]


@dataclass(frozen=True, slots=True)
class CsvSpec:
    """A table and what to make of it.

    Attributes:
        text: its text.
        inputs: the names of the input columns; None to choose them.
        targets: the names of the target columns; None to choose the last one.
        header: whether the first row holds names; None to see it.
        missing: what becomes of rows whose inputs have gaps: dropped, or filled with the training rows' mean. A row
            without a target is always dropped.
        standardize: whether columns of numbers are brought to mean 0 and standard deviation 1.
        split: the share of rows for training.
        seed: the order of rows follows from it.
        target_kind: what the target is; None to see it.
    """

    text: str
    inputs: tuple[str, ...] | None = None
    targets: tuple[str, ...] | None = None
    header: bool | None = None
    missing: Missing = "drop"
    standardize: bool = False
    split: float = 1.0
    seed: int = 0
    target_kind: TargetKind | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TableData:
    """What a table has become.

    Attributes:
        data: the rows.
        columns: all columns of the table.
        roles: those that are used.
        dropped: rows that were left out, each with the reason.
        warnings: columns that were left out, each with the reason.
        header: whether the first row was read as names.
    """

    data: Data
    columns: tuple[Column, ...]
    roles: Roles
    dropped: tuple[TableError, ...]
    warnings: tuple[TableError, ...]
    header: bool


def make_table(spec: CsvSpec, most_numbers: int) -> TableData:
    """Return the data in a table; the same for the same description.

    Args:
        spec: the table.
        most_numbers: how many cells it may have, and how many numbers may come of it.

    Raises:
        TableErrors: it makes no data; everything wrong of one kind is named. Once the columns are known, they are in
            it, so that others can be chosen.
    """
    table = read_table(spec.text, spec.header, most_numbers)
    texts = zip(table.names, zip(*table.rows, strict=True), strict=True)
    columns = tuple(read_column(name, cells, table.comma) for name, cells in texts)
    try:
        return use_columns(spec, table, columns, most_numbers)
    except TableErrors as errors:
        raise TableErrors(errors.errors, columns) from None


def use_columns(spec: CsvSpec, table: Table, columns: tuple[Column, ...], most_numbers: int) -> TableData:
    """Return the data in a table whose columns have been read.

    Raises:
        TableErrors: it makes no data.
    """
    roles = choose(columns, spec.inputs, spec.targets)
    check(roles)
    check_cells(roles, spec, table)
    kept, dropped = keep_rows(roles, spec.missing, table)
    rows = kept[np.random.default_rng([spec.seed, ORDER]).permutation(len(kept))]
    train = training_rows(len(rows), spec.split)
    inputs, constant = drop_constant(roles.inputs, rows[:train])
    check_size(inputs, rows, most_numbers)
    x, features, scale = code_inputs(inputs, rows, train, spec.standardize)
    kind = spec.target_kind or (see_target(roles.targets[0], rows) if len(roles.targets) == 1 else "regression")
    data = code_targets(Data(x, None, train, kind, features, (), scaling=scale), roles.targets, rows)
    used = Roles(inputs, roles.targets)
    return TableData(data, columns, used, dropped, (*roles.ignored, *constant), table.header)


def check_cells(roles: Roles, spec: CsvSpec, table: Table) -> None:
    """Refuse texts in columns of numbers that are used; a target of classes may hold any.

    Raises:
        TableErrors: there are some; each is named.
    """
    used = (*roles.inputs, *(() if spec.target_kind == "classification" else roles.targets))
    errors = [error for column in used for error in wrong_cells(column, table.numbers)]
    errors.sort(key=lambda error: error.row or 0)
    if errors:
        raise TableErrors(errors)


def keep_rows(roles: Roles, missing: Missing, table: Table) -> tuple[Labels, tuple[TableError, ...]]:
    """Return the rows that are used, and why the others are not.

    Raises:
        TableErrors: none is left.
    """
    needed = (*roles.targets, *(roles.inputs if missing == "drop" else ()))
    gaps = np.stack([column.missing for column in needed])
    dropped = tuple(
        TableError(
            "a row needs a value", "it is missing", "", table.numbers[row], needed[int(gaps[:, row].argmax())].name
        )
        for row in np.flatnonzero(gaps.any(axis=0))
    )
    kept = np.flatnonzero(~gaps.any(axis=0))
    if not len(kept):
        rule, hint = "a table needs a row without gaps", 'Leave columns with gaps out, or fill them: missing "mean".'
        raise TableErrors([TableError(rule, "every row has one", hint), *dropped])
    return kept, dropped


def drop_constant(columns: Sequence[Column], rows: Labels) -> tuple[tuple[Column, ...], tuple[TableError, ...]]:
    """Return the inputs that differ among the training rows, and what is said of the others: nothing follows from them.

    Raises:
        TableErrors: none is left.
    """
    rule = "an input differs from row to row"
    warnings = []
    for column in columns:
        if is_constant(column, rows):
            value = next((column.cells[row] for row in rows if not column.missing[row]), "")
            found = f"got '{value[:40]}' in all training rows"
            warnings.append(TableError(rule, found, "The column is left out.", column=column.name))
    constant = {warning.column for warning in warnings}
    left = tuple(column for column in columns if column.name not in constant)
    if not left:
        hint = "Choose other columns, or more rows."
        raise TableErrors(TableError(one.rule, one.found, hint, column=one.column) for one in warnings)
    return left, tuple(warnings)


def check_size(inputs: Sequence[Column], rows: Labels, most: int) -> None:
    """Refuse inputs that become too many numbers: each class of a text has a column of its own.

    Raises:
        TableErrors: they are too many.
    """
    numbers = len(rows) * sum(1 if one.kind == "number" else len(one.classes(rows)) for one in inputs)
    if numbers > most:
        rule, hint = f"data may hold {most:,} numbers", "Leave columns of texts out: each of them becomes several."
        raise TableErrors([LimitError(rule, f"got {numbers:,}", hint)])
