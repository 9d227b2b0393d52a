"""A forward step as a formula: the operation's own, in names and in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from app.engine.graph import Node
from app.engine.ops.record import Op
from app.explain.figures import equation, value_latex
from app.explain.parts import split_operands
from app.explain.records import Formula
from app.explain.template import Filling
from app.explain.view import View, operator

MOST_TERMS = 6


def forward_formula(view: View, node: Node) -> Formula:
    """Return how a node's value is made."""
    op = node.op
    assert op is not None
    if view.elements and op.family != "elementwise":
        return Formula(
            f"{view.symbol(node.index)} = {element_body(view, node, op, view.symbols(node))}",
            equation(value_latex(view.values[node.index]), element_body(view, node, op, view.numbers(node))),
        )
    numbers = view.numbers(node)
    # Whole matrices would be unreadable as an exponent or in several cases.
    by_name = ("e^{#" in op.formula or r"\begin" in op.formula) and any(view.nodes[i].shape for i in node.operands)
    by_name = by_name or (op.name == "layer_norm" and len(node.shape) > 1)
    body = operator(op, numbers.operands) if by_name else view.fill(op.formula, numbers)
    return Formula(
        f"{view.symbol(node.index)} = {view.fill(op.formula, view.symbols(node))}", equation(numbers.output, body)
    )


def element_body(view: View, node: Node, op: Op, filling: Filling) -> str:
    """Return how one element is made of the elements it reads."""
    parts = filling.operands
    if op.family == "matmul":
        half = len(parts) // 2
        return join([rf"{a} \cdot {guarded(b)}" for a, b in zip(parts[:half], parts[half:], strict=True)], " + ")
    if op.family == "selection":
        return parts[-1]
    if op.family == "window" or op.name == "layer_norm":
        return grouped_body(view, node, op, filling)
    if op.family == "jacobian":
        return softmax_body(view, node, op, parts)
    if op.name in ("max", "min"):
        return rf"\{op.name}({join(parts, ', ')})"
    if op.name == "prod":
        return join([parts[0], *map(guarded, parts[1:])], r" \cdot ")
    return sum_body(view, op, filling)


def grouped_body(view: View, node: Node, op: Op, filling: Filling) -> str:
    """Return one output of a window, or of a normalized row: what each operand of the whole gives to it."""
    texts = iter(filling.operands)
    first, *rest = [[next(texts) for _ in group] for group in split_operands(view, node)]
    if op.name == "conv2d":
        weights, *bias = rest
        products = join([rf"{a} \cdot {guarded(b)}" for a, b in zip(first, weights, strict=True)], " + ")
        return f"{products} + {bias[0][0]}".replace("+ -", "- ") if bias else products
    if op.name == "max_pool2d":
        return rf"\max({join(first, ', ')})"
    if op.name == "avg_pool2d":
        return rf"{view.fill(op.derivative[0], filling)} \left({join(first, ' + ')}\right)"
    if op.name != "layer_norm":
        return operator(op, elided(filling.operands))
    place = int(node.id.rpartition("[")[2].rstrip("]").rpartition(",")[2])
    row = join(first, r",\, ")
    root = rf"\sqrt{{\operatorname{{var}}({row}) + {filling.options('eps')}}}"
    body = rf"\frac{{{first[place]} - \operatorname{{mean}}({row})}}{{{root}}}"
    for sign, group in zip((r" \cdot ", " + "), rest, strict=False):
        body += sign + (guarded(group[0]) if sign != " + " else group[0])
    return body.replace("+ -", "- ")


def sum_body(view: View, op: Op, filling: Filling) -> str:
    """Return a sum written out, one summand for each element, or for each pair of prediction and target."""
    before, found, summand = op.formula.partition(r"\sum")
    width = op.arity[0]
    count, rest = divmod(len(filling.operands), width)
    if not found or rest or r"\overline" in summand or "softmax" in summand or r"\begin" in summand:
        return operator(op, elided(filling.operands))
    groups = [filling.operands[place::count] for place in range(count)]
    template = summand.removeprefix("_{#{axis}}").strip()
    summands = [view.fill(template, filling._replace(operands=group)) for group in groups]
    counts = filling._replace(counts={"N": str(count)})
    head = view.fill(before.strip(), counts)
    body = join(summands, " + ")
    return rf"{head} \left({body}\right)" if head else body


def softmax_body(view: View, node: Node, op: Op, parts: Sequence[str]) -> str:
    """Return one output of softmax: its own input's exponential over the sum of all."""
    place = node.id.partition("[")[2]
    own = next((i for i, operand in enumerate(node.operands) if view.nodes[operand].id.endswith(f"[{place}")), 0)
    total = join([f"e^{{{part}}}" for part in parts], " + ")
    if op.name == "softmax":
        return rf"\frac{{e^{{{parts[own]}}}}}{{{total}}}"
    return rf"{parts[own]} - \ln \left({total}\right)"


def elided(parts: Sequence[str]) -> list[str]:
    """Return some of many parts with dots between them."""
    return list(parts) if len(parts) <= MOST_TERMS else [*parts[:3], r"\cdots", parts[-1]]


def join(parts: Sequence[str], sign: str) -> str:
    """Join parts by a sign, with dots in place of many; a negative summand becomes a subtraction."""
    return sign.join(elided(parts)).replace("+ -", "- ")


def guarded(text: str) -> str:
    """Put a negative number in parentheses."""
    return f"({text})" if text[0] == "-" else text
