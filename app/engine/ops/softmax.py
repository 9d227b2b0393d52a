"""Softmax and log-softmax: every output depends on every input of its slice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engine.errors import DomainError, Shape
from app.engine.ops.record import Attributes, Entries, Op
from app.engine.shapes import Array, as_value, normalize_axes

SOURCE = "Blanchard, Higham and Higham, Accurately computing the log-sum-exp and softmax functions, 2021"


def shifted(x: Array, axis: int) -> Any:
    """Return x minus the largest element of its slice: no exponential can overflow then."""
    return x - np.maximum.reduce(x, axis=axis, keepdims=True)


def softmax(x: Array, axis: int = -1) -> Any:
    """Return e^x / Σ e^x along `axis`."""
    powers = np.exp(shifted(x, axis))
    return powers / np.add.reduce(powers, axis=axis, keepdims=True)


def log_softmax(x: Array, axis: int = -1) -> Any:
    """Return x − ln Σ e^x along `axis`."""
    moved = shifted(x, axis)
    return moved - np.log(np.add.reduce(np.exp(moved), axis=axis, keepdims=True))


def same_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return the operand's shape; it needs at least one axis."""
    shape = shapes[0]
    if not shape or shape[normalize_axes(attributes["axis"], len(shape))[0]] == 0:
        raise DomainError(
            "softmax needs at least one number along its axis", f"got shape {shape}", "Give it a list, such as [1, 2]."
        )
    return shape


def softmax_vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
    """Return s ∘ (u − Σ u s): the Jacobian's product, without writing the Jacobian down."""
    inner = np.add.reduce(upstream * y, axis=attributes["axis"], keepdims=True)
    return None, y * (upstream - inner)


def log_softmax_vjp(
    k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes
) -> tuple[Any, Array]:
    """Return u − softmax · Σ u."""
    return None, upstream - np.exp(y) * np.add.reduce(upstream, axis=attributes["axis"], keepdims=True)


def softmax_blocks(rows: Array) -> Array:
    """Return diag(s) − s sᵀ for each row s; float64 (m, n) to (m, n, n)."""
    return rows[:, :, None] * (np.eye(rows.shape[1]) - rows[:, None, :])


def log_softmax_blocks(rows: Array) -> Array:
    """Return I − 1 sᵀ for each row of log-probabilities; float64 (m, n) to (m, n, n)."""
    return np.eye(rows.shape[1]) - np.exp(rows)[:, None, :]


def slice_entries(blocks: Any) -> Any:
    """Turn the Jacobian blocks of the slices along `axis` into entries."""

    def entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
        axis = attributes["axis"]
        size = y.shape[axis]
        index = np.moveaxis(np.arange(y.size).reshape(y.shape), axis, -1).reshape(-1, size)
        values = blocks(np.moveaxis(y, axis, -1).reshape(-1, size))
        outputs = np.broadcast_to(index[:, :, None], values.shape).ravel()
        inputs = np.broadcast_to(index[:, None, :], values.shape).ravel()
        order = np.argsort(outputs, kind="stable")
        return Entries(outputs[order], inputs[order], as_value(values.ravel()[order]))

    return entries


def jacobian_op(name: str, **parts: Any) -> Op:
    """Make one of this family's operations."""
    return Op(
        name=name,
        family="jacobian",
        arity=(1, 1),
        attributes={"axis": -1},
        shape=same_shape,
        shapes="rank 1 to 4; the result has the same shape; `axis` is the last one by default",
        structure=lambda k: "jacobian",
        source=SOURCE,
        **parts,
    )


OPERATIONS = [
    jacobian_op(
        "softmax",
        symbol="softmax",
        signature="softmax(x, axis=-1)",
        forward=softmax,
        vjp=softmax_vjp,
        entries=slice_entries(softmax_blocks),
        formula=r"\frac{e^{#1}}{\sum e^{#1}}",
        derivative=(r"\operatorname{diag}(#0) - #0\,#0^{\top}",),
    ),
    jacobian_op(
        "log_softmax",
        symbol="log softmax",
        signature="log_softmax(x, axis=-1)",
        forward=log_softmax,
        vjp=log_softmax_vjp,
        entries=slice_entries(log_softmax_blocks),
        formula=r"#1 - \ln \sum e^{#1}",
        derivative=(r"I - \mathbf{1}\,(e^{#0})^{\top}",),
    ),
]
