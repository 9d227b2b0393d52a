"""What-if: how the output really changes, beside what the gradients predict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.engine.errors import DomainError
from app.engine.forward import run_forward
from app.engine.shapes import Array, as_value
from app.engine.trace import Trace


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A change of some leaves and its effect.

    Attributes:
        before: the output's value, float64 of its shape.
        after: its value with the changes.
        actual: after − before; where the output is not a single number, weighted by the seed and summed.
        predicted: Σ gradient · change over all changed leaves.
        by_leaf: each changed leaf's own part of the prediction, by node index.
    """

    before: Array
    after: Array
    actual: float
    predicted: float
    by_leaf: Mapping[int, float]


def what_if(trace: Trace, changes: Mapping[int, Any]) -> WhatIf:
    """Compare the output's change with the change that its gradients predict.

    Args:
        trace: a trace over whole values.
        changes: leaf index to its new value, of the leaf's shape.

    Returns:
        Both changes.

    Raises:
        DomainError: something changed is not a leaf.
        ShapeError: a new value has another shape than its leaf.
    """
    changed = trace.graph.with_leaves(changes)
    with np.errstate(all="ignore"):
        by_leaf = {index: _predict(trace, index, as_value(new)) for index, new in changes.items()}
        before = trace.values[trace.output]
        after = run_forward(changed, _others(trace, changes))[trace.output]
        actual = float(np.add.reduce(np.ravel(trace.seed * (after - before))))
    return WhatIf(before, after, actual, sum(by_leaf.values()), by_leaf)


def _predict(trace: Trace, index: int, new: Array) -> float:
    """Return gradient · change of one leaf; 0 where the output does not depend on it."""
    node = trace.graph.nodes[index]
    gradient = trace.gradients.get(index)
    if gradient is None:
        if node.role in ("constant", "target"):
            raise DomainError(
                "a prediction needs a gradient",
                f"'{node.id}' is a {node.role}",
                "Change a leaf whose gradient is computed.",
            )
        return 0.0
    return float(np.add.reduce(np.ravel(gradient * (new - trace.values[index]))))


def _others(trace: Trace, changes: Mapping[int, Any]) -> dict[int, Array]:
    """Return the values that the trace ran with for the leaves that stay."""
    return {n.index: trace.values[n.index] for n in trace.graph.leaves() if n.index not in changes}
