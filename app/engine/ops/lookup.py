"""Lookup: whole numbers choose rows of a table, as words choose their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engine.errors import DomainError, Shape, ShapeError
from app.engine.ops.record import Attributes, Entries, Indices, Op
from app.engine.shapes import Array, as_value, show

SOURCE = "PyTorch's documentation of embedding; definition: each element is copied, so its derivative is 1"


def embedding_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return (…, d) for indices (…) and a table (rows, d).

    Raises:
        ShapeError: the table is not a matrix.
    """
    indices, weight = shapes
    if len(weight) != 2 or 0 in weight:
        raise ShapeError(
            "embedding needs a table with one row for each index",
            f"got {show(weight)}",
            "The indices come first, the table second.",
            tuple(shapes),
        )
    return (*indices, weight[1])


def chosen(indices: Array, count: int) -> Indices:
    """Return the rows chosen, intp of the indices' shape.

    Raises:
        DomainError: an index is not a whole number from 0 to the number of rows − 1.
    """
    flat = np.ravel(indices)
    wrong = (flat != np.floor(flat)) | (flat < 0) | (flat >= count) | ~np.isfinite(flat)
    if wrong.any():
        raise DomainError(
            "a row is chosen by a whole number that counts from 0",
            f"got {flat[wrong][0]:g} for {count} rows",
            f"Use 0 to {count - 1}.",
        )
    return np.asarray(indices, dtype=np.intp)


def embedding(indices: Array, weight: Array) -> Array:
    """Return the rows of the table that the indices choose."""
    return as_value(weight[chosen(indices, weight.shape[0])])


def embedding_vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
    """Return each row's gradient at its own place in the table; a row chosen twice receives both."""
    indices, weight = xs
    if k == 0:
        return np.float64(0.0), as_value(np.zeros(np.shape(indices)))
    total = np.zeros(weight.shape)
    np.add.at(total, chosen(indices, weight.shape[0]), upstream)
    return None, total


def embedding_entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
    """Return 1 for the element that each output copies, and 0 for the index that chose it."""
    indices, weight = xs
    outputs, width = np.arange(y.size), weight.shape[1]
    if k == 0:
        return Entries(outputs, outputs // width, np.zeros(y.size))
    rows = np.ravel(chosen(indices, weight.shape[0]))
    inputs = (rows[:, None] * width + np.arange(width)).ravel()
    return Entries(outputs, inputs, np.ones(y.size))


OPERATIONS = [
    Op(
        name="embedding",
        family="selection",
        symbol="rows",
        arity=(2, 2),
        signature="embedding(indices, weight)",
        shape=embedding_shape,
        shapes="indices of any shape (…), whole numbers from 0; weight (rows, d); the result is (…, d)",
        forward=embedding,
        vjp=embedding_vjp,
        entries=embedding_entries,
        structure=lambda k: "selection",
        formula=r"#2\left[#1\right]",
        derivative=("0", r"\text{1 where selected, else 0}"),
        pull=("0", r"\operatorname{scatter}_{#1}\left(#d\right)"),
        fixed=lambda k, shapes: k == 0,
        source=SOURCE,
    ),
]
