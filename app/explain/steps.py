"""One step, explained."""

from __future__ import annotations

from app.engine.graph import Node
from app.engine.trace import BackwardStep, ForwardStep, Step, Trace, UpdateStep
from app.explain import texts
from app.explain.backward import gradient_formula, seed_formula, term_formulas
from app.explain.code import backward_code, forward_code, seed_code, update_code
from app.explain.forward import forward_formula
from app.explain.move_words import move_code, move_text, move_title
from app.explain.moves import move_formula
from app.explain.records import Explanation
from app.explain.update import update_formula
from app.explain.view import View
from app.explain.words import words_for


def explain_step(trace: Trace, step: Step, locale: str = "en") -> Explanation:
    """Explain a step of a trace.

    Args:
        trace: the trace, over whole values or over elements.
        step: one of its steps.
        locale: `en`, `zh_Hant` or `zh_Hans`.

    Returns:
        Words, formulas and code; every number in them is one that the trace recorded.
    """
    view = View(trace, locale)
    node = trace.graph.nodes[step.node]
    if isinstance(step, ForwardStep):
        return _explain_forward(view, node)
    if isinstance(step, UpdateStep):
        return _explain_update(view, node, step)
    return _explain_seed(view, node, step) if step.seeded else _explain_gradient(view, node, step)


def _explain_forward(view: View, node: Node) -> Explanation:
    op = node.op
    assert op is not None
    formula = forward_formula(view, node)
    title = view.gettext(words_for(op).noun)
    return Explanation(op.name, title, *formula, texts.forward_text(view, node), forward_code(view, node))


def _explain_seed(view: View, node: Node, step: BackwardStep) -> Explanation:
    formula = seed_formula(view, node, step)
    title = view.gettext("Where the way back starts")
    return Explanation("seed", title, *formula, texts.seed_text(view, node), seed_code(view, node))


def _explain_gradient(view: View, node: Node, step: BackwardStep) -> Explanation:
    formula = gradient_formula(view, node, step)
    text = texts.gradient_text(view, node, step)
    code = backward_code(view, node, step)
    terms = term_formulas(view, step)
    if not step.terms:
        return Explanation("unused", view.gettext("Not used"), *formula, text, code)
    if len(step.terms) > 1:
        title = view.gettext("Used {count} times: the terms add up").format(count=len(step.terms))
        return Explanation("several-uses", title, *formula, text, code, terms)
    op = view.nodes[step.terms[0].edge.target].op
    assert op is not None
    title = view.gettext(words_for(op).noun)
    return Explanation(op.name, title, *formula, text, code, terms)


def _explain_update(view: View, node: Node, step: UpdateStep) -> Explanation:
    if (move := step.move) is not None:
        formula, text = move_formula(view, node, step, move), move_text(view, node, step, move)
        return Explanation("update", move_title(view, move), *formula, text, move_code(node, move))
    formula = update_formula(view, node, step)
    title = view.gettext("Gradient descent")
    return Explanation("update", title, *formula, texts.update_text(view, node, step), update_code(view, node, step))
