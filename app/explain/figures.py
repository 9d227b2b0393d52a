"""Recorded numbers as LaTeX: plain for rank 0, a matrix for small arrays, dots in larger ones."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from app.explain.numbers import short_digits

BREAK = r" \\ "
MATRIX = r"\begin{bmatrix}"
WIDEST = 36
"""Characters that a panel of the page shows side by side, spaces and signs counted."""

MOST = 4
"""Rows or columns that are written out; of more, the first two and the last are."""


def number_latex(value: float) -> str:
    r"""Return a number as LaTeX: `1.1`, `-3.5`, `1.2346 \times 10^{5}`, `\infty`."""
    number = float(value)
    if not math.isfinite(number):
        return r"\text{NaN}" if math.isnan(number) else r"\infty" if number > 0 else r"-\infty"
    mantissa, exponent = short_digits(number)
    return rf"{mantissa} \times 10^{{{exponent}}}" if exponent else mantissa


def shape_latex(shape: tuple[int, ...]) -> str:
    r"""Return a shape as LaTeX: `2 \times 3`; a single number has `1`."""
    return r" \times ".join(map(str, shape)) or "1"


def value_latex(value: Any) -> str:
    """Return a number or an array as LaTeX; of rank 3 and 4 only the shape, unless it is one matrix."""
    if value.ndim > 2 and value.size == value.shape[-1] * value.shape[-2]:
        value = value.reshape(value.shape[-2:])
    rank = value.ndim
    if rank == 0:
        return number_latex(value)
    if rank > 2 or value.size == 0:
        return rf"\left[{shape_latex(value.shape)}\right]"
    rows = [value.tolist()] if rank == 1 else elide(value).tolist()
    lines = [_row(row) for row in rows]
    if rank == 2 and value.shape[0] > MOST:
        lines.insert(-1, r" & ".join([r"\vdots"] * (min(value.shape[1], MOST))))
    return rf"\begin{{bmatrix}} {BREAK.join(lines)} \end{{bmatrix}}"


def equation(left: str, right: str) -> str:
    """Return both sides as one equation; on two lines where matrices would make one too wide to read."""
    if MATRIX not in left or width(left) + width(right) <= WIDEST:
        return f"{left} = {right}"
    return rf"\begin{{aligned}} & {left} \\ &= {right} \end{{aligned}}"


def width(text: str) -> int:
    """Return about how many characters wide a formula stands: of a matrix its longest row counts."""
    before, *matrices = text.split(MATRIX)
    total = len(before) // 2
    for matrix in matrices:
        inside, _, after = matrix.partition(r"\end{bmatrix}")
        total += max(map(len, inside.split(BREAK))) + len(after) // 2
    return total


def elide(matrix: Any) -> Any:
    """Return the rows of a matrix that are written out."""
    return matrix if matrix.shape[0] <= MOST else matrix[np.array([0, 1, -1])]


def _row(numbers: list[float]) -> str:
    if len(numbers) <= MOST:
        return " & ".join(map(number_latex, numbers))
    shown = [number_latex(numbers[0]), number_latex(numbers[1]), r"\cdots", number_latex(numbers[-1])]
    return " & ".join(shown)
