"""Arithmetic on numbers that are known while reading: indices, counts, and literals beside each other."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

EXACT = 2**53
"""Integers are folded as such up to here; float64 holds each of them."""

OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
WHOLE: dict[type[ast.operator], Callable[[Any, Any], Any]] = {ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod}


def fold(kind: type[ast.operator], left: int | float, right: int | float) -> int | float | None:
    """Return `left ⟨kind⟩ right` as Python would compute it, or None where that is no real number.

    Integers stay integers while they are exact; beyond, floats are used, so that nothing grows without bound.

    Raises:
        OverflowError: the result is larger than float64 can hold.
    """
    whole = type(left) is int and type(right) is int
    if kind in WHOLE:
        return WHOLE[kind](left, right) if whole and right else None
    if kind not in OPERATIONS:
        return None
    if kind is ast.Pow and whole and (right < 0 or (right > 64 and abs(left) > 1)):
        left = float(left)
    try:
        result = OPERATIONS[kind](left, right)
    except ZeroDivisionError:
        return None
    if isinstance(result, complex):
        return None
    if type(result) is int and abs(result) > EXACT:
        return float(result)
    if result in (float("inf"), float("-inf")) and abs(left) != result and abs(right) != result:
        raise OverflowError
    return result  # type: ignore[no-any-return]
