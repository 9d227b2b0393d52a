"""The program's own functions: the body is read anew at each call, with the arguments in the parameters' place.

A value that gets a name inside a function `f` has the id `f.name`, versioned as others are; the one that is
returned takes the caller's name for it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeAlias

from app.language.context import Context
from app.language.errors import Poisoned
from app.language.expressions import RULE, unsupported
from app.language.limits import DEPTH
from app.language.scopes import Scope
from app.language.values import POISON, Items, Literal, MaybeValue, Poison, Routine, Value

ReadBody: TypeAlias = Callable[[Context, list[ast.stmt]], "MaybeValue | None"]
# One call takes as many of Python's own frames as this many levels of an expression.
CALL_DEPTH = 4


def check_definition(context: Context, node: ast.FunctionDef) -> None:
    """Refuse definitions that cannot be inlined.

    Raises:
        Fault: decorators, or parameters that take any number of arguments.
    """
    for decorator in node.decorator_list:
        raise context.fault("language", RULE, "got a decorator, '@'", "Leave it out.", decorator)
    for extra in (node.args.vararg, node.args.kwarg):
        if extra is not None:
            raise context.fault("language", RULE, "got a '*' parameter", "Write each parameter out.", extra)
    if context.scope is not context.top:
        raise context.fault("language", RULE, "got a function inside a function", "Define it before.", node)


def inline(context: Context, node: ast.Call, routine: Routine, read_body: ReadBody) -> Value:
    """Read a function's body with a call's arguments.

    Args:
        context: the state of reading.
        node: the call.
        routine: the function.
        read_body: reads statements and returns what a `return` among them gives.

    Returns:
        What it returns.
    """
    name = routine.node.name
    if name in context.active:
        hint = "Write it as a loop: for i in range(10):"
        raise context.fault("language", "a function cannot call itself", f"'{name}' does", hint, node)
    context.turn(1, node)
    arguments = match_arguments(context, node, routine.node)
    routine.called = True
    outer, root, statement, target = context.scope, context.root, context.statement, context.target
    context.depth += CALL_DEPTH
    if context.depth > DEPTH:
        context.depth -= CALL_DEPTH
        raise context.too_deep(node)
    context.active.append(name)
    context.scope = Scope(arguments, f"{name}.")
    try:
        result = read_body(context, routine.node.body)
        inner = context.scope
    finally:
        context.scope, context.root, context.statement, context.target = outer, root, statement, target
        context.active.pop()
        context.depth -= CALL_DEPTH
    if isinstance(result, Poison):
        raise Poisoned
    context.name_locals(inner, nodes_in(result))
    if result is None:
        hint = "End it with return and the value."
        raise context.fault("language", "a function gives back a value", f"'{name}' returns nothing", hint, node)
    return result


def nodes_in(value: Value | None) -> set[int]:
    """Return the nodes that a function returns."""
    if isinstance(value, Items):
        return {index for item in value.items for index in nodes_in(item)}
    return {value} if type(value) is int else set()


def match_arguments(context: Context, node: ast.Call, definition: ast.FunctionDef) -> dict[str, MaybeValue]:
    """Return what each parameter stands for in a call.

    Raises:
        Fault: arguments that are too many, unknown, doubled or missing.
        Poisoned: one of them is unknowable.
    """
    spec = definition.args
    positional = [one.arg for one in (*spec.posonlyargs, *spec.args)]
    known = positional + [one.arg for one in spec.kwonlyargs]
    rule = f"{definition.name} is called as {definition.name}({', '.join(known)})"
    if len(node.args) > len(positional):
        raise context.fault("name", rule, f"got {len(node.args)} arguments", "", node)
    given: dict[str, ast.expr] = {}
    for parameter, argument in zip(positional, node.args, strict=False):
        if isinstance(argument, ast.Starred):
            raise unsupported(context, argument)
        given[parameter] = argument
    for keyword in node.keywords:
        if keyword.arg not in known or keyword.arg in given:
            found = "'**'" if keyword.arg is None else f"'{keyword.arg}'"
            raise context.fault("name", rule, f"got {found}", "", keyword)
        given[keyword.arg] = keyword.value
    values: dict[str, MaybeValue] = {name: context.attempt(argument) for name, argument in given.items()}
    if any(isinstance(value, Poison) for value in values.values()):
        raise Poisoned
    for name, default in defaults_of(spec):
        if name not in values and default is not None:
            values[name] = read_default(context, default)
    missing = [name for name in known if name not in values]
    if missing:
        raise context.fault("name", rule, f"'{missing[0]}' is missing", "", node)
    return {name: as_parameter(value) for name, value in values.items()}


def as_parameter(value: MaybeValue) -> MaybeValue:
    """Return what a parameter stands for: a number becomes one value, however often the function uses it."""
    if not isinstance(value, Literal):
        return value
    literal = Literal(value.value, value.node, value.role)
    literal.folds = False
    return literal


def defaults_of(spec: ast.arguments) -> list[tuple[str, ast.expr | None]]:
    """Return the parameters that have a default, with it."""
    positional = [*spec.posonlyargs, *spec.args]
    tail = positional[len(positional) - len(spec.defaults) :]
    pairs: list[tuple[str, ast.expr | None]] = [(one.arg, d) for one, d in zip(tail, spec.defaults, strict=True)]
    return pairs + [(one.arg, d) for one, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True)]


def read_default(context: Context, node: ast.expr) -> MaybeValue:
    """Read a parameter's default where the function is defined: among the program's names."""
    outer, context.scope = context.scope, context.top
    try:
        return context.evaluate(node)
    except Poisoned:
        return POISON
    finally:
        context.scope = outer
