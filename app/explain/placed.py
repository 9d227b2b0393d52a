"""Terms whose local derivative is not one array: Jacobians of softmax, and elements that were only moved."""

from __future__ import annotations

from app.engine.backward import Term
from app.engine.graph import Node
from app.engine.ops.record import Op
from app.explain.figures import shape_latex, value_latex
from app.explain.records import Formula
from app.explain.view import View, index_part

ROW_SUM = r"\textstyle\sum"


def placed_body(view: View, term: Term, captions: tuple[str, str] | None) -> Formula:
    """Return what such a term's contribution is made of.

    Args:
        view: the trace.
        term: the term; its `local` is None.
        captions: the words under upstream and local; None for none.
    """
    consumer = view.nodes[term.edge.target]
    op = consumer.op
    assert op is not None
    upstream = view.partial(consumer.index)
    if captions:
        upstream = rf"\underbrace{{{upstream}}}_{{\text{{{captions[0]}}}}}"
    own = term.edge.operand
    if op.family != "jacobian" and own < len(op.pull):
        symbolic = view.fill(op.pull[own], view.symbols(consumer)).replace("#d", upstream)
        numeric = view.fill(op.pull[own], view.numbers(consumer)).replace("#d", value_latex(term.upstream))
        return Formula(symbolic, numeric)
    if term.structure == "jacobian":
        local = rf"\left({view.fill(op.derivative[0], view.symbols(consumer))}\right)"
        if captions:
            local = rf"\underbrace{{{local}}}_{{\text{{{captions[1]}}}}}"
        return Formula(rf"{upstream}\,{local}", jacobian_numbers(view, term, consumer, op))
    shape = view.nodes[term.edge.source].shape
    return Formula(
        moved(op, consumer, term, upstream, shape), moved(op, consumer, term, value_latex(term.upstream), shape)
    )


def jacobian_numbers(view: View, term: Term, consumer: Node, op: Op) -> str:
    """Return the product with a Jacobian in recorded numbers, without writing the Jacobian down."""
    upstream, output = value_latex(term.upstream), value_latex(view.values[consumer.index])
    if op.name == "softmax":
        return rf"{output} \odot \left({upstream} - {ROW_SUM} {upstream} \odot {output}\right)"
    if op.name == "log_softmax":
        return rf"{upstream} - e^{{{output}}} \odot {ROW_SUM} {upstream}"
    if op.pull:
        return view.fill(op.pull[0], view.numbers(consumer)).replace("#d", upstream)
    return rf"{upstream}\,J"


def moved(op: Op, consumer: Node, term: Term, upstream: str, shape: tuple[int, ...]) -> str:
    """Return the upstream gradient, taken back to where its elements came from."""
    if op.name == "transpose":
        return rf"\left({upstream}\right)^{{\top}}"
    if op.name == "index":
        places = ", ".join(map(index_part, consumer.attributes["index"]))
        return rf"\operatorname{{scatter}}_{{[{places}]}}\left({upstream}\right)"
    if op.name == "reshape":
        return rf"\operatorname{{reshape}}_{{{shape_latex(shape)}}}\left({upstream}\right)"
    return rf"\left({upstream}\right)_{{\text{{#}}{term.edge.operand + 1}}}".replace("#", r"\#")
