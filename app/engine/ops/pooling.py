"""Pooling: each window of an image becomes one number, in every channel by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engine.errors import Shape
from app.engine.ops.record import Attributes, Entries, Op
from app.engine.ops.windows import (
    Slide,
    as_batch,
    check_size,
    out_shape,
    places,
    put_back,
    real,
    slide_over,
    to_pair,
    windows,
)
from app.engine.shapes import Array, as_value

MAX_SOURCE = "PyTorch's documentation of max_pool2d; LeCun et al., Gradient-based learning, 1998"
AVERAGE_SOURCE = "PyTorch's documentation of avg_pool2d; LeCun et al., Gradient-based learning, 1998"
SHAPES = (
    "(N, C, H, W) or (C, H, W); rows and columns of the result are ⌊(H + 2·padding − kernel_size) / stride⌋ + 1; "
    "`stride` is the window's size by default; `padding` is at most half of that"
)


def slide_of(name: str, shape: Shape, attributes: Attributes) -> Slide:
    """Return how the window slides over the image."""
    kernel = to_pair(attributes["kernel_size"], "kernel_size", 1)
    return slide_over(name, shape, kernel, attributes, half=True)


def pool_shape(name: str) -> Any:
    """Make the shape rule of pooling: channels stay, rows and columns become fewer."""

    def shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
        slide = slide_of(name, shapes[0], attributes)
        check_size(shapes[0], slide)
        return out_shape(shapes[0], shapes[0][-3], slide)

    return shape


def unbatched(result: Any, x: Array) -> Array:
    """Return a result without the batch axis that an image alone was given."""
    return as_value(result if x.ndim == 4 else result[0])


def max_pool2d(x: Array, **attributes: Any) -> Array:
    """Return the largest number of each window; padding never is."""
    seen = windows(as_batch(x), slide_of("max_pool2d", x.shape, attributes), -np.inf)
    return unbatched(np.maximum.reduce(seen, axis=(4, 5)), x)


def winners(x: Array, attributes: Attributes) -> tuple[Any, Any]:
    """Return which number of each window is the largest, the first one of equals, and where all of them lie.

    Returns:
        intp (N, C, rows, columns), the place within the window, row by row; and flat indices into x, with one
        more axis for the window, −1 for padding.
    """
    slide = slide_of("max_pool2d", x.shape, attributes)
    seen = windows(as_batch(x), slide, -np.inf)
    seen = seen.reshape(*seen.shape[:4], -1)
    where = places(x.shape, slide).reshape(seen.shape)
    best = np.argmax(seen, axis=-1)
    # Where all that a window sees is −∞, padding is no larger than the rest, but it cannot win.
    chosen = np.take_along_axis(where, best[..., None], -1)[..., 0]
    return np.where(chosen < 0, np.argmax(where >= 0, axis=-1), best), where


def has_ties(x: Array, attributes: Attributes) -> bool:
    """Return whether several numbers of one window are its largest."""
    seen = windows(as_batch(x), slide_of("max_pool2d", x.shape, attributes), -np.inf)
    equal = seen == np.maximum.reduce(seen, axis=(4, 5), keepdims=True)
    return bool(np.any(np.add.reduce(equal, axis=(4, 5)) > 1))


def max_pool2d_vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
    """Return each window's gradient at the place of its largest number."""
    x = xs[0]
    best, where = winners(x, attributes)
    chosen = np.take_along_axis(where, best[..., None], -1)[..., 0]
    return None, put_back(chosen, as_batch(upstream), x.shape)


def max_pool2d_entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
    """Return 1 at each window's largest number and 0 at the others that it sees."""
    best, where = winners(xs[0], attributes)
    outputs = np.broadcast_to(np.arange(y.size).reshape(best.shape)[..., None], where.shape)
    values = np.asarray(np.arange(where.shape[-1]) == best[..., None], dtype=np.float64)
    return Entries(*real(outputs, where, values))


def avg_pool2d(x: Array, **attributes: Any) -> Array:
    """Return the mean of each window, the zeros of padding counted."""
    slide = slide_of("avg_pool2d", x.shape, attributes)
    total: Any = np.add.reduce(windows(as_batch(x), slide), axis=(4, 5))
    return unbatched(total / (slide.kernel[0] * slide.kernel[1]), x)


def avg_pool2d_vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
    """Return each window's gradient in equal shares."""
    x = xs[0]
    slide = slide_of("avg_pool2d", x.shape, attributes)
    share = as_batch(upstream)[..., None, None] / (slide.kernel[0] * slide.kernel[1])
    return None, put_back(places(x.shape, slide), share, x.shape)


def avg_pool2d_entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
    """Return one over the window's size for each number that it sees."""
    slide = slide_of("avg_pool2d", xs[0].shape, attributes)
    where = places(xs[0].shape, slide)
    outputs = np.broadcast_to(np.arange(y.size).reshape(where.shape[:4])[..., None, None], where.shape)
    values = np.full(where.shape, 1.0 / (slide.kernel[0] * slide.kernel[1]))
    return Entries(*real(outputs, where, values))


def pool(name: str, **parts: Any) -> Op:
    """Make one of this file's operations."""
    return Op(
        name=name,
        family="window",
        arity=(1, 1),
        signature=f"{name}(x, kernel_size, stride=None, padding=0)",
        attributes={"kernel_size": 2, "stride": None, "padding": 0},
        shape=pool_shape(name),
        shapes=SHAPES,
        structure=lambda k: "jacobian",
        **parts,
    )


OPERATIONS = [
    pool(
        "max_pool2d",
        symbol="max pool",
        forward=max_pool2d,
        vjp=max_pool2d_vjp,
        entries=max_pool2d_entries,
        formula=r"\operatorname{maxpool}_{#{kernel_size}}(#1)",
        derivative=(r"[#1 = \max]",),
        pull=(r"\operatorname{scatter}_{\arg\max}\left(#d\right)",),
        branch=lambda x, **attributes: winners(x, attributes)[0],
        kink=r"\text{ties} \Rightarrow (1, 0, 0, \ldots)",
        source=MAX_SOURCE,
    ),
    pool(
        "avg_pool2d",
        symbol="avg pool",
        forward=avg_pool2d,
        vjp=avg_pool2d_vjp,
        entries=avg_pool2d_entries,
        formula=r"\operatorname{avgpool}_{#{kernel_size}}(#1)",
        derivative=(r"\frac{1}{#{kernel_size}}",),
        pull=(r"\frac{1}{#{kernel_size}} \operatorname{spread}\left(#d\right)",),
        source=AVERAGE_SOURCE,
    ),
]
