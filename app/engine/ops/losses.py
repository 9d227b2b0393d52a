"""Losses: predictions and targets become one number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engine.errors import DomainError, Shape, ShapeError
from app.engine.ops.activations import sigmoid, softplus
from app.engine.ops.families import loss
from app.engine.ops.record import Attributes
from app.engine.ops.softmax import log_softmax, softmax
from app.engine.shapes import Array, broadcast_shapes, show

BISHOP = "Bishop, Pattern Recognition and Machine Learning, ch. 4-5"
TORCH = "PyTorch's documentation of the loss of this name"


def pair_shape(name: str) -> Any:
    """Make the shape rule of a loss that compares two operands element by element."""

    def shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
        together = broadcast_shapes(*shapes)
        if together not in shapes:
            # (4, 1) against (4,) would silently compare every prediction with every target.
            raise ShapeError(
                f"{name} needs a prediction and a target of one shape",
                f"got {' and '.join(map(show, shapes))}",
                "Give one of them another axis, or drop one?",
                tuple(shapes),
            )
        if 0 in together:
            raise DomainError(f"{name} needs at least one number", f"got shape {show(together)}")
        return ()

    return shape


def is_labels(shapes: Sequence[Shape]) -> bool:
    """Return whether the targets are class labels rather than one number for each class."""
    return tuple(shapes[1]) == tuple(shapes[0][:-1])


def rows_shape(name: str, labels: bool = True) -> Any:
    """Make the shape rule of a loss over rows of classes."""

    def shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
        scores, targets = shapes
        fits = 1 <= len(scores) <= 2 and (targets == scores or (labels and is_labels(shapes)))
        if not fits or 0 in scores:
            also = " or one class label for each row" if labels else ""
            raise ShapeError(
                f"{name} needs rows of one number for each class, and targets of the same shape{also}",
                f"got {show(scores)} and {show(targets)}",
                shapes=tuple(shapes),
            )
        return ()

    return shape


def rows(x: Array) -> int:
    """Return over how many rows a loss takes the mean."""
    return x.shape[0] if x.ndim == 2 else 1


def one_hot(x: Array, t: Array) -> Array:
    """Return targets as one number for each class: float64 of x's shape.

    Raises:
        DomainError: a class label is not a whole number from 0 to the number of classes − 1.
    """
    if t.shape == x.shape:
        return t
    size = x.shape[-1]
    labels = np.reshape(t, -1)
    wrong = (labels != np.floor(labels)) | (labels < 0) | (labels >= size) | ~np.isfinite(labels)
    if wrong.any():
        raise DomainError(
            "a class label is a whole number that counts from 0",
            f"got {labels[wrong][0]:g} for {size} classes",
            f"Use 0 to {size - 1}.",
        )
    hot = np.zeros((labels.size, size))
    hot[np.arange(labels.size), labels.astype(np.intp)] = 1.0
    return hot.reshape(x.shape)


def times(weight: Any, values: Any) -> Any:
    """Return weight · values, 0 where the weight is 0, whatever the value (0 · ln 0 = 0)."""
    return np.where(weight == 0, 0.0, weight * values)[()]


def total(x: Any) -> Any:
    """Return the sum of all elements."""
    return np.add.reduce(x, axis=None)


def size(y: Array, t: Array) -> int:
    """Return over how many elements a loss takes the mean."""
    return max(y.size, t.size)


def huber_slope(y: Array, t: Array, delta: float) -> Any:
    """Return the derivative of the Huber loss of one element: y − t, cut at ±delta."""
    return np.clip(y - t, -delta, delta) / size(y, t)


def huber(y: Array, t: Array, delta: float) -> Any:
    """Return the mean of ½r² where |r| ≤ delta, else delta·(|r| − ½delta)."""
    r = np.abs(y - t)
    return total(np.where(r <= delta, 0.5 * r * r, delta * (r - 0.5 * delta))) / size(y, t)


def cross_entropy_slope(loss_value: Array, z: Array, t: Array) -> Any:
    """Return (softmax(z)·Σt − t)/B: softmax and cross-entropy collapse to s − t where targets sum to 1."""
    hot = one_hot(z, t)
    return (softmax(z) * np.add.reduce(hot, axis=-1, keepdims=True) - hot) / rows(z)


OPERATIONS = [
    loss(
        "mse",
        (lambda _, y, t: 2.0 * (y - t) / size(y, t), lambda _, y, t: -2.0 * (y - t) / size(y, t)),
        symbol="MSE",
        signature="mse(prediction, target)",
        shape=pair_shape("mse"),
        shapes="equal; the result is one number",
        forward=lambda y, t: total((y - t) * (y - t)) / size(y, t),
        formula=r"\frac{1}{N} \sum (#1 - #2)^{2}",
        derivative=(r"\frac{2}{N}(#1 - #2)", r"-\frac{2}{N}(#1 - #2)"),
        source=TORCH,
    ),
    loss(
        "sse",
        (lambda _, y, t: y - t, lambda _, y, t: t - y),
        symbol="½Σ²",
        signature="sse(prediction, target)",
        shape=pair_shape("sse"),
        shapes="equal; the result is one number",
        forward=lambda y, t: 0.5 * total((y - t) * (y - t)),
        formula=r"\frac{1}{2} \sum (#2 - #1)^{2}",
        derivative=("#1 - #2", "#2 - #1"),
        source=BISHOP,
    ),
    loss(
        "mae",
        (lambda _, y, t: np.sign(y - t) / size(y, t), lambda _, y, t: np.sign(t - y) / size(y, t)),
        symbol="MAE",
        signature="mae(prediction, target)",
        shape=pair_shape("mae"),
        shapes="equal; the result is one number",
        forward=lambda y, t: total(np.abs(y - t)) / size(y, t),
        formula=r"\frac{1}{N} \sum \left|#1 - #2\right|",
        derivative=(
            r"\frac{1}{N} \operatorname{sign}(#1 - #2)",
            r"\frac{1}{N} \operatorname{sign}(#2 - #1)",
        ),
        branch=lambda y, t: np.sign(y - t),
        kink=r"#1 = #2 \Rightarrow 0",
        source=TORCH,
    ),
    loss(
        "huber",
        (lambda _, y, t, delta: huber_slope(y, t, delta), lambda _, y, t, delta: -huber_slope(y, t, delta)),
        symbol="Huber",
        signature="huber(prediction, target, delta=1)",
        attributes={"delta": 1.0},
        shape=pair_shape("huber"),
        shapes="equal; the result is one number",
        forward=huber,
        formula=r"\frac{1}{N} \sum \begin{cases} \frac{1}{2} r^{2} & |r| \le #{delta} \\"
        r" #{delta}\,(|r| - \frac{1}{2} \cdot #{delta}) & \text{otherwise} \end{cases}, \; r = #1 - #2",
        derivative=(
            r"\frac{1}{N} \operatorname{clip}(#1 - #2, -#{delta}, #{delta})",
            r"-\frac{1}{N} \operatorname{clip}(#1 - #2, -#{delta}, #{delta})",
        ),
        source=TORCH,
    ),
    loss(
        "nll",
        (
            lambda _, p, t: -one_hot(p, t) / rows(p),
            lambda _, p, t: np.zeros_like(t) if is_labels((p.shape, t.shape)) else -p / rows(p),
        ),
        symbol="NLL",
        signature="nll(log_probabilities, targets)",
        shape=rows_shape("nll"),
        shapes="(B, n) or (n,); targets of the same shape, or class labels (B,); the result is one number",
        forward=lambda p, t: -total(times(one_hot(p, t), p)) / rows(p),
        formula=r"-\frac{1}{B} \sum #2 \cdot #1",
        derivative=(r"-\frac{1}{B} #2", r"-\frac{1}{B} #1"),
        fixed=lambda k, shapes: k == 1 and is_labels(shapes),
        source=TORCH,
    ),
    loss(
        "cross_entropy",
        (
            cross_entropy_slope,
            lambda _, z, t: np.zeros_like(t) if is_labels((z.shape, t.shape)) else -log_softmax(z) / rows(z),
        ),
        symbol="CE",
        signature="cross_entropy(logits, targets)",
        shape=rows_shape("cross_entropy"),
        shapes="(B, n) or (n,); targets of the same shape, or class labels (B,); the result is one number",
        forward=lambda z, t: -total(times(one_hot(z, t), log_softmax(z))) / rows(z),
        formula=r"-\frac{1}{B} \sum #2 \cdot \ln \operatorname{softmax}(#1)",
        derivative=(
            r"\frac{1}{B} \left(\operatorname{softmax}(#1) - #2\right)",
            r"-\frac{1}{B} \ln \operatorname{softmax}(#1)",
        ),
        fixed=lambda k, shapes: k == 1 and is_labels(shapes),
        source=TORCH,
    ),
    loss(
        "cross_entropy_probs",
        (
            lambda _, p, t: -times(t, np.divide(1.0, p)) / rows(p),
            lambda _, p, t: -np.log(p) / rows(p),
        ),
        symbol="CE",
        signature="cross_entropy_probs(probabilities, targets)",
        shape=rows_shape("cross_entropy_probs", labels=False),
        shapes="(B, n) or (n,), both the same; the result is one number",
        forward=lambda p, t: -total(times(t, np.log(p))) / rows(p),
        formula=r"-\frac{1}{B} \sum #2 \cdot \ln #1",
        derivative=(r"-\frac{1}{B} \frac{#2}{#1}", r"-\frac{1}{B} \ln #1"),
        domain="#1 > 0",
        source=BISHOP,
    ),
    loss(
        "binary_cross_entropy",
        (
            lambda _, p, t: (times(1.0 - t, np.divide(1.0, 1.0 - p)) - times(t, np.divide(1.0, p))) / size(p, t),
            lambda _, p, t: (np.log1p(-p) - np.log(p)) / size(p, t),
        ),
        symbol="BCE",
        signature="binary_cross_entropy(probabilities, targets)",
        shape=pair_shape("binary_cross_entropy"),
        shapes="equal; the result is one number",
        forward=lambda p, t: -total(times(t, np.log(p)) + times(1.0 - t, np.log1p(-p))) / size(p, t),
        formula=r"-\frac{1}{N} \sum \left(#2 \ln #1 + (1 - #2) \ln(1 - #1)\right)",
        derivative=(
            r"\frac{1}{N} \left(\frac{1 - #2}{1 - #1} - \frac{#2}{#1}\right)",
            r"\frac{1}{N} \left(\ln(1 - #1) - \ln #1\right)",
        ),
        domain="0 < #1 < 1",
        source=BISHOP,
    ),
    loss(
        "binary_cross_entropy_with_logits",
        (
            lambda _, z, t: (sigmoid(z) - t) / size(z, t),
            lambda _, z, t: -z / size(z, t),
        ),
        symbol="BCE",
        signature="binary_cross_entropy_with_logits(logits, targets)",
        shape=pair_shape("binary_cross_entropy_with_logits"),
        shapes="equal; the result is one number",
        # (1 − t)·z + ln(1 + e^(−z)), with the large parts of both taken together.
        forward=lambda z, t: total(times(t, softplus(-z)) + times(1.0 - t, softplus(z))) / size(z, t),
        formula=r"\frac{1}{N} \sum \left(\ln(1 + e^{#1}) - #2 \cdot #1\right)",
        derivative=(r"\frac{1}{N} \left(\sigma(#1) - #2\right)", r"-\frac{1}{N} #1"),
        source=TORCH,
    ),
]
