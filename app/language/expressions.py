"""How numbers, operators and comparisons are read, and what is refused."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from app.language.context import Context
from app.language.errors import Fault, Poisoned
from app.language.fold import fold
from app.language.lists import clean, signed_number
from app.language.unsupported import describe
from app.language.values import POISON, Literal, Poison, Value

BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
    ast.MatMult: "matmul",
}
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
}
RULE = "a program is made of assignments and formulas"


def unsupported(context: Context, node: ast.AST, at: ast.AST | None = None) -> Fault:
    """Make the fault for Python that is no part of the language."""
    found, hint = describe(node)
    return context.fault("language", RULE, f"got {found}", hint, at or node)


def read_unsupported(context: Context, node: ast.expr) -> Value:
    """Refuse an expression that is no part of the language."""
    raise unsupported(context, node)


def read_number(context: Context, node: ast.Constant) -> Value:
    """Read a literal."""
    value = node.value
    if type(value) is float or type(value) is int:
        check_size(context, value, node)
        return Literal(value, node)
    hint = "Write 1 or 0." if isinstance(value, bool) else ""
    found = f"got {value}" if value is None or isinstance(value, bool) else "got a text"
    if isinstance(value, complex):
        found, hint = "got an imaginary number", "Keep real and imaginary parts in values of their own."
    elif value is ...:
        found, hint = "got '...'", "Write the value that is meant."
    raise context.fault("language", "a value is a number or a list of numbers", found, hint, node)


def check_size(context: Context, value: int | float, node: ast.AST) -> None:
    """Refuse a number that float64 cannot hold."""
    try:
        fits = abs(float(value)) != float("inf")
    except OverflowError:
        fits = False
    if not fits:
        raise context.fault("domain", "a number must fit in 64 bits", "got one beyond 1.8e308", "", node)


def read_binary(context: Context, node: ast.BinOp) -> Value:
    """Read an operator; a long chain `a + b + c + …` is walked, not descended."""
    chain = [node]
    left = node.left
    while type(left) is ast.BinOp:
        chain.append(left)
        left = left.left
    context.spend(len(chain))
    value = context.attempt(left)
    for one in reversed(chain):
        right = context.attempt(one.right)
        if isinstance(value, Poison) or isinstance(right, Poison):
            value = POISON
            continue
        try:
            value = combine(context, one, type(one.op), value, right)
        except Fault as fault:
            context.report(fault)
            value = POISON
    if isinstance(value, Poison):
        raise Poisoned
    return value


def combine(
    context: Context, node: ast.BinOp | ast.AugAssign, kind: type[ast.operator], left: Value, right: Value
) -> Value:
    """Apply a binary operator; two numbers known while reading make a third."""
    if isinstance(left, Literal) and isinstance(right, Literal) and left.folds and right.folds:
        folded = fold_literals(context, node, kind, left.value, right.value)
        if folded is not None:
            return Literal(folded)
    operation = BINARY.get(kind)
    if operation is None:
        raise unsupported(context, node.op, node)
    return context.apply(operation, [context.node_of(left, node), context.node_of(right, node)], node)


def fold_literals(
    context: Context, node: ast.AST, kind: type[ast.operator], left: Any, right: Any
) -> int | float | None:
    """Return the number that two literals make, or None where they are arrays or make no real number."""
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return None
    try:
        return fold(kind, left, right)
    except OverflowError:
        found = "got a power or product beyond 1.8e308"
        raise context.fault("domain", "a number must fit in 64 bits", found, "Use a smaller one.", node) from None


def read_unary(context: Context, node: ast.UnaryOp) -> Value:
    """Read a sign."""
    number = signed_number(node)
    if number is not None:
        check_size(context, number, node)
        return Literal(number, node)
    if not isinstance(node.op, ast.USub | ast.UAdd):
        raise unsupported(context, node.op, node)
    value = context.evaluate(node.operand)
    if isinstance(node.op, ast.UAdd):
        return value
    if isinstance(value, Literal) and isinstance(value.value, int | float) and value.folds:
        return Literal(-value.value)
    return context.apply("negative", [context.node_of(value, node.operand)], node)


def read_comparison(context: Context, node: ast.Compare) -> Value:
    """Read a comparison: a mask of ones and zeros."""
    if len(node.ops) > 1:
        hint = "Multiply two masks: (0 < x) * (x < 1)."
        raise context.fault("language", "a comparison has two sides", "got a chain of them", hint, node)
    operation = COMPARISONS.get(type(node.ops[0]))
    if operation is None:
        raise unsupported(context, node.ops[0], node)
    left, right = clean([context.attempt(node.left), context.attempt(node.comparators[0])])
    return context.apply(
        operation, [context.node_of(left, node.left), context.node_of(right, node.comparators[0])], node
    )
