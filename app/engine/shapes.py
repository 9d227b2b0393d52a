"""Shapes: broadcasting, its undoing, and axes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from app.engine.errors import DomainError, Shape, ShapeError

Array = npt.NDArray[np.float64]
"""A float64 array of rank 1 to 4, or a `numpy.float64` where the rank is 0."""

Scalar = np.float64


def show(shape: Shape) -> str:
    """Write a shape as Python does: `(2, 3)`, `(3,)`, `()`."""
    return str(tuple(shape))


def broadcast_shapes(*shapes: Shape) -> Shape:
    """Return the shape that NumPy's broadcasting gives to operands of these shapes.

    Raises:
        ShapeError: two sizes on one axis differ and neither is 1.
    """
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise ShapeError(
            "element-wise operands need shapes that broadcast: aligned from the right, sizes equal or 1",
            f"got {' and '.join(show(s) for s in shapes)}",
            "Reshape or transpose one of them?",
            shapes,
        ) from None


def summed_axes(shape: Shape, target: Shape) -> tuple[int, ...]:
    """Return the axes of `shape` along which a value of shape `target` was repeated by broadcasting."""
    lead = len(shape) - len(target)
    repeated = (lead + i for i, size in enumerate(target) if size == 1 and shape[lead + i] != 1)
    return (*range(lead), *repeated)


def unbroadcast(array: Array, target: Shape) -> Array:
    """Sum `array` over the axes that broadcasting added or repeated, so that it has shape `target`.

    A value that was used by many rows receives the sum of their gradients.

    Args:
        array: float64, any shape to which `target` broadcasts.
        target: the operand's own shape.

    Returns:
        float64 of shape `target`.
    """
    if array.shape == target:
        return array
    total: Any = np.add.reduce(array, axis=summed_axes(array.shape, target))
    result: Array = total if total.shape == target else total.reshape(target)[()]
    return result


def as_value(array: Any) -> Array:
    """Return `array` in the engine's form: float64; rank 0 as a `numpy.float64`, else C-contiguous."""
    if hasattr(array, "as_value"):  # recorded: see `app.engine.recorded`
        return array.as_value()  # type: ignore[no-any-return]
    result = np.asarray(array, dtype=np.float64, order="C")
    return result[()] if result.ndim == 0 else result


def normalize_axes(axis: Any, rank: int) -> tuple[int, ...]:
    """Return `axis` (None, an integer or several) as sorted non-negative integers.

    Raises:
        DomainError: an axis that the operand does not have, or one named twice.
    """
    if axis is None:
        return tuple(range(rank))
    wanted = axis if isinstance(axis, tuple) else (axis,)
    for one in wanted:
        if not -rank <= one < rank:
            raise DomainError(
                "an axis must be one that the operand has",
                f"got axis {one} for an operand of rank {rank}",
                f"Use {-rank} to {rank - 1}." if rank else "A single number has no axis: leave it out.",
            )
    axes = sorted(one % rank for one in wanted)
    if len(set(axes)) != len(axes):
        raise DomainError("each axis may be named once", f"got axis {axis}", "Name each axis once.")
    return tuple(axes)


def reduced_shape(shape: Shape, axes: tuple[int, ...], keepdims: bool) -> Shape:
    """Return `shape` after a reduction over `axes`."""
    if keepdims:
        return tuple(1 if i in axes else size for i, size in enumerate(shape))
    return tuple(size for i, size in enumerate(shape) if i not in axes)


def expand_reduced(array: Any, shape: Shape, axes: tuple[int, ...]) -> Any:
    """Give a reduced array its reduced axes back with size 1, so that it broadcasts against `shape`."""
    return np.reshape(array, reduced_shape(shape, axes, keepdims=True))
