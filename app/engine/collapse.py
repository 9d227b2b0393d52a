"""Softmax and cross-entropy as one: their derivatives, multiplied, collapse to (s − t)/B."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.engine.backward import BackwardStep
from app.engine.shapes import Array, as_value
from app.engine.trace import Trace


class Collapse(NamedTuple):
    """The short way beside the long one.

    Attributes:
        outputs: the index of s, the probabilities.
        targets: the index of t.
        loss: the index of the loss.
        rows: B, over how many rows the loss takes the mean.
        value: (s − t)/B, times the loss's own upstream gradient.
        difference: the largest absolute difference between it and the recorded gradient.
    """

    outputs: int
    targets: int
    loss: int
    rows: int
    value: Array
    difference: float


def collapse(trace: Trace, step: BackwardStep, softmax: str, loss: str) -> Collapse | None:
    """Return the short way of a backward step through a softmax that a cross-entropy alone reads.

    Args:
        trace: a trace over whole values.
        step: the step of the softmax's operand.
        softmax: the name of the operation between.
        loss: the name of the loss.

    Returns:
        The short way; None where the two operations do not meet so, or the targets of a row do not add up to 1.
    """
    graph = trace.graph
    if len(step.terms) != 1:
        return None
    s = step.terms[0].edge.target
    readers = [edge for edge in graph.uses[s] if edge.target in trace.gradients]
    if len(readers) != 1 or readers[0].operand != 0:
        return None
    middle, end = graph.nodes[s], graph.nodes[readers[0].target]
    if middle.op is None or end.op is None or (middle.op.name, end.op.name) != (softmax, loss):
        return None
    if middle.attributes["axis"] not in (-1, len(middle.shape) - 1):
        return None
    outputs, targets = trace.values[s], trace.values[end.operands[1]]
    if not np.allclose(np.add.reduce(targets, axis=-1), 1.0, rtol=0.0, atol=1e-12):
        return None
    rows = middle.shape[0] if len(middle.shape) == 2 else 1
    with np.errstate(all="ignore"):
        value = as_value(trace.gradients[end.index] * (outputs - targets) / rows)
        difference = float(np.max(np.abs(value - step.gradient)))
    return Collapse(s, end.operands[1], end.index, rows, value, difference)
