"""Windows that slide over the last two axes of an image: what convolution and pooling share.

A window's numbers are a view of the padded image; where each of them came from is found by sliding the same
windows over the image's own places, so the way back cannot disagree with the way forward.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from app.engine.errors import DomainError, LimitError, Shape, ShapeError
from app.engine.ops.record import Attributes, Indices
from app.engine.shapes import Array, as_value, show

MOST = 10_000_000
"""How many numbers all windows together may read: 80 MB where they are laid out for a product."""

Pair = tuple[int, int]


class Slide(NamedTuple):
    """How windows slide over an image; each pair is one number for the rows and one for the columns.

    Attributes:
        kernel: a window's size.
        stride: from one window to the next.
        padding: rows and columns added on each side.
        result: how many windows fit, and so the size of what they make.
    """

    kernel: Pair
    stride: Pair
    padding: Pair
    result: Pair


def to_pair(value: Any, what: str, least: int) -> Pair:
    """Return an option as one number for the rows and one for the columns.

    Raises:
        DomainError: it is neither one whole number nor two, or one is too small.
    """
    pair = (value, value) if isinstance(value, int) else tuple(value)
    if len(pair) != 2 or any(not isinstance(one, int) or one < least for one in pair):
        raise DomainError(
            f"{what} is one whole number, or one for the rows and one for the columns",
            f"got {value}",
            f"The least is {least}.",
        )
    return pair


def slide_over(name: str, shape: Shape, kernel: Pair, attributes: Attributes, half: bool) -> Slide:
    """Return how windows slide over an image of this shape.

    Args:
        name: the operation's name.
        shape: (N, C, H, W) or (C, H, W).
        kernel: a window's size.
        attributes: `stride`, None for windows that touch each other, and `padding`.
        half: whether the padding may be at most half a window, as in pooling.

    Raises:
        ShapeError: it is no image, or no window fits into it.
        DomainError: the padding is so wide that a window could see nothing else.
    """
    if len(shape) not in (3, 4):
        raise ShapeError(
            f"{name} needs an image of shape (C, H, W), or several of shape (N, C, H, W)",
            f"got {show(shape)}",
            "x[None] gives x another axis in front.",
            (shape,),
        )
    given = attributes["stride"]
    stride = kernel if given is None else to_pair(given, "a stride", 1)
    padding = to_pair(attributes["padding"], "padding", 0)
    most = tuple(size // 2 if half else size - 1 for size in kernel)
    if any(pad > limit for pad, limit in zip(padding, most, strict=True)):
        raise DomainError(
            f"padding here may be at most {most[0]} and {most[1]}, so that no window sees only padding",
            f"got {padding[0]} and {padding[1]}",
            "Use less padding, or a larger window.",
        )
    room = tuple(size + 2 * pad for size, pad in zip(shape[-2:], padding, strict=True))
    if any(size < window for size, window in zip(room, kernel, strict=True)):
        raise ShapeError(
            "a window must fit into its image",
            f"got a window of {kernel[0]} × {kernel[1]} and an image of {room[0]} × {room[1]}",
            "Use a smaller window, or padding.",
            (shape,),
        )
    rows, columns = ((size - window) // step + 1 for size, window, step in zip(room, kernel, stride, strict=True))
    return Slide(kernel, stride, (padding[0], padding[1]), (rows, columns))


def check_size(shape: Shape, slide: Slide) -> None:
    """Refuse windows that together would read too many numbers; nothing has been made by then.

    Raises:
        LimitError: they would.
    """
    images = 1
    for size in (*shape[:-2], *slide.kernel, *slide.result):
        images *= size
    if images > MOST:
        raise LimitError(
            f"all windows together may read {MOST:,} numbers", f"these would read {images:,}", "Use a larger stride."
        )


def as_batch(x: Array) -> Array:
    """Return an image as a batch of one; a batch as it is."""
    return x if x.ndim == 4 else x[None]


def windows(x: Array, slide: Slide, fill: float = 0.0) -> Any:
    """Return a view of what each window sees.

    Args:
        x: float64 (N, C, H, W).
        slide: how windows slide.
        fill: what padding holds.

    Returns:
        (N, C, rows, columns, kernel rows, kernel columns).
    """
    (ph, pw), (sh, sw) = slide.padding, slide.stride
    if ph or pw:
        x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=fill)
    return sliding_window_view(x, slide.kernel, axis=(2, 3))[:, :, ::sh, ::sw]


def places(shape: Shape, slide: Slide) -> Any:
    """Return, laid out as `windows`, the flat index of each number that a window sees; −1 for padding."""
    size = int(np.prod(shape, dtype=np.intp))
    marks = as_batch(np.arange(size, dtype=np.float64).reshape(shape))
    return windows(marks, slide, fill=-1.0).astype(np.intp)


def put_back(where: Indices, parts: Any, shape: Shape) -> Array:
    """Add up what the windows send back at the places they saw; what padding receives is dropped.

    Args:
        where: flat indices into `shape`, −1 for padding.
        parts: float64 that broadcasts to `where`.
        shape: the image's shape.
    """
    weights = np.broadcast_to(parts, where.shape).ravel()
    size = int(np.prod(shape, dtype=np.intp))
    return as_value(np.bincount(where.ravel() + 1, weights, size + 1)[1:].reshape(shape))


def out_shape(shape: Shape, channels: int, slide: Slide) -> Shape:
    """Return the shape of what windows make of an image: with a batch axis if it has one."""
    return (*shape[:-3], channels, *slide.result)


def real(outputs: Indices, inputs: Indices, values: Any) -> Sequence[Any]:
    """Leave out the entries of a Jacobian that stand for padding."""
    inside = inputs >= 0
    return outputs[inside], inputs[inside], values[inside]
