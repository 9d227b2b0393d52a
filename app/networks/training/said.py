"""What a network says: the value that meets the targets, read as the loss reads it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.graph import Graph, Node
from app.engine.ops import OPS
from app.engine.plan import Plan, reached
from app.engine.shapes import Array

INSIDE = {
    "cross_entropy": "softmax",
    "binary_cross_entropy_with_logits": "sigmoid",
    "nll": "exp",
    "log_softmax": "exp",
}
"""What makes probabilities of the value that a loss takes, or that an operation gives."""

EITHER_WAY = ("subtract", "mse", "sse", "mae", "huber")
"""What compares two values, whichever of them comes first."""

PROBABILITIES = ("sigmoid", "softmax")


@dataclass(frozen=True, slots=True)
class Said:
    """What a network says.

    Attributes:
        node: the value that meets the targets; the last layer's, where they meet in no way that is known.
        inside: what makes probabilities of it; None where it is compared as it is.
        loss: the loss operation that compares the two; None for any other way.
        is_answer: whether it is known to be compared with the targets, number by number.
    """

    node: int
    inside: str | None = None
    loss: str | None = None
    is_answer: bool = True

    def read(self, values: Array) -> Array:
        """Return the node's values, (n, units), as what the network says."""
        if self.inside is None:
            return values
        with np.errstate(all="ignore"):
            return np.asarray(OPS[self.inside].forward(values, **OPS[self.inside].attributes))

    def value(self, plan: Plan) -> Array:
        """Return what the network said in a plan's last run, float64 (n, units)."""
        return self.read(np.asarray(plan.value(self.node)))


def find_said(graph: Graph, output: int, last: int, target: int | None) -> Said:
    """Return what a network says.

    Args:
        graph: the graph.
        output: the index of the node to make small.
        last: the index of what the last layer gives.
        target: the index of the leaf with the targets (with the inputs, where those are the targets); None for none.
    """
    nodes = graph.nodes
    if target is not None:
        after = [node for node in reached(graph, output) if node.op is not None]
        made = made_of(after, {node.index for node in reached(graph, last)}, last, target)
        for node in after:
            found = compared(graph, node, target)
            if found is not None and found.node in made and nodes[found.node].shape == nodes[last].shape:
                return found
    op, targets = nodes[last].op, None if target is None else nodes[target].value
    shares = targets is not None and targets.size > 0 and targets.min() >= 0 and targets.max() <= 1
    return Said(last, is_answer=op is not None and op.name in PROBABILITIES and bool(shares))


def made_of(after: list[Node], before: set[int], last: int, target: int) -> set[int]:
    """Return the last layer and all that is made of it without the targets."""
    made, mixed = {last}, {target}
    for node in after:
        if node.index not in before:
            if not mixed.isdisjoint(node.operands):
                mixed.add(node.index)
            elif not made.isdisjoint(node.operands):
                made.add(node.index)
    return made


def compared(graph: Graph, node: Node, target: int) -> Said | None:
    """Return the value that an operation compares with the targets: in a loss, a difference, or t · ln(p)."""
    assert node.op is not None
    if len(node.operands) != 2:
        return None
    name, (first, second) = node.op.name, node.operands
    loss = name if node.op.family == "loss" else None
    if second == target and (loss is not None or name in EITHER_WAY):
        return Said(first, INSIDE.get(name), loss)
    if first == target and name in EITHER_WAY:
        return Said(second, None, loss)
    if name != "multiply":
        return None
    first, second = (without_sign(graph, index) for index in (first, second))
    other = graph.nodes[second if first == target else first]
    if target not in (first, second) or other.op is None:
        return None
    if other.op.name == "log":
        return Said(other.operands[0])
    return Said(other.index, INSIDE["log_softmax"]) if other.op.name == "log_softmax" else None


def without_sign(graph: Graph, index: int) -> int:
    """Return what a value is the negative of, or the value itself."""
    node = graph.nodes[index]
    return node.operands[0] if node.op is not None and node.op.name == "negative" else index
