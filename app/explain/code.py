"""The line of NumPy and of PyTorch that does what a step shows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.engine.backward import Term, broadcast_axes
from app.engine.errors import Shape
from app.engine.graph import Node
from app.engine.ops.selections import show_index
from app.engine.shapes import normalize_axes, summed_axes
from app.engine.trace import BackwardStep, UpdateStep
from app.explain.numbers import format_number
from app.explain.parts import place_of
from app.explain.snippets import LABELS, SNIPPETS
from app.explain.symbols import variable
from app.explain.template import Filling, fill_template, is_sum, read_template
from app.explain.view import View
from app.explain.windows import shortened, window_call, window_option

Code = dict[str, str]
MOST_TERMS = 8


def forward_code(view: View, node: Node) -> Code:
    """Return the assignment that computes a node."""
    op = node.op
    assert op is not None
    name = variable(node.id)
    if view.elements and op.family != "elementwise":
        line = f"{name} = {element_call(view, node)}"
        return {"numpy": line, "pytorch": line}
    snippet = SNIPPETS.get(op.name)
    if snippet is None:
        line = f"{name} = {op.name}({', '.join(variable(view.nodes[i].id) for i in node.operands)})"
        return {"numpy": line, "pytorch": line}
    filling = code_filling(view, node)
    by_torch = filling._replace(operands=plain_operands(view, node), options=CodeOptions(view, node, torch=True))
    return {
        "numpy": f"{name} = {fill_template(read_template(snippet.numpy), filling)}",
        "pytorch": f"{name} = {fill_template(read_template(snippet.pytorch), by_torch)}",
    }


def seed_code(view: View, node: Node) -> Code:
    """Return how the backward pass is started."""
    name = variable(view.trace.output_id)
    whole = view.trace.element_of or view.trace
    if view.is_whole:
        return {"numpy": f"d_{name} = 1.0", "pytorch": f"{name}.backward()"}
    seed = "seed" if view.trace.seed_given else f"np.ones_like({name})"
    torch = "seed" if view.trace.seed_given else f"torch.ones_like({name})"
    if not whole.seed.ndim:
        seed = torch = format_number(float(whole.seed)).replace("\N{MINUS SIGN}", "-")
        torch = f"torch.tensor({torch})"
    return {"numpy": f"d_{name} = {seed}", "pytorch": f"{name}.backward({torch})"}


def backward_code(view: View, node: Node, step: BackwardStep) -> Code:
    """Return the assignment of a gradient: one line for each term, the first one sets, the others add."""
    lines: list[str] = []
    for term in step.terms[:MOST_TERMS]:
        lines.extend(term_lines(view, term, first=not lines))
    if not step.terms:
        lines.append(f"d_{variable(node.id)} = 0.0")
    if len(step.terms) > MOST_TERMS:
        lines.append("…")
    name = variable(node.id)
    if node.op is None:
        torch = f"{name.partition('[')[0]}.grad{'[' + name.partition('[')[2] if '[' in name else ''}"
    else:
        torch = f"{name.partition('[')[0]}.retain_grad()  # before backward()\n{gradient_of(name)}"
    return {"numpy": "\n".join(lines), "pytorch": torch}


def gradient_of(name: str) -> str:
    """Return PyTorch's name of a gradient: `W.grad[0, 2]` for an element."""
    base, bracket, rest = name.partition("[")
    return f"{base}.grad{bracket}{rest}"


def update_code(view: View, node: Node, step: UpdateStep) -> Code:
    """Return the step of gradient descent."""
    name, rate = variable(node.id), f"{step.learning_rate:g}"
    return {
        "numpy": f"{name} -= {rate} * d_{name}",
        "pytorch": f"with torch.no_grad():\n    {name} -= {rate} * {gradient_of(name)}",
    }


def term_lines(view: View, term: Term, first: bool) -> Sequence[str]:
    """Return the lines that set a gradient to a term, or add one to it."""
    consumer, source = view.nodes[term.edge.target], view.nodes[term.edge.source]
    op = consumer.op
    assert op is not None
    name, sign = f"d_{variable(source.id)}", "=" if first else "+="
    upstream = f"d_{variable(consumer.id)}"
    if op.name == "index" and not view.elements:
        start = [f"{name} = np.zeros_like({variable(source.id)})"] if first else []
        return [*start, f"{name}{show_index(consumer.attributes['index'])} += {upstream}"]
    if op.name == "embedding" and term.edge.operand == 1 and not view.elements:
        start = [f"{name} = np.zeros_like({variable(source.id)})"] if first else []
        return [*start, f"np.add.at({name}, {variable(view.nodes[consumer.operands[0]].id)}.astype(int), {upstream})"]
    return [f"{name} {sign} {term_code(view, term, consumer, upstream)}"]


def term_code(view: View, term: Term, consumer: Node, upstream: str) -> str:
    """Return a term as an expression."""
    op = consumer.op
    assert op is not None
    if view.elements and op.family != "elementwise":
        return times(upstream, element_factor(view, term, consumer))
    own, source = term.edge.operand, view.nodes[term.edge.source]
    if op.family == "matmul" and op.name != "outer":
        return matmul_code(view, term, consumer, upstream)
    if op.name == "concatenate":
        return concatenated(view, term, consumer, upstream)
    snippet = SNIPPETS.get(op.name)
    if snippet is None:
        return f"{upstream} * {op.name}_derivative({variable(source.id)})"
    template = snippet.locals[min(own, len(snippet.locals) - 1)]
    if op.name == "transpose" and consumer.attributes["axes"] is not None:
        template = f"np.transpose(#d, {tuple(np.argsort(consumer.attributes['axes']).tolist())})"
    filling = code_filling(view, consumer)
    upstream_full = upstream
    if op.family == "reduction":
        axes = missing_axes(view, consumer)
        if axes:
            upstream_full = f"np.expand_dims({upstream}, {axes[0] if len(axes) == 1 else axes})"
            filling = filling._replace(
                output=f"np.expand_dims({filling.output}, {axes[0] if len(axes) == 1 else axes})"
            )
    filling = filling._replace(options=CodeOptions(view, consumer, own=own))
    text = fill_template(read_template(template), filling).replace("#d", upstream_full)
    product = text if "#d" in template else times(upstream_full, f"({text})" if is_sum(template) else text)
    shapes = [view.nodes[i].shape for i in consumer.operands]
    if op.family == "loss" and len(set(shapes)) > 1 and not op.fixed(1, shapes):
        whole = np.broadcast_shapes(*shapes)
        if not (
            "#1" in template and "#2" in template
        ):  # the derivative is the other operand's alone, and may be smaller
            product = f"np.broadcast_to({product}, {whole})"
        return summed(product, summed_axes(whole, source.shape), source.shape, whole)
    return summed(product, broadcast_axes(view.trace.graph, term), source.shape, consumer.shape)


def times(upstream: str, local: str) -> str:
    """Return a product, without a factor of 1."""
    return upstream if local == "1" else f"-{upstream}" if local == "(-1)" else f"{upstream} * {local}"


def summed(product: str, axes: tuple[int, ...], shape: Shape, whole: Shape) -> str:
    """Return the part of an operand of some shape that was broadcast to a whole one: its copies' gradients summed."""
    if not axes:
        return product
    name = product if product.isidentifier() else f"({product})"
    lead = len(whole) - len(shape)
    where = axes[0] if len(axes) == 1 else axes
    if not shape:
        return f"{name}.sum()"
    if all(axis < lead for axis in axes):
        return f"{name}.sum(axis={where})"
    keep = f"{name}.sum(axis={where}, keepdims=True)"
    return keep if lead == 0 else f"{keep}.reshape({shape})"


def matmul_code(view: View, term: Term, consumer: Node, upstream: str) -> str:
    """Return dY @ Bᵀ or Aᵀ @ dY, with vectors and batches as NumPy wants them."""
    own = term.edge.operand
    source, other = (view.nodes[consumer.operands[k]] for k in (own, 1 - own))
    name = variable(other.id)
    rank, beside = len(source.shape), len(other.shape)
    turned = f"{name}.T" if beside == 2 else f"{name}.swapaxes(-1, -2)"
    if rank == beside == 1:
        return f"{upstream} * {name}"
    if rank == 1 and beside > 2:  # one vector in every product of the batch
        return f"np.tensordot({upstream}, {turned if own == 0 else name}, {len(consumer.shape)})"
    if beside == 1 and own == 0:
        return f"np.outer({upstream}, {name})" if rank == 2 else f"{upstream}[..., None] * {name}"
    if beside == 1:
        return f"np.outer({name}, {upstream})" if rank == 2 else f"{name}[:, None] * {upstream}[..., None, :]"
    product = f"{upstream} @ {turned}" if own == 0 else f"{turned} @ {upstream}"
    axes = summed_axes(consumer.shape[:-2], source.shape[:-2]) if rank > 1 else ()
    return summed(product, axes, source.shape, consumer.shape)


def concatenated(view: View, term: Term, consumer: Node, upstream: str) -> str:
    """Return the piece of the gradient that belongs to one part."""
    axis = normalize_axes(consumer.attributes["axis"], len(consumer.shape))[0]
    sizes = [view.nodes[i].shape[axis] for i in consumer.operands]
    start = sum(sizes[: term.edge.operand])
    before = ":, " * axis
    return f"{upstream}[{before}{start}:{start + sizes[term.edge.operand]}]"


def element_call(view: View, node: Node) -> str:
    """Return how an element is computed from elements."""
    op = node.op
    assert op is not None
    names = [variable(view.nodes[i].id) for i in node.operands]
    if op.family == "matmul":
        half = len(names) // 2
        return " + ".join(shortened([f"{a} * {b}" for a, b in zip(names[:half], names[half:], strict=True)]))
    if op.family == "window":
        return window_call(view, node, op.name)
    return names[-1] if op.family == "selection" else f"{op.name}([{', '.join(shortened(names))}])"


def element_factor(view: View, term: Term, consumer: Node) -> str:
    """Return the local derivative of an element as code: its partner in a product, else the recorded number."""
    op, own = consumer.op, term.edge.operand
    half = len(consumer.operands) // 2
    if op is not None and op.family == "matmul":
        return variable(view.nodes[consumer.operands[own - half if own >= half else own + half]].id)
    if op is not None and op.family == "window" and (partner := place_of(view, consumer, own)[1]) is not None:
        return variable(view.nodes[partner].id)
    number = f"{float(term.local):.5g}"
    return f"({number})" if number[0] == "-" else number


def missing_axes(view: View, node: Node) -> tuple[int, ...]:
    """Return the axes that a reduction took away and that its operand still has."""
    rank = len(view.nodes[node.operands[0]].shape)
    return () if node.attributes["keepdims"] or not node.shape else normalize_axes(node.attributes["axis"], rank)


def plain_operands(view: View, node: Node) -> list[str]:
    """Return a node's operands as variables."""
    return [variable(view.nodes[i].id) for i in node.operands]


def code_filling(view: View, node: Node) -> Filling:
    """Return what a snippet of this node's operation holds."""
    operands = plain_operands(view, node)
    op = node.op
    if op is not None and op.name in LABELS:
        shapes = [view.nodes[i].shape for i in node.operands]
        if op.fixed(1, shapes):
            hot = LABELS[op.name].replace("#1", operands[0]).replace("#2", operands[1])
            operands = [operands[0], hot]
    return Filling(operands, variable(node.id), CodeOptions(view, node))


class CodeOptions:
    """An operation's options, and what follows from shapes, as they stand in code.

    Args:
        view: the trace.
        node: the operation's result.
        torch: whether for PyTorch.
        own: which operand a derivative is for.
    """

    def __init__(self, view: View, node: Node, torch: bool = False, own: int = 0) -> None:
        self._view = view
        self._node = node
        self._torch = torch
        self._own = own

    def __call__(self, name: str) -> str:
        """Return an option by its name in a template."""
        node, view = self._node, self._view
        if name in ("by", "keep", "dim"):
            return self._axes(name)
        if name == "count":
            sizes = [view.values[i].size for i in node.operands]
            return str(max(sizes) // max(1, view.values[node.index].size))
        if name == "rows":
            shape = view.nodes[node.operands[0]].shape
            return str(shape[0] if len(shape) == 2 else 1)
        if name == "weight":  # 1 for every row of probabilities
            target = view.values[node.operands[1]]
            whole = target.shape != view.nodes[node.operands[0]].shape or np.allclose(target.sum(axis=-1), 1.0)
            return "" if whole else f" * np.sum({variable(view.nodes[node.operands[1]].id)}, axis=-1, keepdims=True)"
        if name == "own":
            return str(self._own)
        if name == "kind":
            kind = node.attributes["approximate"]
            return "" if kind == "none" else f", approximate='{kind}'"
        if name in ("seen", "lead", "around"):
            return window_option(view, node, name)
        value = node.attributes[name]
        if name == "stride" and value is None:
            value = node.attributes["kernel_size"]
        return show_index(value)[1:-1] if name == "index" else f"{value:g}" if isinstance(value, float) else str(value)

    def _axes(self, name: str) -> str:
        axis = self._node.attributes["axis"]
        word = "dim" if self._torch else "axis"
        if name == "dim":
            rank = len(self._view.nodes[self._node.operands[0]].shape)
            return f", dim={axis if axis is not None else tuple(range(rank))}"
        keep = f", keep{word if self._torch else ''}{'' if self._torch else 'dims'}=True"
        if name == "keep":
            return (f", {word}={axis}" if axis is not None else "") + keep
        parts = f", {word}={axis}" if axis is not None else ""
        return parts + (keep if self._node.attributes["keepdims"] else "")
