"""A backward step as a formula: a gradient is the sum of its terms, or the seed."""

from __future__ import annotations

from app.engine.graph import Node
from app.engine.trace import BackwardStep
from app.explain.chain import term_body, term_formula
from app.explain.figures import equation, value_latex
from app.explain.forward import guarded
from app.explain.records import Formula
from app.explain.view import View

MOST_TERMS = 4


def seed_formula(view: View, node: Node, step: BackwardStep) -> Formula:
    """Return where the pass starts: the derivative of the output with respect to itself, or what was given."""
    gradient = value_latex(step.gradient)
    partial = view.partial(node.index)
    if view.is_whole:
        return Formula(f"{partial} = 1", f"{gradient} = 1")
    source = view.gettext("given") if view.trace.seed_given or view.trace.element_of else view.gettext("ones")
    return Formula(rf"{partial} = \text{{{source}}}", rf"{partial} = {gradient}")


def gradient_formula(view: View, node: Node, step: BackwardStep) -> Formula:
    """Return a gradient as its term, as the sum of its terms, or as 0 where nothing used the value."""
    gradient, partial = value_latex(step.gradient), view.partial(node.index)
    if not step.terms:
        return Formula(f"{partial} = 0", f"{gradient} = 0")
    if len(step.terms) == 1:
        body = term_body(view, step.terms[0], (view.gettext("upstream"), view.gettext("local")))
        return Formula(f"{partial} = {body.symbolic}", equation(gradient, body.numeric))
    return Formula(f"{partial} = {_sum_of_names(view, step)}", equation(gradient, _sum_of_numbers(step)))


def term_formulas(view: View, step: BackwardStep) -> tuple[Formula, ...]:
    """Return each term by itself."""
    return tuple([term_formula(view, term) for term in step.terms])


def _sum_of_names(view: View, step: BackwardStep) -> str:
    via = view.gettext("via")
    shown = step.terms if len(step.terms) <= MOST_TERMS else (*step.terms[:2], step.terms[-1])
    parts = [
        rf"\underbrace{{{term_body(view, term).symbolic}}}_{{\text{{{via} }}{view.symbol(term.edge.target)}}}"
        for term in shown
    ]
    if len(shown) < len(step.terms):
        parts.insert(-1, r"\cdots")
    return " + ".join(parts)


def _sum_of_numbers(step: BackwardStep) -> str:
    shown = step.terms if len(step.terms) <= MOST_TERMS else (*step.terms[:2], step.terms[-1])
    parts = [value_latex(term.contribution) for term in shown]
    parts = [parts[0], *map(guarded, parts[1:])]
    if len(shown) < len(step.terms):
        parts.insert(-1, r"\cdots")
    return " + ".join(parts)
