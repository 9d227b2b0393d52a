"""The columns of a table as numbers: numbers standardised, classes in columns of their own, gaps filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.engine.shapes import Array
from app.networks.datasets.csv_cells import Column, is_constant
from app.networks.datasets.csv_errors import TableError, TableErrors
from app.networks.datasets.csv_roles import MOST_CLASSES
from app.networks.datasets.data import Data, Labels, Moments, Scaling, encode_labels, moments, standardise

UNCHANGED = (0.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """What a column of the table becomes: columns of x, their names, and how they were scaled."""

    names: tuple[str, ...]
    values: Array
    scale: Moments


def code_inputs(
    columns: Sequence[Column], rows: Labels, train: int, standardize: bool
) -> tuple[Array, tuple[str, ...], Scaling | None]:
    """Return the inputs as numbers, (n, d), the names of their columns, and how they were scaled.

    Args:
        columns: the inputs.
        rows: the rows that are used, in their order.
        train: how many of them are for training.
        standardize: whether columns of numbers are brought to mean 0 and standard deviation 1.

    Raises:
        TableErrors: numbers are too large to be standardised.
    """
    coded = [code_input(column, rows, train, standardize) for column in columns]
    x = np.concatenate([one.values for one in coded], axis=1)
    names = tuple(name for one in coded for name in one.names)
    return x, names, Scaling(tuple(pair for one in coded for pair in one.scale)) if standardize else None


def code_input(column: Column, rows: Labels, train: int, standardize: bool) -> Coded:
    """Return an input as numbers: a column of numbers as it is or standardised, classes one column each.

    Gaps hold the mean of the training rows, of classes their shares.
    """
    if column.kind == "number":
        values, scale = scale_column(column, fill(column.numbers[rows][:, None], train), train, standardize)
        return Coded((column.name,), values, scale)
    classes = column.classes(rows)
    places = {name: place for place, name in enumerate(classes)}
    hot = np.full((len(rows), len(classes)), np.nan)
    for i, row in enumerate(rows):
        if not column.missing[row]:
            hot[i] = 0.0
            hot[i, places[column.cells[row]]] = 1.0
    names = tuple(f"{column.name} = {name}" for name in classes)
    return Coded(names, fill(hot, train), (UNCHANGED,) * len(classes))


def scale_column(column: Column, values: Array, train: int, standardize: bool) -> tuple[Array, Moments]:
    """Return a column of numbers, (n, 1), as it is or standardised, with its mean and standard deviation.

    Raises:
        TableErrors: its sum or its squares are beyond float64.
    """
    scale: Moments = (UNCHANGED,)
    if standardize:
        with np.errstate(over="ignore", invalid="ignore"):
            scale = moments(values, train)
            values = standardise(values, scale)
    if not (np.isfinite(values).all() and np.isfinite(scale).all()):
        rule, found = "a column's numbers and their squares add up to less than 1.8e308", "got more"
        raise TableErrors([TableError(rule, found, "Leave the column out.", column=column.name)])
    return values, scale


def fill(values: Array, train: int) -> Array:
    """Return columns whose gaps (NaN) hold the mean of the training rows' known values."""
    known = np.isfinite(values[:train])
    with np.errstate(over="ignore"):
        mean = np.where(known, values[:train], 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(np.isnan(values), mean, values)


def code_targets(data: Data, targets: Sequence[Column], rows: Labels) -> Data:
    """Return data with their targets: of classification one column of classes, else columns of numbers.

    Raises:
        TableErrors: a target cannot be what it should be, or is the same in all training rows.
    """
    if data.kind == "classification":
        return code_classes(data, targets, rows)
    errors = [
        TableError("a target of numbers holds numbers", "got texts", "Choose another column.", column=column.name)
        for column in targets
        if column.kind != "number"
    ]
    errors += [same(column, rows) for column in targets if is_constant(column, rows[: data.train])]
    if errors:
        raise TableErrors(errors)
    standardize = data.scaling is not None
    scaled = [scale_column(one, one.numbers[rows][:, None], data.train, standardize) for one in targets]
    t = np.concatenate([values for values, _ in scaled], axis=1)
    scaling = data.scaling and Scaling(data.scaling.x, tuple(pair for _, pairs in scaled for pair in pairs))
    return replace(data, t=t, targets=tuple(column.name for column in targets), scaling=scaling)


def code_classes(data: Data, targets: Sequence[Column], rows: Labels) -> Data:
    """Return data with a target of classes: two as 0 and 1 in one column, more in a column each.

    Raises:
        TableErrors: there are several targets, too many classes, or one alone among the training rows.
    """
    if len(targets) > 1:
        found = f"got {len(targets)}"
        raise TableErrors([TableError("classes stand in one target column", found, "Name one of them.")])
    column = targets[0]
    names, labels = class_labels(column, rows)
    if len(names) > MOST_CLASSES:
        rule, found = f"a target may have {MOST_CLASSES} classes", f"got {len(names):,}"
        raise TableErrors([TableError(rule, found, "Choose another column.", column=column.name)])
    if len(np.unique(labels[: data.train])) < 2:
        raise TableErrors([same(column, rows)])
    two = len(names) == 2
    t = encode_labels(labels, len(names), "0/1" if two else "one_hot")
    return replace(data, t=t, targets=(column.name,) if two else names, classes=names, labels=labels)


def class_labels(column: Column, rows: Labels) -> tuple[tuple[str, ...], Labels]:
    """Return a column's classes and each row's class; a number is one class however it is written."""
    if column.kind == "number" and not column.wrong:
        values, labels = np.unique(column.numbers[rows], return_inverse=True)
        return tuple(f"{value:.17g}" for value in values), labels
    names = column.classes(rows)
    places = {name: place for place, name in enumerate(names)}
    return names, np.array([places[column.cells[row]] for row in rows])


def same(column: Column, rows: Labels) -> TableError:
    """Return what is wrong with a target that is the same in all training rows."""
    found = f"got '{column.cells[int(rows[0])][:40]}' alone"
    rule = "a target has at least two classes or values among the training rows"
    return TableError(rule, found, "Choose another column, more rows, or another seed.", column=column.name)
