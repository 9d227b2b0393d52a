"""Buffers for the arrays of a tape: those that are no longer read lend theirs to later ones.

A buffer has the layout that NumPy gave to its array in the recorded run: the order of summation follows from it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided


class Buffers:
    """Buffers that are free again, by size and dtype."""

    def __init__(self) -> None:
        self._free: dict[tuple[int, np.dtype[Any]], list[Any]] = defaultdict(list)

    def take(self, example: Any) -> Any:
        """Return a buffer of an array's shape, dtype and layout: one that is free, or a new one."""
        free = self._free[example.size, example.dtype]
        flat = free.pop() if free else np.empty(example.size, example.dtype)
        return as_strided(flat, example.shape, np.empty_like(example).strides)

    def give(self, buffer: Any) -> None:
        """Lend a buffer to what comes later."""
        self._free[buffer.size, buffer.dtype].append(as_strided(buffer, (buffer.size,), (buffer.itemsize,)))


def fits(buffer: Any, array: Any) -> bool:
    """Return whether a buffer has an array's shape, dtype and layout; axes of one element have no layout."""
    if buffer.shape != array.shape or buffer.dtype != array.dtype:
        return False
    axes = zip(buffer.shape, buffer.strides, array.strides, strict=True)
    return all(size == 1 or ours == theirs for size, ours, theirs in axes)


def address(array: Any) -> int:
    """Return where an array's first number lies."""
    found: int = array.__array_interface__["data"][0]
    return found
