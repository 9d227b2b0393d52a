"""What is measured of a run: losses, wrong answers, the penalty."""

from __future__ import annotations

from math import isfinite

import numpy as np

from app.engine.optimizers import OptimizerSpec
from app.engine.shapes import Array
from app.networks.datasets.data import Data

TIE = 1e-9
"""Outputs are equal that differ by no more than this share of the targets' range."""


def error_rate(outputs: Array, targets: Array, middle: float) -> float:
    """Return the share of rows with the wrong class.

    Args:
        outputs: float64 (n, k), what the network says.
        targets: float64 (n, k), what it should say.
        middle: with a single column, what separates its two values.

    Returns:
        From 0 to 1; what says two classes equally, as far as rounding allows to tell, is half wrong, and so on.
    """
    tie = TIE * np.ptp(targets)
    if outputs.shape[-1] == 1:
        side = (outputs - middle) * np.sign(targets - middle)
        return float(np.mean(np.where(np.abs(side) <= tie, 0.5, ~(side > 0))))
    largest = outputs >= outputs.max(axis=-1, keepdims=True) - tie
    right = np.take_along_axis(largest, targets.argmax(axis=-1, keepdims=True), axis=-1)[:, 0]
    return float(np.mean(1.0 - right / np.maximum(largest.sum(axis=-1), 1)))


def middle_of(data: Data | None) -> float | None:
    """Return what separates the two values of a single target column; None where there are no classes to tell apart.

    Of several columns the largest tells; of a single one that has another number of values than two, nothing does.
    """
    if data is None or data.t is None or data.kind != "classification":
        return None
    values = np.unique(data.t) if data.t.shape[1] == 1 else np.array([0.0, 1.0])
    return float(values.mean()) if values.size == 2 else None


def length(vector: Array) -> float:
    """Return √Σ v², by way of v / max |v|, whose squares do not overflow."""
    largest = float(np.abs(vector).max(initial=0.0))
    if largest == 0.0 or not isfinite(largest):
        return largest
    return largest * float(np.sqrt(np.sum((vector / largest) ** 2)))


def penalty(spec: OptimizerSpec, parameters: Array) -> float:
    """Return λ₁ Σ |w| + ½ λ₂ Σ w² over all parameters."""
    total = 0.0
    if spec.l1:
        total += spec.l1 * float(np.abs(parameters).sum())
    if spec.l2:
        total += 0.5 * spec.l2 * float(parameters @ parameters)
    return total
