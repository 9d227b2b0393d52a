"""Windows as code: what they see as NumPy writes it, and one output of them by itself."""

from __future__ import annotations

import math

from app.engine.graph import Node
from app.engine.ops.convolution import slide_of as convolution_slide
from app.engine.ops.pooling import slide_of as pooling_slide
from app.engine.ops.windows import to_pair
from app.explain.parts import split_operands
from app.explain.symbols import variable
from app.explain.view import View

MOST_TERMS = 8


def shortened(parts: list[str]) -> list[str]:
    """Return some of many parts with an ellipsis for the others."""
    return parts if len(parts) <= MOST_TERMS else [*parts[:3], "…", parts[-1]]


def window_call(view: View, node: Node, name: str) -> str:
    """Return how one output of a window is computed from what it sees."""
    seen, *rest = [[variable(view.nodes[i].id) for i in group] for group in split_operands(view, node)]
    if name == "max_pool2d":
        return f"max({', '.join(shortened(seen))})"
    if not rest:
        size = math.prod(to_pair(node.attributes["kernel_size"], "kernel_size", 1))
        return f"({' + '.join(shortened(seen))}) / {size}"
    products = [f"{a} * {b}" for a, b in zip(seen, rest[0], strict=True)]
    return " + ".join([*shortened(products), *(one[0] for one in rest[1:])])


def window_option(view: View, node: Node, name: str) -> str:
    """Return what a snippet asks of a window: `seen`, what it sees; `lead` and `around`, the axes beside it."""
    if name == "seen":
        return seen_code(view, node)
    batch = len(view.nodes[node.operands[0]].shape) == 4
    if name == "lead":
        return "n" if batch else ""
    return "(0, 2, 3)" if batch else "(1, 2)"


def seen_code(view: View, node: Node) -> str:
    """Return a view of all that the windows see, padding and strides included."""
    op, image = node.op, view.nodes[node.operands[0]]
    assert op is not None
    shapes = [view.nodes[i].shape for i in node.operands]
    if len(shapes) > 1:
        slide = convolution_slide(shapes, node.attributes)
    else:
        slide = pooling_slide(op.name, shapes[0], node.attributes)
    text = variable(image.id)
    if any(slide.padding):
        around = ", ".join(["(0, 0)"] * (len(image.shape) - 2) + [f"({one}, {one})" for one in slide.padding])
        fill = ", constant_values=-np.inf" if op.name == "max_pool2d" else ""
        text = f"np.pad({text}, ({around}){fill})"
    steps = "" if slide.stride == (1, 1) else f"[..., ::{slide.stride[0]}, ::{slide.stride[1]}, :, :]"
    return f"sliding_window_view({text}, {slide.kernel}, (-2, -1)){steps}"
