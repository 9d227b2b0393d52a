"""Reductions: many numbers become few, along the axes named."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.errors import DomainError, Shape
from app.engine.ops.arithmetic import number
from app.engine.ops.families import reduction
from app.engine.ops.record import Attributes
from app.engine.shapes import Array, normalize_axes, reduced_shape

Axes = tuple[int, ...]
DEFINITION = "definition of the partial derivative"
EVEN_TIES = "PyTorch's derivatives.yaml: amax and amin share the gradient evenly among ties"


def count(x: Array, axes: Axes) -> int:
    """Return how many elements of `x` are reduced to one."""
    return int(np.prod([x.shape[i] for i in axes], dtype=np.intp))


def extreme_share(y: Array, x: Array, axes: Axes) -> Any:
    """Return 1 at the extreme element, an even share at ties, 0 elsewhere."""
    mask = number(x == y)
    return mask / np.add.reduce(mask, axis=axes, keepdims=True)


def extreme_branch(x: Array, axes: Axes, extreme: Any) -> Any:
    """Return which elements are the extreme ones."""
    return np.asarray(x == extreme.reduce(x, axis=axes, keepdims=True), dtype=np.float64)


def product_of_others(y: Array, x: Array, axes: Axes) -> Any:
    """Return for each element the product of the others, without dividing, so that zeros are right."""
    moved = np.moveaxis(x, axes, range(-len(axes), 0)) if axes else x[..., None]
    kept = moved.shape[: moved.ndim - max(len(axes), 1)]
    flat = moved.reshape(*kept, -1)
    ones = np.ones((*kept, 1))
    before = np.cumprod(np.concatenate([ones, flat[..., :-1]], axis=-1), axis=-1)
    after = np.cumprod(np.concatenate([ones, flat[..., :0:-1]], axis=-1), axis=-1)[..., ::-1]
    others = (before * after).reshape(moved.shape)
    return np.moveaxis(others, range(-len(axes), 0), axes) if axes else others[..., 0]


def logsumexp(x: Array, axes: Axes, keepdims: bool) -> Any:
    """Return ln Σ e^x as m + ln Σ e^(x − m) with m the largest element."""
    top = np.maximum.reduce(x, axis=axes, keepdims=True)
    shift = np.where(np.isfinite(top), top, 0.0)
    total = np.log(np.add.reduce(np.exp(x - shift), axis=axes, keepdims=True)) + shift
    return total.reshape(reduced_shape(x.shape, axes, keepdims))


def spread(x: Array, axes: Axes, ddof: float) -> tuple[Any, float]:
    """Return the deviations from the mean, and N − ddof."""
    return x - np.mean(x, axis=axes, keepdims=True), count(x, axes) - ddof


def variance(x: Array, axes: Axes, keepdims: Any, ddof: float) -> Any:
    """Return Σ(x − mean)² / (N − ddof)."""
    deviation, size = spread(x, axes, ddof)
    return np.divide(np.add.reduce(deviation * deviation, axis=axes, keepdims=keepdims), size)


def variance_local(y: Array, x: Array, axes: Axes, ddof: float) -> Any:
    """Return 2(x − mean) / (N − ddof)."""
    deviation, size = spread(x, axes, ddof)
    return np.divide(2.0 * deviation, size)


def std_local(y: Array, x: Array, axes: Axes, ddof: float) -> Any:
    """Return (x − mean) / ((N − ddof)·std)."""
    deviation, size = spread(x, axes, ddof)
    return np.divide(deviation, size * y)


def non_empty(shapes: Any, attributes: Attributes) -> Shape:
    """Check that something is reduced, then follow the shape rule of every reduction."""
    shape: Shape = shapes[0]
    axes = normalize_axes(attributes["axis"], len(shape))
    if any(shape[i] == 0 for i in axes):
        raise DomainError("this reduction needs at least one element", f"got shape {shape}")
    return reduced_shape(shape, axes, attributes["keepdims"])


SUBSCRIPT = "_{#{axis}}"
OPERATIONS = [
    reduction(
        "sum",
        local=lambda y, x, axes: np.float64(1.0),
        symbol="Σ",
        signature="sum(x, axis=None, keepdims=False)",
        forward=lambda x, axes, keepdims: np.add.reduce(x, axis=axes, keepdims=keepdims),
        formula=r"\sum" + SUBSCRIPT + " #1",
        derivative=("1",),
        source=DEFINITION,
    ),
    reduction(
        "mean",
        local=lambda y, x, axes: np.float64(1.0 / count(x, axes)),
        symbol="mean",
        signature="mean(x, axis=None, keepdims=False)",
        shape=non_empty,
        forward=lambda x, axes, keepdims: np.divide(np.add.reduce(x, axis=axes, keepdims=keepdims), count(x, axes)),
        formula=r"\frac{1}{N} \sum" + SUBSCRIPT + " #1",
        derivative=(r"\frac{1}{N}",),
        source=DEFINITION,
    ),
    reduction(
        "max",
        local=extreme_share,
        symbol="max",
        signature="max(x, axis=None, keepdims=False)",
        shape=non_empty,
        forward=lambda x, axes, keepdims: np.maximum.reduce(x, axis=axes, keepdims=keepdims),
        formula=r"\max" + SUBSCRIPT + " #1",
        derivative=(r"[#1 = \max]",),
        branch=lambda x, axes: extreme_branch(x, axes, np.maximum),
        kink=r"\text{ties} \Rightarrow \tfrac{1}{\text{number of ties}}",
        source=EVEN_TIES,
    ),
    reduction(
        "min",
        local=extreme_share,
        symbol="min",
        signature="min(x, axis=None, keepdims=False)",
        shape=non_empty,
        forward=lambda x, axes, keepdims: np.minimum.reduce(x, axis=axes, keepdims=keepdims),
        formula=r"\min" + SUBSCRIPT + " #1",
        derivative=(r"[#1 = \min]",),
        branch=lambda x, axes: extreme_branch(x, axes, np.minimum),
        kink=r"\text{ties} \Rightarrow \tfrac{1}{\text{number of ties}}",
        source=EVEN_TIES,
    ),
    reduction(
        "prod",
        local=product_of_others,
        symbol="Π",
        signature="prod(x, axis=None, keepdims=False)",
        forward=lambda x, axes, keepdims: np.multiply.reduce(x, axis=axes, keepdims=keepdims),
        formula=r"\prod" + SUBSCRIPT + " #1",
        derivative=(r"\prod_{j \ne i} #1_{j}",),
        source=DEFINITION,
    ),
    reduction(
        "var",
        local=variance_local,
        symbol="var",
        signature="var(x, axis=None, keepdims=False, ddof=0)",
        attributes={"ddof": 0},
        shape=non_empty,
        forward=variance,
        formula=r"\frac{1}{N - #{ddof}} \sum" + SUBSCRIPT + r" (#1 - \overline{#1})^{2}",
        derivative=(r"\frac{2\,(#1 - \overline{#1})}{N - #{ddof}}",),
        source=DEFINITION,
    ),
    reduction(
        "std",
        local=std_local,
        symbol="std",
        signature="std(x, axis=None, keepdims=False, ddof=0)",
        attributes={"ddof": 0},
        shape=non_empty,
        forward=lambda x, axes, keepdims, ddof: np.sqrt(variance(x, axes, keepdims, ddof)),
        formula=r"\sqrt{\frac{1}{N - #{ddof}} \sum" + SUBSCRIPT + r" (#1 - \overline{#1})^{2}}",
        derivative=(r"\frac{#1 - \overline{#1}}{(N - #{ddof})\,#0}",),
        domain=r"#0 > 0",
        source=DEFINITION,
    ),
    reduction(
        "logsumexp",
        local=lambda y, x, axes: np.exp(x - np.where(np.isfinite(y), y, 0.0)),
        symbol="LSE",
        signature="logsumexp(x, axis=None, keepdims=False)",
        shape=non_empty,
        forward=logsumexp,
        formula=r"\ln \sum" + SUBSCRIPT + " e^{#1}",
        derivative=(r"e^{#1 - #0} = \operatorname{softmax}(#1)",),
        source="Blanchard, Higham and Higham, Accurately computing the log-sum-exp and softmax functions, 2021",
    ),
]
