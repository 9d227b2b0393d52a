"""One maker for each family: it derives the vjp and the sparse Jacobian from what the operation states.

Because the contribution is made from the very local derivative that is shown, the number shown and the
number used cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from app.engine.errors import Shape
from app.engine.ops.record import Attributes, Entries, Local, Op, ShapeRule
from app.engine.shapes import (
    Array,
    as_value,
    broadcast_shapes,
    expand_reduced,
    normalize_axes,
    reduced_shape,
    unbroadcast,
)


def pointwise_entries(local: Any, shape: Shape, operand: Shape) -> Entries:
    """Return the Jacobian entries of an element-wise operation: one for each output, at the input it reads.

    Args:
        local: float64, broadcasts to `shape`.
        shape: the output's shape.
        operand: the operand's shape, which broadcasts to `shape`.
    """
    outputs = np.arange(prod(shape))
    inputs = outputs if operand == shape else np.broadcast_to(np.arange(prod(operand)).reshape(operand), shape).ravel()
    values = np.empty(shape)
    values[...] = local
    return Entries(outputs, inputs, values.ravel())


def elementwise(name: str, locals: tuple[Local, ...], **parts: Any) -> Op:
    """Make an element-wise operation from its local derivatives.

    Args:
        name: the registry's key.
        locals: for each operand `local(y, *xs, **attributes)`, float64 that broadcasts to the output's shape.
        **parts: the other fields of `Op`.
    """

    def vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
        local = locals[k](y, *xs, **attributes)
        part = upstream * local
        return local, part if part.shape == xs[k].shape else unbroadcast(part, xs[k].shape)

    def entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
        return pointwise_entries(locals[k](y, *xs, **attributes), y.shape, xs[k].shape)

    def shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
        return shapes[0] if len(shapes) == 1 else broadcast_shapes(*shapes)

    count = len(locals)
    defaults: dict[str, Any] = {
        "arity": (count, count),
        "shape": shape,
        "shapes": "any" if count == 1 else "any that broadcast; the result has the broadcast shape",
        "structure": lambda k: "elementwise",
    }
    return Op(name=name, family="elementwise", vjp=vjp, entries=entries, **{**defaults, **parts})


def reduction(name: str, local: Local, **parts: Any) -> Op:
    """Make an operation that reduces one operand along axes.

    Args:
        name: the registry's key.
        local: `local(y, x, axes, **options)` with `y` expanded to broadcast against `x`; float64 of x's shape,
            or one number where every element has the same derivative.
        **parts: the other fields of `Op`; `forward` takes `(x, axes, keepdims, **options)`.
    """
    reduce = parts.pop("forward")
    branch = parts.pop("branch", None)

    def options(attributes: Attributes) -> dict[str, Any]:
        return {key: value for key, value in attributes.items() if key not in ("axis", "keepdims")}

    def forward(x: Array, axis: Any = None, keepdims: bool = False, **rest: Any) -> Array:
        return as_value(reduce(x, normalize_axes(axis, x.ndim), keepdims, **rest))

    def derivative(y: Array, x: Array, attributes: Attributes) -> Any:
        axes = normalize_axes(attributes["axis"], x.ndim)
        return local(expand_reduced(y, x.shape, axes), x, axes, **options(attributes))

    def vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
        x = xs[0]
        axes = normalize_axes(attributes["axis"], x.ndim)
        factor = local(expand_reduced(y, x.shape, axes), x, axes, **options(attributes))
        product = expand_reduced(upstream, x.shape, axes) * factor
        return factor, product if product.shape == x.shape else np.copy(np.broadcast_to(product, x.shape))[()]

    def entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
        x = xs[0]
        axes = normalize_axes(attributes["axis"], x.ndim)
        index = expand_reduced(np.arange(y.size).reshape(y.shape), x.shape, axes)
        outputs = np.broadcast_to(index, x.shape).ravel()
        values = np.broadcast_to(np.asarray(derivative(y, x, attributes), dtype=np.float64), x.shape).ravel()
        order = np.argsort(outputs, kind="stable")
        return Entries(outputs[order], np.arange(x.size)[order], values[order])

    def shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
        axes = normalize_axes(attributes["axis"], len(shapes[0]))
        return reduced_shape(shapes[0], axes, attributes["keepdims"])

    def branch_of(x: Array, axis: Any = None, keepdims: bool = False, **rest: Any) -> Any:
        return branch(x, normalize_axes(axis, x.ndim), **rest)

    defaults: dict[str, Any] = {
        "arity": (1, 1),
        "shape": shape,
        "shapes": "any; `axis` (or `dim`) names the axes that go, all by default; `keepdims` leaves them with size 1",
        "structure": lambda k: "reduction",
        "branch": branch_of if branch else None,
    }
    attributes = {"axis": None, "keepdims": False, **parts.pop("attributes", {})}
    return Op(
        name=name,
        family="reduction",
        forward=forward,
        vjp=vjp,
        entries=entries,
        attributes=attributes,
        **{**defaults, **parts},
    )


def loss(name: str, locals: tuple[Local, ...], **parts: Any) -> Op:
    """Make an operation that turns its operands into one number.

    Args:
        name: the registry's key.
        locals: for each operand `local(y, *xs, **attributes)`, float64 that broadcasts to the shape in which the
            operands meet.
        **parts: the other fields of `Op`, `shape` among them.
    """

    def derivative(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Array:
        local, shape = locals[k](y, *xs, **attributes), xs[k].shape
        whole = broadcast_shapes(local.shape, shape)
        if local.shape != whole:  # it does not depend on this operand, and comes from a smaller one
            local = np.copy(np.broadcast_to(local, whole))
        return unbroadcast(local, shape)

    def vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
        local = derivative(k, y, xs, attributes)
        return local, upstream * local

    def entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
        local, size = derivative(k, y, xs, attributes), xs[k].size
        return Entries(np.zeros(size, dtype=np.intp), np.arange(size), np.reshape(local, size))

    defaults: dict[str, Any] = {
        "arity": (len(locals), len(locals)),
        "structure": lambda k: "reduction",
    }
    return Op(name=name, family="loss", vjp=vjp, entries=entries, **{**defaults, **parts})


def selection(name: str, shape: ShapeRule, **parts: Any) -> Op:
    """Make an operation that only places its operands' elements elsewhere.

    Where each output element comes from is read off by running `forward` on indices, so the derivative
    cannot disagree with it.

    Args:
        name: the registry's key.
        shape: the shape rule.
        **parts: the other fields of `Op`; `forward` must neither compute with nor invent elements.
    """
    forward = parts["forward"]

    def origins(k: int, xs: Sequence[Array], attributes: Attributes) -> Any:
        marks = [
            np.arange(x.size, dtype=np.float64).reshape(x.shape) if i == k else np.full(x.shape, -1.0)
            for i, x in enumerate(xs)
        ]
        return np.asarray(forward(*marks, **attributes)).ravel().astype(np.intp)

    def vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
        found = origins(k, xs, attributes)
        ours = found >= 0
        total = np.zeros(xs[k].size)
        np.add.at(total, found[ours], np.ravel(upstream)[ours])
        return None, as_value(total.reshape(xs[k].shape))

    def entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
        found = origins(k, xs, attributes)
        outputs = np.flatnonzero(found >= 0)
        return Entries(outputs, found[outputs], np.ones(outputs.size))

    defaults: dict[str, Any] = {"arity": (1, 1), "structure": lambda k: "selection"}
    return Op(name=name, family="selection", shape=shape, vjp=vjp, entries=entries, **{**defaults, **parts})
