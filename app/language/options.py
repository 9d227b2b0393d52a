"""Options of functions: each kind is checked and brought into the form that operations take."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from app.language.context import Context
from app.language.static import shown, static_option, whole
from app.language.values import Value

Convert = Callable[[Context, "ast.expr | Value", ast.AST], Any]


def place_of(argument: ast.expr | Value, call: ast.AST) -> ast.AST:
    """Return where an argument stands."""
    return argument if isinstance(argument, ast.AST) else call


def to_axis(context: Context, argument: ast.expr | Value, call: ast.AST) -> Any:
    """Return an axis: None, an integer, or a tuple of integers."""
    value = static_option(context, argument)
    at = place_of(argument, call)
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(whole(context, one, at, "an axis") for one in value)
    return whole(context, value, at, "an axis")


def to_flag(context: Context, argument: ast.expr | Value, call: ast.AST) -> bool:
    """Return a truth value."""
    value = static_option(context, argument)
    if value not in (True, False) or isinstance(value, float):
        raise context.fault(
            "domain", "this option is True or False", f"got {shown(value)}", "", place_of(argument, call)
        )
    return bool(value)


def to_number(context: Context, argument: ast.expr | Value, call: ast.AST) -> float:
    """Return a number."""
    value = static_option(context, argument)
    if isinstance(value, bool):
        return int(value)
    if not isinstance(value, int | float):
        raise context.fault("domain", "this option is a number", f"got {shown(value)}", "", place_of(argument, call))
    return value


def to_bound(context: Context, argument: ast.expr | Value, call: ast.AST) -> float | None:
    """Return a bound: a number, or None for no bound."""
    if isinstance(argument, ast.Constant) and argument.value is None:
        return None
    return to_number(context, argument, call)


def to_pair(context: Context, argument: ast.expr | Value, call: ast.AST) -> int | tuple[int, ...]:
    """Return a size for rows and columns: one whole number for both, or one for each."""
    value = static_option(context, argument)
    at = place_of(argument, call)
    if isinstance(value, tuple):
        return tuple(whole(context, one, at, "a size") for one in value)
    return whole(context, value, at, "a size")


def to_approximate(context: Context, argument: ast.expr | Value, call: ast.AST) -> str:
    """Return gelu's form, 'none' or 'tanh'; True means 'tanh', as in JAX and TensorFlow."""
    value = static_option(context, argument)
    value = {True: "tanh", False: "none"}.get(value, value) if isinstance(value, bool) else value
    if value not in ("none", "tanh"):
        rule = "approximate is 'none' or 'tanh'"
        raise context.fault("domain", rule, f"got {shown(value)}", "", place_of(argument, call))
    return str(value)


def to_reduction(context: Context, argument: ast.expr | Value, call: ast.AST) -> str:
    """Return how a loss is reduced: 'mean', 'sum' or 'none'."""
    value = static_option(context, argument)
    if value not in ("mean", "sum", "none"):
        rule = "reduction is 'mean', 'sum' or 'none'"
        raise context.fault("domain", rule, f"got {shown(value)}", "", place_of(argument, call))
    return str(value)


def to_shape(context: Context, argument: ast.expr | Value, call: ast.AST) -> tuple[int, ...]:
    """Return a shape: one integer or several."""
    value = static_option(context, argument)
    at = place_of(argument, call)
    sizes = value if isinstance(value, tuple) else (value,)
    return tuple(whole(context, one, at, "a size") for one in sizes)


CONVERTERS: dict[str, Convert] = {
    "axis": to_axis,
    "flag": to_flag,
    "number": to_number,
    "bound": to_bound,
    "pair": to_pair,
    "approximate": to_approximate,
    "reduction": to_reduction,
}
