"""Layer normalization: each row gets mean 0 and variance 1, then a scale and a shift that can be learned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engine.errors import Shape, ShapeError
from app.engine.ops.families import pointwise_entries
from app.engine.ops.record import Attributes, Entries, Op, Structure
from app.engine.shapes import Array, as_value, show, unbroadcast

SOURCE = "Ba, Kiros and Hinton, Layer Normalization, 2016; PyTorch's documentation of layer_norm"


def layer_norm_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return the operand's shape.

    Raises:
        ShapeError: it has no axis, or the weight or the bias is not one number for each element of the last axis.
    """
    shape, *rest = shapes
    if not shape or 0 in shape:
        raise ShapeError(
            "layer_norm needs at least one number along the last axis",
            f"got shape {show(shape)}",
            "Give it a list, such as [1, 2].",
            tuple(shapes),
        )
    for one in rest:
        if one != shape[-1:]:
            raise ShapeError(
                "layer_norm needs a weight and a bias with one number for each element of the last axis",
                f"got {show(one)} for shape {show(shape)}",
                f"Give it shape ({shape[-1]},).",
                tuple(shapes),
            )
    return shape


def normalized(x: Array, eps: float) -> tuple[Any, Any]:
    """Return (x − mean) / √(variance + eps) along the last axis, and that root."""
    size = x.shape[-1]
    deviation = x - np.add.reduce(x, axis=-1, keepdims=True) / size
    # Large deviations are scaled down first, so that their squares cannot overflow.
    scale = np.maximum(1.0, np.maximum.reduce(np.abs(deviation), axis=-1, keepdims=True))
    small = deviation / scale
    root = np.sqrt(np.add.reduce(small * small, axis=-1, keepdims=True) / size + eps / scale / scale)
    return small / root, root * scale


def layer_norm(x: Array, weight: Array | None = None, bias: Array | None = None, eps: float = 1e-5) -> Array:
    """Return the normalized rows, times the weight, plus the bias."""
    y = normalized(x, eps)[0]
    if weight is not None:
        y = y * weight
    return as_value(y if bias is None else y + bias)


def layer_norm_vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
    """Return (g − mean g − x̂ · mean(g x̂)) / root with g = upstream · weight; the weight's part; the bias'."""
    if k == 2:
        return np.float64(1.0), unbroadcast(upstream, xs[2].shape)
    hat, root = normalized(xs[0], attributes["eps"])
    if k == 1:
        return hat, unbroadcast(upstream * hat, xs[1].shape)
    pull = upstream * xs[1] if len(xs) > 1 else upstream
    size = xs[0].shape[-1]
    mean = np.add.reduce(pull, axis=-1, keepdims=True) / size
    along = np.add.reduce(pull * hat, axis=-1, keepdims=True) / size
    return None, (pull - mean - hat * along) / root


def layer_norm_entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
    """Return each row's Jacobian; the normalized number for its weight; 1 for its bias."""
    if k == 2:
        return pointwise_entries(1.0, y.shape, xs[2].shape)
    hat, root = normalized(xs[0], attributes["eps"])
    if k == 1:
        return pointwise_entries(hat, y.shape, xs[1].shape)
    size = y.shape[-1]
    rows, roots = hat.reshape(-1, size), np.reshape(root, (-1, 1, 1))
    blocks = (np.eye(size) - 1.0 / size - rows[:, :, None] * rows[:, None, :] / size) / roots
    if len(xs) > 1:
        blocks = blocks * xs[1][:, None]
    index = np.arange(y.size).reshape(-1, size)
    outputs = np.broadcast_to(index[:, :, None], blocks.shape).ravel()
    inputs = np.broadcast_to(index[:, None, :], blocks.shape).ravel()
    return Entries(outputs, inputs, blocks.ravel())


def structure(k: int) -> Structure:
    """Return what kind of factor operand k's local derivative is."""
    return "elementwise" if k else "jacobian"


ROOT = r"\sqrt{\operatorname{var}(#1) + #{eps}}"
NORMALIZED = r"\frac{#1 - \overline{#1}}{" + ROOT + "}"
OPERATIONS = [
    Op(
        name="layer_norm",
        family="jacobian",
        symbol="LN",
        arity=(1, 3),
        signature="layer_norm(x, weight=None, bias=None, eps=1e-5)",
        attributes={"eps": 1e-5},
        shape=layer_norm_shape,
        shapes="any with an axis; mean and variance go along the last one; weight and bias have its size; the result "
        "has the same shape",
        forward=layer_norm,
        vjp=layer_norm_vjp,
        entries=layer_norm_entries,
        structure=structure,
        formula=NORMALIZED + r"#[2: \odot #2]#[3: + #3]",
        derivative=(
            r"#[2:\operatorname{diag}(#2)\,]\frac{1}{"
            + ROOT
            + r"} \left(I - \tfrac{1}{n} \mathbf{1}\,\mathbf{1}^{\top} - \tfrac{1}{n} \hat{#1}\,\hat{#1}^{\top}\right)",
            NORMALIZED,
            "1",
        ),
        pull=(r"\left(#d#[2: \odot #2]\right) J",),
        source=SOURCE,
    ),
]
