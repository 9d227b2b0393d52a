"""An update step as a formula: a parameter moves against its gradient."""

from __future__ import annotations

from app.engine.graph import Node
from app.engine.trace import UpdateStep
from app.explain.figures import equation, number_latex, value_latex
from app.explain.forward import guarded
from app.explain.records import Formula
from app.explain.view import View


def update_formula(view: View, node: Node, step: UpdateStep) -> Formula:
    """Return w ← w − η · gradient."""
    name = view.symbol(node.index)
    rate, gradient = number_latex(step.learning_rate), guarded(value_latex(step.gradient))
    return Formula(
        rf"{name} \leftarrow {name} - \eta \cdot {view.partial(node.index)}",
        equation(value_latex(step.new), rf"{value_latex(step.old)} - {guarded(rate)} \cdot {gradient}"),
    )
