"""Lists and tuples: of numbers, or of anything else, which is stacked when it is used as a value."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from app.language.context import Context
from app.language.errors import Poisoned
from app.language.values import Items, Literal, MaybeValue, Poison, Value


def read_list(context: Context, node: ast.List | ast.Tuple) -> Value:
    """Read a list: of numbers, or of anything else, which is stacked when it is used."""
    numbers = literal_numbers(node)
    if numbers is not None:
        context.spend(len(numbers))
        items = Items([Literal(one) if not isinstance(one, list) else as_items(one) for one in numbers])
        literal = context.numbers_of(items, node) if isinstance(node, ast.List) and numbers else None
        if literal is None:
            return items
        if np.isinf(literal.value).any():
            raise context.fault("domain", "a number must fit in 64 bits", "got one beyond 1.8e308", "", node)
        literal.node = node
        return literal
    found = [context.attempt(item) for item in node.elts]
    return Items(clean(found))


def clean(found: list[MaybeValue]) -> list[Value]:
    """Return the values, or raise Poisoned if any is unknowable."""
    good = [one for one in found if not isinstance(one, Poison)]
    if len(good) < len(found):
        raise Poisoned
    return good


def literal_numbers(node: ast.List | ast.Tuple, depth: int = 0) -> list[Any] | None:
    """Return nested lists of plain numbers, or None if there is anything else among them."""
    result: list[Any] = []
    for item in node.elts:
        kind = type(item)
        if kind is ast.Constant:
            value = item.value  # type: ignore[attr-defined]
            if type(value) is not float and type(value) is not int:
                return None
            result.append(value)
        elif kind is ast.UnaryOp:
            value = signed_number(item)  # type: ignore[arg-type]
            if value is None:
                return None
            result.append(value)
        elif isinstance(item, ast.List | ast.Tuple) and depth < 8:
            inner = literal_numbers(item, depth + 1)
            if inner is None:
                return None
            result.append(inner)
        else:
            return None
    return result


def signed_number(node: ast.UnaryOp) -> int | float | None:
    """Return the number that `-2` stands for, or None."""
    inner = node.operand
    if isinstance(inner, ast.Constant) and type(inner.value) in (int, float):
        if isinstance(node.op, ast.USub):
            return -inner.value  # type: ignore[operator, return-value]
        if isinstance(node.op, ast.UAdd):
            return inner.value  # type: ignore[return-value]
    return None


def as_items(numbers: list[Any]) -> Items:
    """Return nested lists of numbers as items."""
    return Items([as_items(one) if isinstance(one, list) else Literal(one) for one in numbers])
