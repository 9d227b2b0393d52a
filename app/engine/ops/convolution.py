"""Convolution as neural networks have it: a kernel slides over an image without being flipped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engine.errors import Shape, ShapeError
from app.engine.ops.record import Attributes, Entries, Op
from app.engine.ops.windows import Slide, as_batch, check_size, out_shape, places, put_back, real, slide_over, windows
from app.engine.shapes import Array, as_value, show

SOURCE = "Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2018, ch. 2 and 4"


def slide_of(shapes: Sequence[Shape], attributes: Attributes) -> Slide:
    """Return how the kernel slides over the image."""
    rows, columns = shapes[1][-2:]
    return slide_over("conv2d", shapes[0], (rows, columns), attributes, half=False)


def conv2d_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return (N, O, rows, columns) for an image (N, C, H, W) and a weight (O, C, kernel rows, kernel columns).

    Raises:
        ShapeError: the weight has another rank, its channels are not the image's, or the bias does not fit.
        DomainError: an option is out of range.
    """
    image, weight, *rest = shapes
    if len(weight) != 4:
        raise ShapeError(
            "conv2d needs a weight of shape (O, C, H, W): for each output channel a kernel over all channels",
            f"got {show(weight)}",
            "w[None, None] makes one kernel a weight.",
            tuple(shapes),
        )
    slide = slide_of(shapes, attributes)
    if image[-3] != weight[1]:
        raise ShapeError(
            "conv2d needs as many channels in the weight as in the image",
            f"got an image {show(image)} and a weight {show(weight)}",
            "Channels are the image's axis before its rows, and the weight's second one.",
            tuple(shapes),
        )
    if rest and rest[0] != (weight[0],):
        raise ShapeError(
            "conv2d needs one bias for each output channel",
            f"got a bias {show(rest[0])} and a weight {show(weight)}",
            f"Give it shape ({weight[0]},).",
            tuple(shapes),
        )
    check_size(image, slide)
    return out_shape(image, weight[0], slide)


def seen(x: Array, weight: Array, attributes: Attributes) -> Any:
    """Return what the kernel sees at each of its places."""
    return windows(as_batch(x), slide_of((x.shape, weight.shape), attributes))


def conv2d(x: Array, weight: Array, bias: Array | None = None, **attributes: Any) -> Array:
    """Return Σ x · w over each window and all channels, plus the bias of the output channel."""
    # (N, C, i, j, u, v) with (O, C, u, v) over C, u and v: one matrix product for all windows.
    total: Any = np.moveaxis(np.tensordot(seen(x, weight, attributes), weight, ((1, 4, 5), (1, 2, 3))), -1, 1)
    if bias is not None:
        total = total + bias[:, None, None]
    return as_value(total if x.ndim == 4 else total[0])


def conv2d_vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
    """Return each operand's part: an image's places, a weight's and a bias' windows add up."""
    x, weight = xs[0], xs[1]
    pull = as_batch(upstream)
    if k == 2:
        return None, as_value(np.add.reduce(pull, axis=(0, 2, 3)))
    if k == 1:
        return None, as_value(np.tensordot(pull, seen(x, weight, attributes), ((0, 2, 3), (0, 2, 3))))
    # (N, O, i, j) with (O, C, u, v) over O: what each window sends back.
    sent = np.moveaxis(np.tensordot(pull, weight, ((1,), (0,))), 3, 1)
    return None, put_back(places(x.shape, slide_of((x.shape, weight.shape), attributes)), sent, x.shape)


def conv2d_entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
    """Return the weight for each pixel that an output reads, the pixel for each weight, 1 for its bias."""
    x, weight = xs[0], xs[1]
    result = np.arange(y.size).reshape(as_batch(y).shape)
    if k == 2:
        channel = np.broadcast_to(np.arange(y.shape[-3])[:, None, None], result.shape)
        return Entries(result.ravel(), channel.ravel(), np.ones(y.size))
    # On axes (N, O, i, j, C, u, v).
    where = np.moveaxis(places(x.shape, slide_of((x.shape, weight.shape), attributes)), 1, 3)[:, None]
    shape = (*result.shape, *weight.shape[1:])
    outputs = np.broadcast_to(result[..., None, None, None], shape)
    pixels = np.broadcast_to(where, shape)
    own = np.broadcast_to(np.arange(weight.size).reshape(weight.shape)[:, None, None], shape)
    if k == 0:
        return Entries(*real(outputs, pixels, np.broadcast_to(weight[:, None, None], shape)))
    inside = pixels >= 0
    return Entries(outputs[inside], own[inside], np.ravel(x)[pixels[inside]])


OPERATIONS = [
    Op(
        name="conv2d",
        family="window",
        symbol="conv",
        arity=(2, 3),
        signature="conv2d(x, weight, bias=None, stride=1, padding=0)",
        attributes={"stride": 1, "padding": 0},
        shape=conv2d_shape,
        shapes="(N, C, H, W) or (C, H, W), weight (O, C, kH, kW), bias (O,); rows and columns of the result are "
        "⌊(H + 2·padding − kH) / stride⌋ + 1; the kernel is not flipped; padding holds zeros and is less than the "
        "kernel",
        forward=conv2d,
        vjp=conv2d_vjp,
        entries=conv2d_entries,
        structure=lambda k: "jacobian",
        formula=r"#1 \star#{sliding} #2#[3: + #3]",
        derivative=(
            r"\frac{\partial #0_{o,i,j}}{\partial #1_{c,i+u,j+v}} = #2_{o,c,u,v}",
            r"\frac{\partial #0_{o,i,j}}{\partial #2_{o,c,u,v}} = #1_{c,i+u,j+v}",
            r"\frac{\partial #0_{o,i,j}}{\partial #3_{o}} = 1",
        ),
        pull=(r"#d \ast#{sliding} #2", r"#1 \star#{sliding} #d", r"\sum_{i,j} #d"),
        source=SOURCE,
    ),
]
