"""The error δ of a layer by its recursion: the slope of the activation times what the next layer's errors send back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from app.engine.ops.record import Op
from app.engine.shapes import Array
from app.explain.figures import equation, number_latex, value_latex
from app.explain.forward import MOST_TERMS, guarded
from app.explain.records import Formula

DOTS = r"\cdots"
SLOPES = {"σ": r"\sigma'", "tanh": r"\tanh'", "sin": r"\sin'", "cos": r"\cos'"}


class Part(NamedTuple):
    """One number or matrix: its name and its recorded value, LaTeX."""

    symbol: str
    number: str


def layer_symbol(layer: int, place: str = "") -> str:
    """Return the name of a layer's δ, or of one of its elements."""
    return rf"\delta^{{({layer})}}" + (f"_{{{place}}}" if place else "")


def element_symbol(name: str, place: str) -> str:
    """Return the name of one element of a value whose name is LaTeX."""
    if "_" in name and place:
        return rf"{name}{{\scriptstyle[{place}]}}"  # two subscripts in a row would read as one number
    return f"{name}_{{{place}}}" if place else name


def slope_symbol(op: Op, of: str) -> str:
    r"""Return the slope of an activation at a value: `\sigma'(z_{1})`."""
    found = SLOPES.get(op.symbol)
    if found is None:
        word = op.symbol if op.symbol.isascii() and op.symbol.isalpha() else op.name.replace("_", r"\_")
        found = rf"\operatorname{{{word}}}'"
    return f"{found}({of})"


def written_sum(count: int, part: Callable[[int], str], rest: str = "") -> str:
    """Return a sum of parts, those in the middle of many as dots.

    Args:
        count: how many parts there are.
        part: makes one.
        rest: one more part, which is always written.
    """
    if count <= MOST_TERMS:
        parts = [part(i) for i in range(count)]
    else:
        parts = [part(0), part(1), part(2), DOTS, part(count - 1)]
    return " + ".join([*parts, rest] if rest else parts).replace("+ -", "- ")


def matrix_delta(own: str, value: Array, slope: Part | None, after: Part, weights: Part) -> Formula:
    """Return a hidden layer's δ: σ′(z) ∘ (δ Wᵀ), with the next layer's δ and W.

    Args:
        own: this δ's name.
        value: this δ.
        slope: the activation's; None where there is none.
        after: the next layer's δ.
        weights: the next layer's matrix.
    """
    back = [rf"{delta}\,{braced(matrix)}^{{\top}}" for delta, matrix in zip(after, weights, strict=True)]
    if slope is None:
        return Formula(f"{own} = {back[0]}", equation(value_latex(value), back[1]))
    symbolic, numeric = (rf"{s} \odot \left({b}\right)" for s, b in zip(slope, back, strict=True))
    return Formula(f"{own} = {symbolic}", equation(value_latex(value), numeric))


def unit_delta(own: str, value: float, slope: Part | None, sent: Sequence[str]) -> Formula:
    """Return one neuron's δ: σ′(z) · Σ w·δ over the neurons that read it.

    Args:
        own: this δ's name.
        value: this δ.
        slope: the activation's; None where there is none.
        sent: the sum Σ w·δ, in names and in numbers.
    """
    left = (own, number_latex(value))
    if slope is None:
        return Formula(*(f"{a} = {b}" for a, b in zip(left, sent, strict=True)))
    return Formula(*(rf"{a} = {s} \cdot \left({b}\right)" for a, s, b in zip(left, slope, sent, strict=True)))


def last_delta(own: str, value: Array | float, slope: Part, gradient: Part) -> Formula:
    """Return the last layer's δ: the activation's slope times the loss's derivative with respect to a."""
    sign = r"\odot" if np.ndim(value) else r"\cdot"
    numeric = rf"{slope.number} {sign} {guarded(gradient.number)}"
    return Formula(
        f"{own} = {slope.symbol} {sign} {gradient.symbol}", equation(value_latex(np.asarray(value)), numeric)
    )


def softmax_delta(
    own: str, unit: int, value: float, count: int, output: Callable[[int], Part], slope: Callable[[int], Part]
) -> Formula:
    """Return one δ before a softmax: s_j · (u_j − Σ u·s), the Jacobian's row times the loss's derivatives u.

    Args:
        own: this δ's name.
        unit: j.
        value: this δ.
        count: how many outputs the sample has.
        output: gives an output, s.
        slope: gives the derivative of the loss with respect to an output, u.
    """
    names = written_sum(count, lambda k: rf"{slope(k).symbol} \cdot {output(k).symbol}")
    numbers = written_sum(count, lambda k: rf"{slope(k).number} \cdot {guarded(output(k).number)}")
    s, u = output(unit), slope(unit)
    return Formula(
        rf"{own} = {s.symbol} \cdot \left({u.symbol} - \left({names}\right)\right)",
        rf"{number_latex(value)} = {s.number} \cdot \left({u.number} - \left({numbers}\right)\right)",
    )


def braced(text: str) -> str:
    """Put a name that has a subscript into braces, so that something may stand above it."""
    return text if text.startswith(r"\begin") or "_" not in text else f"{{{text}}}"


__all__ = [
    "Part",
    "element_symbol",
    "last_delta",
    "layer_symbol",
    "matrix_delta",
    "slope_symbol",
    "softmax_delta",
    "unit_delta",
    "written_sum",
]
