"""Softmax and cross-entropy collapsing to (s − t)/B, beside the long way that the trace recorded."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.collapse import Collapse, collapse
from app.engine.trace import BackwardStep, Trace
from app.explain.deltas import element_symbol
from app.explain.figures import equation, number_latex, value_latex
from app.explain.forward import guarded
from app.explain.records import Formula
from app.explain.view import View
from app.story.numbers import Spell, spell

PAIR = ("softmax", "cross_entropy_probs")


def add_collapses(steps: list[dict[str, Any]], trace: Trace, locale: str, number: Spell) -> None:
    """Add the short way to the backward step of what a softmax reads, where a cross-entropy reads that softmax.

    Args:
        steps: the steps as JSON.
        trace: their trace, over whole values or over elements.
        locale: the language.
        number: how arrays are spelled.
    """
    whole = trace.element_of or trace
    if not any(node.op is not None and node.op.name == PAIR[1] for node in whole.graph.nodes):
        return
    view = View(whole, locale)
    index = {told["node"]: told for told in steps if told["phase"] == "backward"}
    for step in whole.steps:
        if not isinstance(step, BackwardStep):
            continue
        found = collapse(whole, step, *PAIR)
        if found is None:
            continue
        node = whole.graph.nodes[step.node]
        if trace is whole:
            index[node.id]["collapse"] = told_collapse(
                collapse_formula(view, found), number(found.value), found.difference
            )
            continue
        for place, value in np.ndenumerate(found.value):
            text = ",".join(map(str, place))
            difference = abs(float(value) - float(np.asarray(step.gradient)[place]))
            formula = element_formula(view, found, place, text)
            index[f"{node.id}[{text}]"]["collapse"] = told_collapse(formula, number(value), difference)


def told_collapse(formula: Formula, value: Any, difference: float) -> dict[str, Any]:
    """Return a short way as JSON."""
    return {
        "symbolic": formula.symbolic,
        "numeric": formula.numeric,
        "value": value,
        "difference": spell(difference),
    }


def collapse_formula(view: View, found: Collapse) -> Formula:
    """Return (s − t)/B in names and in numbers."""
    s, t = found.outputs, found.targets
    names, numbers = factors(view, found)
    symbolic = rf"{names}\left({view.symbol(s)} - {view.symbol(t)}\right)"
    numeric = rf"{numbers}\left({value_latex(view.values[s])} - {value_latex(view.values[t])}\right)"
    z = view.nodes[s].operands[0]
    return Formula(f"{view.partial(z)} = {symbolic}", equation(value_latex(found.value), numeric))


def element_formula(view: View, found: Collapse, place: tuple[int, ...], text: str) -> Formula:
    """Return one element of (s − t)/B."""
    s, t = (element_symbol(view.symbol(i), text) for i in (found.outputs, found.targets))
    z = element_symbol(view.symbol(view.nodes[found.outputs].operands[0]), text)
    names, numbers = factors(view, found)
    left, right = (number_latex(float(np.asarray(view.values[i])[place])) for i in (found.outputs, found.targets))
    return Formula(
        rf"\frac{{\partial {view.subject}}}{{\partial {z}}} = {names}\left({s} - {t}\right)",
        rf"{number_latex(float(found.value[place]))} = {numbers}\left({left} - {guarded(right)}\right)",
    )


def factors(view: View, found: Collapse) -> tuple[str, str]:
    """Return what stands before (s − t): the loss's own gradient where it is not 1, and 1/B for several rows."""
    names, numbers = "", ""
    upstream = float(view.trace.gradients[found.loss])
    if upstream != 1.0:
        names, numbers = rf"{view.partial(found.loss)} \cdot ", rf"{number_latex(upstream)} \cdot "
    if found.rows == 1:
        return names, numbers
    return rf"{names}\frac{{1}}{{B}}", rf"{numbers}\frac{{1}}{{{found.rows}}}"
