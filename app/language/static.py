"""Numbers that must be known while reading: counts, indices, axes, shapes, options."""

from __future__ import annotations

import ast
from typing import Any

from app.language.context import Context
from app.language.errors import Fault
from app.language.expressions import check_size, fold_literals
from app.language.fold import EXACT
from app.language.limits import DEPTH
from app.language.values import Items, Value

RULE = "counts, indices and options must be known before the program runs"


def static_number(context: Context, node: ast.expr) -> int | float:
    """Return the number an expression stands for: literals, loop variables, scalar leaves, and arithmetic on them.

    Raises:
        Fault: it is not known while reading.
    """
    context.depth += 1
    try:
        if context.depth > DEPTH:
            raise context.too_deep(node)
        if isinstance(node, ast.BinOp):
            return static_binary(context, node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            number = static_number(context, node.operand)
            return -number if isinstance(node.op, ast.USub) else number
        known = context.known(context.evaluate(node))
        if known is None:
            raise unknown(context, node)
        return known
    finally:
        context.depth -= 1


def static_binary(context: Context, node: ast.BinOp) -> int | float:
    """Return what arithmetic on known numbers gives."""
    chain = [node]
    left = node.left
    while isinstance(left, ast.BinOp):
        chain.append(left)
        left = left.left
    context.spend(len(chain))
    value = static_number(context, left)
    for one in reversed(chain):
        folded = fold_literals(context, one, type(one.op), value, static_number(context, one.right))
        if folded is None:
            raise unknown(context, one)
        value = folded
    return value


def unknown(context: Context, node: ast.AST) -> Fault:
    """Make the fault for a number that is not known while reading."""
    hint = "Write it as a number, a loop variable, or a name that was assigned a number."
    return context.fault("language", RULE, "got a value that is computed", hint, node)


def static_integer(context: Context, node: ast.expr, what: str) -> int:
    """Return a whole number that is known while reading."""
    return whole(context, static_number(context, node), node, what)


def whole(context: Context, number: Any, node: ast.AST, what: str) -> int:
    """Return `number` if it is a whole one.

    Raises:
        Fault: it is not.
    """
    if type(number) is int and abs(number) <= EXACT:
        return number
    found = f"got {float(number):.6g}" if isinstance(number, int | float) else f"got {shown(number)}"
    raise context.fault("domain", f"{what} must be a whole number", found, "", node)


def static_option(context: Context, argument: ast.expr | Value) -> Any:
    """Return an option's value: a number, None, a truth value, a text, or a tuple of numbers."""
    if isinstance(argument, ast.Constant):
        if isinstance(argument.value, complex | bytes):
            raise unknown(context, argument)
        if isinstance(argument.value, int | float):
            check_size(context, argument.value, argument)
        return argument.value
    if isinstance(argument, ast.Tuple | ast.List):
        return tuple(static_number(context, item) for item in argument.elts)
    if isinstance(argument, ast.Attribute) and argument.attr == "shape":
        argument = context.evaluate(argument)
    if isinstance(argument, ast.expr):
        return static_number(context, argument)
    if isinstance(argument, Items):
        return tuple(known_or_fault(context, item) for item in argument.items)
    return known_or_fault(context, argument)


def known_or_fault(context: Context, value: Value) -> int | float:
    """Return the number a value is known to be."""
    known = context.known(value)
    if known is None:
        raise context.fault("language", RULE, "got a value that is computed")
    return known


def shown(value: Any) -> str:
    """Write an option's value into a message, cut short."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
