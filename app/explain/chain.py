"""One term of a gradient as a formula: the upstream gradient combined with the local derivative.

Elements are multiplied, matrices keep their places, a broadcast operand's copies are summed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.engine.backward import Term, broadcast_axes
from app.engine.graph import Node
from app.engine.ops.record import Op
from app.explain.figures import MOST, shape_latex, value_latex
from app.explain.forward import guarded
from app.explain.parts import place_of
from app.explain.placed import placed_body
from app.explain.records import Formula
from app.explain.template import is_sum, last_form
from app.explain.view import View


class Factors(NamedTuple):
    """The two factors of a term and how they stand together, LaTeX.

    Attributes:
        upstream, local: the factors.
        sign: what stands between them.
        summed: a sum sign before both, or an empty text.
        swapped: whether the local factor stands on the left.
        detail: how the local number is made of recorded ones; only for single numbers.
        shapes: the shapes of both, where they decide the order.
    """

    upstream: str
    local: str
    sign: str
    summed: str = ""
    swapped: bool = False
    detail: str = ""
    shapes: tuple[str, str] | None = None

    def joined(self) -> str:
        """Return the product as it is."""
        return self._join(self.upstream, self.local)

    def captioned(self, upstream: str, local: str) -> str:
        """Return the product with a caption under each factor."""
        left, right = (f",\\;{one}" for one in self.shapes) if self.shapes else ("", "")
        return self._join(
            rf"\underbrace{{{self.upstream}}}_{{\text{{{upstream}}}{left}}}",
            rf"\underbrace{{{self.local}}}_{{\text{{{local}}}{right}}}",
        )

    def detailed(self) -> str:
        """Return the product with the making of the local number under it."""
        if not self.detail:
            return self.joined()
        return self._join(self.upstream, rf"\underbrace{{{self.local}}}_{{{self.detail}}}")

    def _join(self, upstream: str, local: str) -> str:
        pair = (local, upstream) if self.swapped else (upstream, local)
        return f"{self.summed}{pair[0]} {self.sign} {pair[1]}"


def symbolic_factors(view: View, term: Term) -> Factors:
    """Return a term's factors in names."""
    consumer = view.nodes[term.edge.target]
    upstream = view.partial(consumer.index)
    local = local_symbol(view, term, consumer)
    return _arranged(view, term, upstream, local)


def numeric_factors(view: View, term: Term) -> Factors:
    """Return a term's factors in recorded numbers."""
    local = value_latex(np.asarray(term.local))
    shape = view.nodes[term.edge.source].shape
    if np.ndim(term.local) == 0 and shape and term.structure == "reduction":
        ones = rf"\mathbf{{1}}_{{{shape_latex(shape)}}}"
        local = ones if local == "1" else rf"{local}\,{ones}"
    elif is_vector_on_the_right(term):
        local += r"^{\top}"
    factors = _arranged(view, term, value_latex(term.upstream), guarded(local))
    return factors._replace(detail=_detail(view, term, local)) if np.ndim(term.contribution) == 0 else factors


def _arranged(view: View, term: Term, upstream: str, local: str) -> Factors:
    if term.structure in ("matmul-left", "matmul-right"):
        consumer, source = view.nodes[term.edge.target].shape, view.nodes[term.edge.source].shape
        local_shape = np.shape(term.local)
        shapes = (shape_latex(consumer), shape_latex(local_shape)) if len(consumer) == len(source) == 2 else None
        sign = r"\cdot" if not consumer else r"\,"
        return Factors(upstream, local, sign, swapped=term.structure == "matmul-right", shapes=shapes)
    if term.structure == "jacobian":
        return Factors(upstream, local, r"\,")
    axes = broadcast_axes(view.trace.graph, term)
    shape = view.nodes[term.edge.target].shape
    sign = r"\odot" if shape and np.ndim(term.local) else r"\cdot"
    summed = rf"\sum_{{{view.axes(axes, len(shape))}}} " if axes else ""
    return Factors(upstream, local, sign, summed)


def is_vector_on_the_right(term: Term) -> bool:
    """Return whether the local factor is a column that stands, as a row, before the upstream gradient."""
    return term.structure == "matmul-right" and np.ndim(term.local) == 1


def local_symbol(view: View, term: Term, consumer: Node) -> str:
    """Return the local derivative in names, in parentheses where it is a sum."""
    op = consumer.op
    assert op is not None
    if view.elements and op.family != "elementwise":
        return element_local(view, term, consumer, op)
    template = last_form(op.derivative[min(term.edge.operand, len(op.derivative) - 1)])
    text = view.fill(template, view.symbols(consumer))
    if is_vector_on_the_right(term):
        return text + r"^{\top}"
    if term.structure == "reduction" and view.nodes[term.edge.source].shape and np.ndim(term.local) == 0:
        return r"\mathbf{1}" if text == "1" else rf"{text}\,\mathbf{{1}}"
    return rf"\left({text}\right)" if is_sum(template) else text


def element_local(view: View, term: Term, consumer: Node, op: Op) -> str:
    """Return the local derivative of one element with respect to another."""
    operands, own = consumer.operands, term.edge.operand
    half = len(operands) // 2
    if op.family == "matmul":
        return view.symbol(operands[own - half if own >= half else own + half])
    if op.family == "window":
        place, partner = place_of(view, consumer, own)
        if partner is not None:
            return view.symbol(partner)
        if place == 2 or "#1" not in op.derivative[0]:
            return "1" if place == 2 else view.fill(op.derivative[0], view.symbols(consumer))
    elif op.family == "selection" or op.derivative[0] == "1":
        return op.derivative[0] if own == 0 and op.derivative[0] == "0" else "1"
    template = op.derivative[0 if own < half else -1]
    if op.family == "loss" and len(operands) == 2 * half and "softmax" not in template:
        pair = (operands[own % half], operands[own % half + half])
        filled = view.fill(template, view.symbols(consumer, pair))
        return rf"\left({filled}\right)" if is_sum(template) else filled
    if op.derivative[0] == r"\frac{1}{N}":
        return rf"\frac{{1}}{{{len(operands)}}}"
    return rf"\frac{{\partial {view.symbol(consumer.index)}}}{{\partial {view.symbol(term.edge.source)}}}"


def _detail(view: View, term: Term, local: str) -> str:
    """Return the local derivative's rule with the recorded numbers in it; empty where that says nothing more."""
    consumer = view.nodes[term.edge.target]
    op = consumer.op
    assert op is not None
    if op.family != "elementwise" or any(view.nodes[i].shape for i in consumer.operands):
        return ""
    template = last_form(op.derivative[min(term.edge.operand, len(op.derivative) - 1)])
    if "#" not in template or r"\begin" in template:
        return ""
    filled = view.fill(template, view.numbers(consumer))
    return "" if filled == local else filled


def term_body(view: View, term: Term, captions: tuple[str, str] | None = None) -> Formula:
    """Return what a term's contribution is made of, in names and in numbers.

    Args:
        view: the trace.
        term: the term.
        captions: the words under the upstream and the local factor; None for none.
    """
    if term.local is None:
        return placed_body(view, term, captions)
    symbolic = symbolic_factors(view, term)
    numeric = row_by_row(view, term) or numeric_factors(view, term).detailed()
    return Formula(symbolic.captioned(*captions) if captions else symbolic.joined(), numeric)


def row_by_row(view: View, term: Term) -> str:
    """Return a column sum written out, for what was added to a few rows; an empty text elsewhere."""
    upstream = term.upstream
    if upstream.ndim != 2 or len(upstream) > MOST or np.ndim(term.local) or float(term.local) != 1.0:
        return ""
    if broadcast_axes(view.trace.graph, term) != (0,):
        return ""
    return " + ".join(map(value_latex, upstream))


def term_formula(view: View, term: Term) -> Formula:
    """Return one term by itself: the chain rule, the rule for its local derivative, and the numbers."""
    consumer = view.nodes[term.edge.target]
    body = term_body(view, term)
    chain = ""
    if np.ndim(term.contribution) == 0 and not consumer.shape and term.local is not None:
        partial = rf"\frac{{\partial {view.symbol(consumer.index)}}}{{\partial {view.symbol(term.edge.source)}}}"
        if not body.symbolic.endswith(partial):
            chain = rf"{view.partial(consumer.index)} \cdot {partial} = "
    return Formula(chain + body.symbolic, f"{body.numeric} = {value_latex(term.contribution)}")
