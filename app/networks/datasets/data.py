"""Data: rows of inputs with their targets, the training rows first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from app.engine.shapes import Array

Kind = Literal["classification", "regression", "reconstruction"]
Coding = Literal["0/1", "-1/1", "one_hot"]
CODINGS: tuple[Coding, ...] = ("0/1", "-1/1", "one_hot")
Labels = npt.NDArray[np.intp]
Moments = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Scaling:
    """What was subtracted from each column and what it was then divided by, both of the training rows alone.

    Attributes:
        x: mean and standard deviation of each input column; (0, 1) for a column that was left as it is.
        t: the same of the targets; None where they were left as they are.
    """

    x: Moments
    t: Moments | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Rows of data.

    Attributes:
        x: the inputs, float64 (n, d).
        t: the targets, float64 (n, k); None where there are none.
        train: how many rows, from the first on, are for training; the others are held out.
        kind: what is learned; of reconstruction the targets are the inputs.
        features: the names of the columns of x.
        targets: the names of the columns of t.
        classes: the names of the classes; empty where there are none.
        labels: each row's class, an index into classes, (n,); None where there are none.
        image: rows and columns of the image that a row of x is; None where it is none.
        scaling: how columns were standardised; None where they were not.
    """

    x: Array
    t: Array | None
    train: int
    kind: Kind
    features: tuple[str, ...]
    targets: tuple[str, ...]
    classes: tuple[str, ...] = ()
    labels: Labels | None = None
    image: tuple[int, int] | None = None
    scaling: Scaling | None = None

    def take(self, rows: Any) -> tuple[Array, Array | None]:
        """Return the inputs and targets of some rows, given by indices or a slice."""
        return self.x[rows], None if self.t is None else self.t[rows]


def encode_labels(labels: Labels, count: int, coding: Coding) -> Array:
    """Return class labels as targets, float64 (n, 1) or (n, count).

    Args:
        labels: each row's class, from 0.
        count: how many classes there are; a single column has room for two.
        coding: one column of 0 and 1, one of −1 and 1, or a column for each class.
    """
    if coding == "one_hot":
        return np.eye(count)[labels]
    column = labels.astype(np.float64)[:, None]
    return column if coding == "0/1" else 2.0 * column - 1.0


def moments(columns: Array, train: int) -> Moments:
    """Return each column's mean and standard deviation over the training rows; (mean, 0) for a constant column."""
    known = columns[:train]
    return tuple(zip(known.mean(axis=0).tolist(), known.std(axis=0).tolist(), strict=True))


def standardise(columns: Array, scale: Moments) -> Array:
    """Return (column − mean) / std; a constant column becomes 0, nothing is divided by its std of 0."""
    mean, std = np.array(scale).T
    scaled: Array = (columns - mean) / np.where(std > 0.0, std, 1.0)
    return scaled
