"""The forward pass: every value, in order of evaluation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.engine.graph import Graph
from app.engine.shapes import Array


def run_forward(graph: Graph, leaves: Mapping[int, Array] | None = None) -> list[Array]:
    """Compute the value of every node.

    Args:
        graph: the graph.
        leaves: values that replace those of some leaves: node index to float64 of the leaf's shape.

    Returns:
        One float64 value for each node, in the order of `graph.nodes`.

    Raises:
        DomainError: a class label is out of range.
    """
    values: list[Array] = []
    keep = values.append
    # Overflow and invalid operations are part of the story: they are found and told by `nonfinite`.
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            op = node.op
            if op is None:
                value = node.value if leaves is None else leaves.get(node.index, node.value)
                assert value is not None
                keep(value)
            else:
                keep(op.forward(*[values[i] for i in node.operands], **node.attributes))
    return values
