"""Infinite and undefined numbers: where each first appeared, why, and what to write instead.

A number is *first* at a node when none of the numbers it was made from was already infinite or undefined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np

from app.engine.graph import Graph, Node
from app.engine.shapes import Array

Cause = Literal[
    "given", "overflow", "divide-by-zero", "log-of-zero", "outside-domain", "infinite-slope", "indeterminate"
]
Phase = Literal["leaf", "forward", "backward", "update"]


@dataclass(frozen=True, slots=True)
class NonFinite:
    """A node where a number that is not finite first appeared.

    Attributes:
        node: the node's index.
        phase: in its own value (`leaf`, `forward`), its gradient or its update.
        value: the first such number: infinity, minus infinity or not-a-number.
        cause: why, as a code.
        rewrite: the program text that avoids it, for example `log_softmax(z)`, or an empty string.
    """

    node: int
    phase: Phase
    value: float
    cause: Cause
    rewrite: str = ""


def find_nonfinite(
    graph: Graph,
    values: Sequence[Array],
    gradients: Mapping[int, Array],
    updates: Mapping[int, Array],
) -> tuple[NonFinite, ...]:
    """Find where numbers that are not finite first appeared.

    Args:
        graph: the graph that was run.
        values: each node's value.
        gradients: each gradient by node index.
        updates: each updated parameter's new value by node index.

    Returns:
        Findings in order of evaluation; empty if all numbers are finite.
    """
    if all_finite([*values, *gradients.values(), *updates.values()]):
        return ()
    bad = {node.index for node in graph.nodes if not np.isfinite(values[node.index]).all()}
    found = [
        NonFinite(
            index,
            "leaf" if graph.nodes[index].op is None else "forward",
            first_bad(values[index]),
            forward_cause(graph.nodes[index], values),
            rewrite_for(graph, graph.nodes[index]),
        )
        for index in sorted(bad)
        if not any(operand in bad for operand in graph.nodes[index].operands)
    ]
    bad_gradients = {index for index, gradient in gradients.items() if not np.isfinite(gradient).all()}
    for index in sorted(bad_gradients, reverse=True):
        consumers = {edge.target for edge in graph.uses[index]}
        involved = {index, *consumers, *(i for c in consumers for i in graph.nodes[c].operands)}
        if not (involved & bad or consumers & bad_gradients):
            cause: Cause = "infinite-slope" if consumers & gradients.keys() else "given"
            found.append(NonFinite(index, "backward", first_bad(gradients[index]), cause))
    for index, new in updates.items():
        if index not in bad | bad_gradients and not np.isfinite(new).all():
            found.append(NonFinite(index, "update", first_bad(new), "overflow"))
    return tuple(found)


def all_finite(arrays: Sequence[Array]) -> bool:
    """Return whether every number in every array is finite."""
    if not all(isfinite(array) for array in arrays if array.ndim == 0):
        return False
    parts = [array.ravel() for array in arrays if array.ndim]
    return not parts or bool(np.isfinite(np.concatenate(parts)).all())


def first_bad(array: Array) -> float:
    """Return the first number that is not finite."""
    flat = np.ravel(array)
    return float(flat[~np.isfinite(flat)][0])


def forward_cause(node: Node, values: Sequence[Array]) -> Cause:
    """Say why an operation on finite numbers gave one that is not finite."""
    if node.op is None:
        return "given"
    xs = [values[i] for i in node.operands]
    y = values[node.index]
    name = node.op.name
    if name == "divide" or (name == "power" and np.any((xs[0] == 0) & (xs[1] < 0))):
        divisor_is_zero = bool(np.any(xs[-1] == 0)) if name == "divide" else True
        return ("indeterminate" if np.isnan(y).any() else "divide-by-zero") if divisor_is_zero else "overflow"
    if np.isnan(y).any():
        return "outside-domain" if node.op.domain else "indeterminate"
    if node.op.domain and name not in ("power", "tan"):
        return "log-of-zero"
    return "overflow"


def made_by(graph: Graph, index: int, *names: str) -> Node | None:
    """Return the node if one of these operations made it."""
    node = graph.nodes[index]
    return node if node.op is not None and node.op.name in names else None


def rewrite_for(graph: Graph, node: Node) -> str:
    """Return program text that computes the same in a stable way, where the graph shows a known pattern."""
    if node.op is None:
        return ""
    inner = [graph.nodes[i] for i in node.operands]
    name = node.op.name
    if name in ("cross_entropy_probs", "log") and (source := made_by(graph, node.operands[0], "softmax")):
        logits = graph.nodes[source.operands[0]].id
        return f"log_softmax({logits})" if name == "log" else f"cross_entropy({logits}, {inner[1].id})"
    if name in ("binary_cross_entropy", "log") and (source := made_by(graph, node.operands[0], "sigmoid")):
        logits = graph.nodes[source.operands[0]].id
        if name == "log":
            return f"-softplus(-{logits})"
        return f"binary_cross_entropy_with_logits({logits}, {inner[1].id})"
    if name == "exp":
        return exp_rewrite(graph, node)
    return ""


def exp_rewrite(graph: Graph, node: Node) -> str:
    """Return the stable form of what is made from an exponential that overflowed."""
    source = graph.nodes[node.operands[0]]
    for edge in graph.uses[node.index]:
        consumer = graph.nodes[edge.target]
        assert consumer.op is not None
        if consumer.op.name == "sum":
            after = {graph.nodes[use.target].op.name for use in graph.uses[consumer.index]}  # type: ignore[union-attr]  # a consumer is never a leaf
            if "log" in after:
                return f"logsumexp({source.id})"
            if "divide" in after:
                return f"softmax({source.id})"
        if consumer.op.name == "add":
            after = {graph.nodes[use.target].op.name for use in graph.uses[consumer.index]}  # type: ignore[union-attr]  # a consumer is never a leaf
            if "log" in after:
                return f"softplus({source.id})"
            if "divide" in after and (negated := made_by(graph, source.index, "negative")):
                return f"sigmoid({graph.nodes[negated.operands[0]].id})"
    return ""
