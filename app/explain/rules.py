"""An operation's own rule, apart from any program: its templates with letters in them."""

from __future__ import annotations

from typing import NamedTuple

from app.engine.ops.record import Op
from app.explain.template import Filling, fill_template, read_template

OUTPUT = "f"
LETTERS: dict[str, tuple[str, ...]] = {
    "elementwise": ("a", "b"),
    "matmul": ("A", "B"),
    "loss": ("y", "t"),
    "jacobian": ("x", r"\gamma", r"\beta"),
    "window": ("x", "W", "b"),
    "selection": ("a", "b", r"\ldots"),
}


class Rule(NamedTuple):
    """What an operation does, LaTeX; `f` is its result.

    Attributes:
        formula: the rule, as an equation.
        derivative: for each operand the derivative of the result; the last stands for all further operands.
        kink: the convention where there is no derivative, or an empty text.
        domain: where it is defined, or an empty text for all numbers.
    """

    formula: str
    derivative: tuple[str, ...]
    kink: str
    domain: str


def rule_of(op: Op) -> Rule:
    """Return an operation's rule with letters for its operands."""
    filling = Filling(operands=operand_letters(op), output=OUTPUT, options=option_letters)

    def fill(template: str) -> str:
        return fill_template(read_template(template), filling)

    return Rule(
        f"{OUTPUT} = {fill(op.formula)}", tuple(fill(one) for one in op.derivative), fill(op.kink), fill(op.domain)
    )


def operand_letters(op: Op) -> tuple[str, ...]:
    """Return a letter for each operand: x where there is one, c for a condition."""
    if op.arity == (1, 1):
        return ("x",)
    return ("c", "a", "b") if op.arity == (3, 3) else LETTERS[op.family]


def option_letters(name: str) -> str:
    """Return an option's name as LaTeX."""
    letters = name.replace("_", r"\_")
    return "" if name == "sliding" else rf"\mathrm{{{letters}}}"
