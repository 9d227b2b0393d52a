"""The part of a graph that an output rests on, and who reads what within it."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from app.engine.graph import Graph, Node
from app.engine.ops import ACTIVATIONS as OWN
from app.networks.layers import Loss, Part

ACTIVATIONS = frozenset(OWN) | {"sin", "cos"}
"""What counts as an activation where the same operation could just as well belong to a loss, as a square may."""

INPUT = re.compile(r"(x|i|in|inputs?)(_?\d.*|_.*)?", re.IGNORECASE)
WEIGHT = re.compile(r"(w|weights?|theta)(_?\d.*|_.*)?", re.IGNORECASE)
"""Names that say what a leaf is, where every leaf is a parameter."""

LONGEST = 40
"""How many nodes the formula of an activation may have."""

ROWWISE = ("softmax", "log_softmax")


class WrittenOut(NamedTuple):
    """An activation as a formula of its own: what it reads, and the nodes on the way."""

    z: int
    inner: tuple[int, ...]


class Reach:
    """The nodes that an output rests on.

    Args:
        graph: the graph.
        output: the index of the output.

    Attributes:
        nodes: all nodes of the graph.
        indices: those that the output rests on, in order of evaluation.
        readers: for each of them the nodes among them that read it, once for each use.
    """

    __slots__ = ("indices", "nodes", "output", "readers")

    def __init__(self, graph: Graph, output: int) -> None:
        self.nodes = graph.nodes
        self.output = output
        self.readers: dict[int, list[int]] = {output: []}
        for index in range(output, -1, -1):
            if index in self.readers:
                for source in self.nodes[index].operands:
                    self.readers.setdefault(source, []).append(index)
        self.indices = sorted(self.readers)

    def only_reader(self, index: int) -> Node | None:
        """Return the one node that reads a value, once; None where there are none or several uses."""
        found = self.readers[index]
        return self.nodes[found[0]] if len(found) == 1 else None

    def activation(self, z: int) -> Node | None:
        """Return the operation on one operand that alone reads z, element by element or along the units."""
        node = self.only_reader(z)
        if node is None or node.op is None or len(node.operands) != 1:
            return None
        if node.op.family == "elementwise":
            return node
        along_units = node.attributes.get("axis") in (-1, len(node.shape) - 1)
        return node if node.op.name in ROWWISE and along_units else None

    def written_out(self, end: int, starts: Container[int]) -> WrittenOut | None:
        """Return the activation that is written out as a formula of z alone, such as `1 / (1 + exp(-z))`.

        Args:
            end: what the formula gives.
            starts: what may be z.

        Returns:
            None where the formula holds anything but one z, numbers, and operations element by element, where its
            inside is read elsewhere, or where it is very long.
        """
        z: int | None = None
        inner: list[int] = []
        seen: set[int] = set()
        waiting = [end]
        while waiting:
            index = waiting.pop()
            if index in seen:
                continue
            seen.add(index)
            node = self.nodes[index]
            if index in starts:
                if z is not None:
                    return None
                z = index
                continue
            fits = (
                node.inline if node.op is None else node.op.family == "elementwise" and node.shape == self._shape(end)
            )
            if not fits or len(inner) == LONGEST:
                return None
            inner.append(index)
            waiting.extend(node.operands)
        if z is None or z == end or not all(seen.issuperset(self.readers[i]) for i in (z, *inner) if i != end):
            return None
        return WrittenOut(z, tuple(i for i in inner if i != end))

    def _shape(self, index: int) -> tuple[int, ...]:
        return self.nodes[index].shape


def is_weight(node: Node) -> bool:
    """Return whether a node may be a weight or a bias: a leaf of its own that may be learned, frozen ones included."""
    return node.op is None and not node.inline and node.role in ("parameter", "constant")


def find_loss(reach: Reach, last: tuple[int, ...], parts: dict[int, Part], layer: int) -> Loss | None:
    """Return what follows the last layer, and add its nodes to the parts; None where nothing does.

    Args:
        reach: the graph.
        last: what the last layer gives.
        parts: the places so far.
        layer: the number that stands for what follows.
    """
    if reach.output in parts:
        return None
    nodes = reach.nodes
    leaves = [i for i in reach.indices if i not in parts and nodes[i].op is None and not nodes[i].inline]
    targets = [i for i in leaves if nodes[i].role == "target"] or [i for i in leaves if compared(reach, i, last)]
    for index in reach.indices:
        if index not in parts:
            parts[index] = (layer, "target" if index in targets else "loss")
    output = nodes[reach.output]
    direct = output.op is not None and output.op.family == "loss" and output.operands[0] in last
    op = output.op.name if direct and output.op is not None else None
    return Loss(reach.output, op, targets[0] if len(targets) == 1 else None)


def compared(reach: Reach, leaf: int, last: tuple[int, ...]) -> bool:
    """Return whether a leaf meets what the last layer gives in a loss or a difference."""
    for index in reach.readers[leaf]:
        op, operands = reach.nodes[index].op, reach.nodes[index].operands
        if op is not None and (op.family == "loss" or op.name == "subtract") and any(i in last for i in operands):
            return True
    return False
