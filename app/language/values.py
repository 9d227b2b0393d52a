"""What an expression stands for while a program is read, and how JSON becomes numbers."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from app.engine.errors import DomainError, ShapeError
from app.engine.graph import Role
from app.engine.shapes import Array

SPELLED = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
MOST_AXES = 4


class Literal:
    """Numbers that are known while reading, not yet in the graph: one, or an array.

    Attributes:
        value: an integer, a float, or a float64 array of rank 1 to 4.
        node: where the program writes it; None where it is worked out.
        role: what it will be in the graph; None for a bare number in an expression.
        folds: whether arithmetic with another number makes a number; what a function is called with does not,
            so that the function's own formula is seen.
        index: its node in the graph, once it has one.
    """

    __slots__ = ("folds", "index", "node", "role", "value")

    def __init__(self, value: int | float | Array, node: ast.expr | None = None, role: Role | None = None) -> None:
        self.value = value
        self.node = node
        self.role = role
        self.folds = role is None
        self.index: int | None = None


class Items:
    """A list or tuple whose parts are not all numbers: stacked when it is used as a value."""

    __slots__ = ("items",)

    def __init__(self, items: Sequence[Value]) -> None:
        self.items = tuple(items)


class Routine:
    """A function that the program defines."""

    __slots__ = ("called", "node")

    def __init__(self, node: ast.FunctionDef) -> None:
        self.node = node
        self.called = False


class Nothing:
    """What a part of the program that does nothing here would have made, such as an optimizer."""

    __slots__ = ("what",)

    def __init__(self, what: str) -> None:
        self.what = what


class Module:
    """A function with its options, waiting for its operands: `nn.MSELoss()`."""

    __slots__ = ("arguments", "function", "keywords", "what")

    def __init__(
        self, what: str, function: str, arguments: Sequence[ast.expr], keywords: Mapping[str, ast.keyword]
    ) -> None:
        self.what = what
        self.function = function
        self.arguments = tuple(arguments)
        self.keywords = dict(keywords)


class Poison:
    """Stands for a value that an error has made unknowable."""

    __slots__ = ()


POISON = Poison()
# A node of the graph is its index; everything else is an object.
Value: TypeAlias = int | Literal | Items | Routine | Nothing | Module
MaybeValue: TypeAlias = Value | Poison


def to_array(value: Any) -> Array:
    """Return JSON numbers as float64: a number, or nested lists of equal lengths.

    Args:
        value: numbers, the strings "NaN", "Infinity" and "-Infinity", or lists of them, of rank 0 to 4; float64 arrays
            stay as they are.

    Returns:
        float64, rank 0 to 4.

    Raises:
        ShapeError: the lists are ragged or nest too deep.
        DomainError: something is not a number that float64 can hold, or a list is empty.
    """
    if isinstance(value, np.ndarray):
        return value
    shape: list[int] = []
    level = [value]
    while level and type(level[0]) in (list, tuple):
        if len(shape) == MOST_AXES:
            raise ShapeError(f"a value has rank 0 to {MOST_AXES}", "got lists nested deeper", "Flatten it.")
        size = len(level[0])
        if not all(type(one) in (list, tuple) and len(one) == size for one in level):
            raise ShapeError("a nested list needs rows of equal length", "got rows that differ", "Fill them up.")
        if size == 0:
            raise DomainError("a list needs at least one number", "got an empty one", "Write [0], for example.")
        shape.append(size)
        level = [item for one in level for item in one]
    return np.array(as_floats(level), dtype=np.float64).reshape(shape)


def as_floats(numbers: list[Any]) -> list[float]:
    """Return each number as a float.

    Raises:
        ShapeError: a list stands among numbers.
        DomainError: something else stands among them, or a number is too large.
    """
    if set(map(type, numbers)) <= {float}:
        return numbers
    result: list[float] = []
    for number in numbers:
        kind = type(number)
        if kind is str and number in SPELLED:
            result.append(SPELLED[number])
        elif kind is int or kind is float:
            try:
                result.append(float(number))
            except OverflowError:
                raise DomainError("a number must fit in 64 bits", "got one beyond 1.8e308") from None
        elif kind in (list, tuple):
            raise ShapeError("a nested list needs rows of equal length", "got a row beside a number", "Fill them up.")
        else:
            hint = "Write 1 or 0." if kind is bool else "'NaN', 'Infinity' and '-Infinity' are the strings allowed."
            raise DomainError("a value is a number or a list of numbers", f"got {describe_json(number)}", hint)
    return result


def describe_json(value: Any) -> str:
    """Say what a JSON value is, in a few words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text '{value[:20]}{'…' if len(value) > 20 else ''}'".encode(errors="replace").decode()
    return "an object" if isinstance(value, dict) else f"a {type(value).__name__}"


def plain_numbers(value: Items) -> list[Any] | None:
    """Return nested items as nested lists of numbers, or None if anything else is among them."""
    result: list[Any] = []
    for item in value.items:
        if isinstance(item, Literal):
            result.append(item.value.tolist() if isinstance(item.value, np.ndarray) else item.value)
        elif isinstance(item, Items):
            inner = plain_numbers(item)
            if inner is None:
                return None
            result.append(inner)
        else:
            return None
    return result
