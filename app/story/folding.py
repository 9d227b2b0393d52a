"""Arrays too large to travel whole: their extent, and of each part the entry that stands out."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.shapes import Array
from app.story.numbers import Spell, spell, spell_all

TILES = 48
"""The most tiles in a row or a column: what a heat map the size of a hand shows."""


def folding(most: int | None, number: Spell) -> Spell:
    """Return what spells numbers and folds arrays of more than so many; `most` is None where none is to fold."""
    return number if most is None else Folder(most, number)


class Folder:
    """Spell numbers, but fold each array of more than so many; one that is met again is not folded again.

    Args:
        most: the most numbers that an array shows one by one.
        number: how the others are spelled.
    """

    def __init__(self, most: int, number: Spell) -> None:
        self._most = most
        self._number = number
        # By identity: steps share the trace's arrays, and each is kept here so that its identity stays its own.
        self._folded: dict[int, tuple[Array, dict[str, Any]]] = {}

    def __call__(self, value: Any) -> Any:
        """Return a number or an array as JSON."""
        if not isinstance(value, np.ndarray) or value.size <= self._most:
            return self._number(value)
        known = self._folded.get(id(value))
        if known is None:
            known = self._folded[id(value)] = (value, fold(value))
        return known[1]


def fold(value: Array) -> dict[str, Any]:
    """Return what is told of an array instead of its numbers.

    Args:
        value: float64 of rank 1 to 4.

    Returns:
        Its shape, min, max, mean, norm √Σw², and `tiles`: it is cut into at most 48 × 48 blocks, leading axes
        stacked, a vector as one row; of each block the entry of largest magnitude stands there, its sign kept.
    """
    with np.errstate(all="ignore"):
        return {
            "folded": True,
            "shape": value.shape,
            "min": spell(float(value.min())),
            "max": spell(float(value.max())),
            "mean": spell(float(value.mean())),
            "norm": spell(norm(value)),
            "tiles": spell_all(tiles(value.reshape(-1, value.shape[-1]))),
        }


def norm(value: Array) -> float:
    """Return √Σw², scaled so that squares neither overflow nor vanish."""
    largest = float(np.abs(value).max())
    if not 0.0 < largest < np.inf:
        return largest
    return largest * float(np.sqrt(np.square(value / largest).sum()))


def tiles(matrix: Array) -> Array:
    """Return of each block of a matrix its entry of largest magnitude: float64, at most 48 × 48.

    NaN counts as larger than any number. Blocks differ by at most one row and one column.
    """
    rows, columns = (np.linspace(0, size, min(size, TILES) + 1).astype(np.intp)[:-1] for size in matrix.shape)
    high = np.maximum.reduceat(np.maximum.reduceat(matrix, rows, axis=0), columns, axis=1)
    low = np.minimum.reduceat(np.minimum.reduceat(matrix, rows, axis=0), columns, axis=1)
    return np.where(-low > high, low, high)
