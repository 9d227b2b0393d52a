"""Of an operation on elements: which of its operands stand for which operand of the whole operation."""

from __future__ import annotations

from app.engine.graph import Node
from app.explain.view import View


def whole_of(view: View, node: Node) -> Node:
    """Return the whole value that an element belongs to."""
    trace = view.trace.element_of
    assert trace is not None
    graph = trace.graph
    index = graph.ids.get(node.id)
    return graph.nodes[graph.ids[node.id.rpartition("[")[0]] if index is None else index]


def split_operands(view: View, node: Node) -> list[tuple[int, ...]]:
    """Return the operands of an element, one group for each operand of the whole operation.

    A convolution reads as many pixels as weights; whatever else comes after the first operand is one number.
    """
    op, operands = node.op, node.operands
    assert op is not None
    extra = len(whole_of(view, node).operands) - 1
    if op.family == "window" and extra:
        half = (len(operands) - extra + 1) // 2
        rest = operands[2 * half :]
        return [operands[:half], operands[half : 2 * half], *((one,) for one in rest)]
    first = len(operands) - extra
    return [operands[:first], *((one,) for one in operands[first:])]


def place_of(view: View, node: Node, own: int) -> tuple[int, int | None]:
    """Return to which operand of the whole operation an element's operand belongs, and the index of its partner.

    The partner is what it is multiplied with in a convolution, or None.
    """
    groups = split_operands(view, node)
    place = 0
    for group in groups:
        if own < len(group):
            break
        own -= len(group)
        place += 1
    paired = node.op is not None and node.op.family == "window" and len(groups) > 1 and place < 2
    return place, groups[1 - place][own] if paired else None
