"""Calls: which function is meant, which argument is which operand or option."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from app.engine.graph import Position
from app.language.context import Context
from app.language.errors import Fault, Poisoned
from app.language.expressions import RULE, unsupported
from app.language.functions import FUNCTIONS, HABITS, LIBRARIES, Function, Parameter
from app.language.lists import clean
from app.language.names import dotted_name
from app.language.options import CONVERTERS
from app.language.unsupported import FUNCTIONS as HINTS
from app.language.values import Items, Literal, Module, Nothing, Poison, Routine, Value

Argument: TypeAlias = ast.expr | Value
SILENT_KEYWORDS = frozenset({"dtype", "name", "out", "device", "label", "copy", "order", "initial"})


@dataclass(frozen=True, slots=True)
class Call:
    """A call, taken apart.

    Attributes:
        node: where it stands.
        name: the function's last name.
        library: whose habits its prefix stands for; empty for a bare name or a method.
        method: whether the first argument is the value before the dot.
        arguments: by position; not read yet, but for a method's first.
        keywords: by name; not read yet.
    """

    node: ast.Call
    name: str
    library: str
    method: bool
    arguments: tuple[Argument, ...]
    keywords: dict[str, ast.keyword]


Special: TypeAlias = Callable[[Context, Call], Value]


def read_call(
    context: Context,
    node: ast.Call,
    specials: dict[str, Special],
    inline: Callable[[Context, ast.Call, Routine], Value],
) -> Value:
    """Read a call: of one of the program's functions, of one of ours, or of a method.

    Args:
        context: the state of reading.
        node: the call.
        specials: functions that are more than one operation with its options.
        inline: reads the body of one of the program's functions.
    """
    called: Value | Poison | None = None
    if isinstance(node.func, ast.Name):
        called = context.scope.names.get(node.func.id) or context.top.names.get(node.func.id)
        if isinstance(called, Poison) or (called is None and node.func.id in context.top.lost):
            raise Poisoned
        if isinstance(called, Routine):
            return inline(context, node, called)
        if isinstance(called, Module):
            return call_module(context, node, called)
        if called is not None or node.func.id in context.values:
            found = f"'{node.func.id}' is a value"
            raise context.fault("language", "only a function can be called", found, "Rename the value.", node.func)
    if isinstance(node.func, ast.Call) and isinstance(called := context.evaluate(node.func), Module):
        return call_module(context, node, called)
    call = take_apart(context, node)
    special = specials.get(call.name)
    if special is not None:
        return special(context, call)
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise unknown_function(context, call, specials)
    return run_function(context, call, function)


def call_module(context: Context, node: ast.Call, module: Module) -> Value:
    """Call a module with its operands; its options were given when it was made."""
    keywords = {**module.keywords, **{one.arg: one for one in node.keywords if one.arg is not None}}
    call = Call(node, module.function, "torch", False, (*node.args, *module.arguments), keywords)
    return run_function(context, call, FUNCTIONS[module.function])


def take_apart(context: Context, node: ast.Call) -> Call:
    """Find out whose function is called, and with what."""
    func = node.func
    keywords: dict[str, ast.keyword] = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            raise context.fault("language", RULE, "got '**'", "Write each option out.", keyword)
        keywords[keyword.arg] = keyword
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            raise unsupported(context, argument)
    arguments: tuple[Argument, ...] = tuple(node.args)
    if isinstance(func, ast.Name):
        library, _, name = context.aliases.get(func.id, func.id).rpartition(".")
        return Call(node, name, LIBRARIES.get(library, ""), False, arguments, keywords)
    if isinstance(func, ast.Attribute):
        library_name = dotted_name(context, func.value)
        if library_name is not None and library_name in LIBRARIES:
            return Call(node, func.attr, LIBRARIES[library_name], False, arguments, keywords)
        if library_name is not None and is_library(context, library_name):
            if func.attr in HINTS:
                return Call(node, func.attr, "", False, arguments, keywords)
            hint = "Use np., torch., F., jnp., tf. or no prefix at all."
            raise context.fault("name", "a function's prefix must be known", f"got '{library_name}.'", hint, func)
        receiver = context.evaluate(func.value)
        if isinstance(receiver, Nothing | Routine | Module):
            receiver = context.node_of(receiver, func.value)
        return Call(node, func.attr, "", True, (receiver, *arguments), keywords)
    raise context.fault("language", "a call names its function", "got a computed one", "Write f(x).", func)


def is_library(context: Context, dotted: str) -> bool:
    """Return whether a dotted name starts with a library, known or imported."""
    first = dotted.split(".", maxsplit=1)[0]
    return (
        first in LIBRARIES
        or first in context.aliases
        or any(one.split(".")[0] == first for one in context.aliases.values())
    )


def name_position(context: Context, call: Call) -> Position | None:
    """Return where a call's function is named: for a method, the part after the dot."""
    position = context.position(call.node.func)
    if position is None or not call.method or not call.name.isascii():
        return position
    line, end = position.end_line, position.end_column
    return replace(position, line=line, column=end - len(call.name))


def unknown_function(context: Context, call: Call, specials: dict[str, Special]) -> Fault:
    """Make the fault for a function that does not exist, with what to write instead."""
    name = call.name
    found = f"got '.{name}()'" if call.method else f"got '{name}'"
    hint = HINTS.get(name, "")
    if not hint:
        near = difflib.get_close_matches(name[:40], [*FUNCTIONS, *specials], 1, 0.7)
        hint = f"Is '{near[0]}' meant?" if near else "Define it with def, or write out its formula."
    rule = "a method must be one that values have" if call.method else "a function must be one of the language"
    return Fault("name", rule, found, hint, name_position(context, call))


def bind_arguments(context: Context, call: Call, parameters: tuple[Parameter, ...]) -> dict[str, Argument]:
    """Match a call's arguments to parameters.

    Returns:
        The arguments by the parameter's own name.

    Raises:
        Fault: too many, unknown, doubled or missing ones.
    """
    signature = f"{call.name}({', '.join(one.names[0] for one in parameters)})"
    rule = f"{call.name} is called as {signature}"
    if len(call.arguments) > len(parameters):
        extra = call.arguments[len(parameters)]
        at = extra if isinstance(extra, ast.expr) else call.node
        raise context.fault("name", rule, f"got {len(call.arguments)} arguments", "", at)
    bound: dict[str, Argument] = {
        parameter.names[0]: argument for parameter, argument in zip(parameters, call.arguments, strict=False)
    }
    for name, keyword in call.keywords.items():
        match = [one for one in parameters if name in one.names and one.names[0] not in bound]
        if match:
            bound[match[0].names[0]] = keyword.value
        elif name not in SILENT_KEYWORDS:
            raise context.fault("name", rule, f"got the option '{name}'", "", keyword)
    missing = [one.names[0] for one in parameters if one.required and one.names[0] not in bound]
    if missing:
        raise context.fault("name", rule, f"'{missing[0]}' is missing", "", call.node)
    return bound


def operand_of(context: Context, argument: Argument, at: ast.AST) -> int:
    """Return an operand's node."""
    if isinstance(argument, ast.expr):
        return context.node_of(context.evaluate(argument), argument)
    return context.node_of(argument, at)


def read_all(context: Context, arguments: list[Argument], at: ast.AST) -> list[int]:
    """Return the nodes of several operands; errors in all of them are reported."""
    read = [context.attempt(one) if isinstance(one, ast.expr) else one for one in arguments]
    return [
        context.node_of(value, argument if isinstance(argument, ast.expr) else at)
        for value, argument in zip(clean(read), arguments, strict=True)
    ]


def run_function(context: Context, call: Call, function: Function) -> Value:
    """Apply a function's operation to a call's operands and options."""
    bound = bind_arguments(context, call, function.parameters)
    operands: list[Argument] = []
    attributes: dict[str, object] = dict(HABITS.get((call.library, function.operation), ()))
    reduction: str | None = None
    for parameter in function.parameters:
        name = parameter.names[0]
        if name not in bound:
            continue
        argument = bound[name]
        if parameter.kind in ("operand", "pair") and not parameter.required and is_none(argument):
            continue
        if parameter.kind == "operand":
            operands.append(argument)
        elif parameter.kind == "reduction":
            reduction = CONVERTERS["reduction"](context, argument, call.node)
        elif parameter.kind == "unbiased":
            attributes["ddof"] = 1 if CONVERTERS["flag"](context, argument, call.node) else 0
        else:
            attributes[name] = CONVERTERS[parameter.kind](context, argument, call.node)
    nodes = read_all(context, operands, call.node)
    if reduction in ("sum", "none"):
        return unreduced(context, call, function.operation, nodes, reduction)
    return context.apply(function.operation, nodes, call.node, attributes)


def unreduced(context: Context, call: Call, operation: str, nodes: list[int], reduction: str) -> int:
    """Write a loss that is summed, or not reduced at all, with the operations it is made of."""
    inner = {"mse": "square", "mae": "abs"}.get(operation)
    if inner is None:
        hint = "Leave 'reduction' out, and multiply by the number of rows for their sum."
        raise context.fault("domain", f"{call.name} takes the mean", f"got reduction='{reduction}'", hint, call.node)
    each = context.apply(inner, [context.apply("subtract", nodes, call.node)], call.node)
    return context.apply("sum", [each], call.node) if reduction == "sum" else each


def is_none(argument: Argument) -> bool:
    """Return whether an argument is written as None: as if it were left out."""
    return isinstance(argument, ast.Constant) and argument.value is None


def is_number_literal(argument: Argument) -> bool:
    """Return whether an argument is written as a number."""
    return isinstance(argument, ast.Constant | Literal)


def items_of(context: Context, argument: Argument) -> list[Value] | None:
    """Return the parts of a list, or None where the argument is no list of names."""
    value = context.evaluate(argument) if isinstance(argument, ast.expr) else argument
    return list(value.items) if isinstance(value, Items) else None
