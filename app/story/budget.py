"""How much work a question asks for, estimated before any of it is done."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod, sqrt

from app.engine.errors import LimitError, Shape
from app.engine.graph import Graph, Node
from app.engine.ops.windows import to_pair

# Microseconds, measured on a small machine: one NumPy call, one number read or written, one product in a
# matmul, one number that a window sees.
CALL, NUMBER, PRODUCT, WINDOW = 2.0, 0.002, 0.0005, 0.07
MOST_FORWARD = 3e6
"""Microseconds that one forward pass may take; a whole trace takes about five times as long."""

CHECK = 4e6
"""Microseconds that a gradient check tries to stay within, by comparing fewer elements."""

MOST_CHECK = 12e6
"""Microseconds that a check of one element in each leaf may take."""

MOST_EVALUATIONS = 200_000
SWEEP_EVALUATIONS = 96
TRACE_PER_FORWARD = 3
NUMBERS_PER_ELEMENT_USE = 30
"""An element's use is few numbers but many words: what it costs to send, in numbers."""


def forward_cost(graph: Graph) -> float:
    """Return about how many microseconds one forward pass takes."""
    return sum(node_cost(graph, node) for node in graph.nodes if node.op is not None)


def node_cost(graph: Graph, node: Node) -> float:
    """Return about how many microseconds one operation takes."""
    shapes = [graph.nodes[i].shape for i in node.operands]
    size = prod(node.shape)
    cost = CALL + NUMBER * (size + sum(map(prod, shapes)))
    if node.op is not None and node.op.family == "matmul" and shapes[0]:
        cost += PRODUCT * size * shapes[0][-1]
    if node.op is not None and node.op.family == "window":
        seen = window_size(node, shapes)
        # What the windows see is laid out once for all output channels, then multiplied.
        cost += WINDOW * seen * size / max(1, channels(shapes)) + PRODUCT * seen * size
    return cost


def window_size(node: Node, shapes: Sequence[Shape]) -> int:
    """Return how many numbers one output of a window is made of: a weight's kernel, or a pool's window."""
    if len(shapes) > 1:
        return prod(shapes[1][1:])
    return prod(to_pair(node.attributes.get("kernel_size", 1), "kernel_size", 1))


def channels(shapes: Sequence[Shape]) -> int:
    """Return how many outputs are made of one window: a weight's output channels, 1 for a pool."""
    return shapes[1][0] if len(shapes) > 1 else 1


def answer_size(graph: Graph) -> int:
    """Return about how many numbers a trace holds: values and gradients twice, three for each use."""
    sizes = [prod(node.shape) for node in graph.nodes]
    uses = sum(2 * sizes[edge.target] + sizes[edge.source] for edge in graph.edges)
    return 4 * sum(sizes) + uses


def check_trace(graph: Graph, most_numbers: int) -> None:
    """Refuse a trace that would be too large.

    Raises:
        LimitError: it would hold too many numbers, or take too long.
    """
    numbers = answer_size(graph)
    if numbers > most_numbers:
        raise LimitError(
            f"a trace may hold {most_numbers:,} numbers, each use of a value counted",
            f"this one would hold {numbers:,}",
            "Use smaller arrays, or use large ones less often.",
        )
    if forward_cost(graph) > MOST_FORWARD:
        raise LimitError("a program may take a few seconds to run", "this one would take longer", "Use smaller arrays.")


def element_uses(graph: Graph) -> int:
    """Return about how many uses the element view of a graph has."""
    total = 0.0
    for node in graph.nodes:
        sizes = [prod(graph.nodes[i].shape) for i in node.operands]
        each = prod(node.shape)
        if node.op is not None and node.op.family == "matmul":
            # (m, k) @ (k, n): mk · kn / mn = k²; an outer product has k = 1.
            each = int(each * min(sqrt(prod(sizes) / max(1, each)), graph.nodes[node.operands[0]].shape[-1]))
        elif node.op is not None and node.op.family == "jacobian":
            axis = node.attributes.get("axis", -1)
            each *= node.shape[axis] if isinstance(axis, int) and node.shape else 1
        elif node.op is not None and node.op.family == "window":
            each *= window_size(node, [graph.nodes[i].shape for i in node.operands])
        total += sum(max(each, size) for size in sizes)
    return int(total)


def check_elements(graph: Graph, most_numbers: int) -> None:
    """Refuse an element view that would be too large to send.

    Raises:
        LimitError: it has too many uses.
    """
    most, uses = most_numbers // NUMBERS_PER_ELEMENT_USE, element_uses(graph)
    if uses > most:
        raise LimitError(
            f"the element view may have {most:,} uses",
            f"this program has about {uses:,}",
            "Look at whole values instead, or use smaller ones.",
        )


def check_evaluations(graph: Graph, microseconds: float, sweep: bool) -> int:
    """Return how many operations a gradient check may run.

    Args:
        graph: the graph to check.
        microseconds: how long its trace took.
        sweep: whether the error over step sizes is asked for too.

    Raises:
        LimitError: even one element of each leaf would take too long.
    """
    count = max(1, sum(node.op is not None for node in graph.nodes))
    average = max(CALL, microseconds / TRACE_PER_FORWARD / count)
    last = len(graph.nodes)
    paths = sum(last - node.index for node in graph.leaves() if node.role in ("parameter", "input"))
    if paths * average * (2 + SWEEP_EVALUATIONS * sweep) > MOST_CHECK:
        raise LimitError(
            "a gradient check runs the program twice for each leaf",
            f"this program has {paths:,} operations to run for its leaves",
            "Check a smaller program, or leave the sweep out." if sweep else "Check a smaller program.",
        )
    return max(1, min(MOST_EVALUATIONS, int(CHECK / average)))
