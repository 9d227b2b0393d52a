"""Loops and comprehensions over `range`: unrolled, after their turns are counted."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TypeAlias

from app.language.context import Context
from app.language.lists import clean
from app.language.static import static_integer
from app.language.values import Items, Literal, MaybeValue, Value

ReadBody: TypeAlias = Callable[[Context, Iterable[ast.stmt]], "MaybeValue | None"]
RULE = "a loop runs over a range of constant length"


def read_range(context: Context, node: ast.expr) -> range:
    """Read `range(…)`, and count its turns before any is taken.

    Raises:
        Fault: it is something else, or too long.
    """
    hint = "Write for i in range(3): and use x[i]."
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range"):
        raise context.fault("language", RULE, "got something else", hint, node)
    if not 1 <= len(node.args) <= 3 or node.keywords:
        raise context.fault("name", "range is called as range(start, stop, step)", "got other arguments", hint, node)
    bounds = [static_integer(context, one, "a bound of range") for one in node.args]
    if len(bounds) == 3 and bounds[2] == 0:
        raise context.fault("domain", "a range's step is not 0", "got 0", "Use 1 or -1.", node.args[2])
    turns = range(*bounds)
    context.turn(len(turns), node)
    return turns


def read_for(context: Context, node: ast.For, read_body: ReadBody) -> MaybeValue | None:
    """Read a loop's body once for each turn; after a turn with errors the rest is left."""
    if node.orelse:
        raise context.fault("language", RULE, "got an 'else' after a loop", "Leave it out.", node.orelse[0])
    if not isinstance(node.target, ast.Name):
        raise context.fault(
            "language", "a loop has one variable", "got another target", "Write for i in …", node.target
        )
    for number in read_range(context, node.iter):
        before = len(context.errors)
        context.scope.names[node.target.id] = Literal(number)
        result = read_body(context, node.body)
        if result is not None:
            return result
        if len(context.errors) > before:
            break
    return None


def read_comprehension(context: Context, node: ast.ListComp | ast.GeneratorExp) -> Value:
    """Read `[f(x[i]) for i in range(3)]` as the list it makes."""
    loop = node.generators[0]
    if len(node.generators) > 1 or loop.ifs or loop.is_async or not isinstance(loop.target, ast.Name):
        hint = "Use one 'for' over one range, or write a loop."
        raise context.fault("language", "a list is made by one loop over a range", "got more than that", hint, node)
    name = loop.target.id
    names = context.scope.names
    outer = names.get(name)
    found: list[MaybeValue] = []
    try:
        for number in read_range(context, loop.iter):
            before = len(context.errors)
            names[name] = Literal(number)
            found.append(context.attempt(node.elt))
            if len(context.errors) > before:
                break
    finally:
        if outer is None:
            names.pop(name, None)
        else:
            names[name] = outer
    return Items(clean(found))
