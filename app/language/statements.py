"""How each kind of statement is read."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.language.context import Context
from app.language.errors import Fault, Poisoned
from app.language.expressions import RULE, combine, unsupported
from app.language.functions import FUNCTIONS, LIBRARIES, SILENT_CALLS, SILENT_METHODS
from app.language.loops import read_for
from app.language.routines import check_definition
from app.language.source import keyword_position
from app.language.values import POISON, Items, Literal, MaybeValue, Nothing, Poison, Routine, Value

Read = Callable[[Context, Any], "MaybeValue | None"]
SILENT_ATTRIBUTES = frozenset({"label", "grad", "name", "retains_grad", "_backward"})


def read_body(context: Context, body: Iterable[ast.stmt]) -> MaybeValue | None:
    """Read statements one after the other; an error in one spoils the names it defines, and no more.

    Returns:
        What a `return` gives; None without one.
    """
    for statement in body:
        context.spend(1)
        context.statement = statement
        context.root = context.target = None
        read = READERS.get(type(statement), read_other)
        try:
            result = read(context, statement)
        except Fault as fault:
            context.report(fault)
            poison(context, statement)
            result = POISON if isinstance(statement, ast.Return) else None
        except Poisoned:
            poison(context, statement)
            result = POISON if isinstance(statement, ast.Return) else None
        if result is not None:
            return result
    return None


def poison(context: Context, statement: ast.stmt) -> None:
    """Make every name that a statement would have defined unknowable."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            context.scope.names[node.id] = POISON
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            context.scope.names[node.name] = POISON


def read_other(context: Context, node: ast.stmt) -> None:
    """Refuse a statement that is no part of the language."""
    fault = unsupported(context, node)
    fault.position = keyword_position(context.source, node)
    raise fault


def read_assignment(context: Context, node: ast.Assign) -> None:
    """Read `name = formula`, with several targets or several names in one."""
    context.target = first_name(node.targets[0])
    if len(node.targets) == 1 and isinstance(node.targets[0], ast.Attribute) and set_attribute(context, node):
        return
    if type(node.targets[0]) is ast.Name:
        context.root = node.value
    value = context.evaluate(node.value)
    context.root = None
    for target in node.targets:
        assign(context, target, value, node)


def assign(context: Context, target: ast.expr, value: Value, node: ast.stmt) -> None:
    """Let a target stand for a value."""
    if isinstance(target, ast.Name):
        context.target = target.id
        context.bind(target.id, value, node)
    elif isinstance(target, ast.Tuple | ast.List):
        for one, part in zip(target.elts, unpack(context, target, value), strict=True):
            assign(context, one, part, node)
    elif isinstance(target, ast.Subscript):
        hint = "Build a new list, as in y = [x[0], 2]."
        raise context.fault(
            "language", "values are not changed in place", "got an assignment to an element", hint, target
        )
    elif isinstance(target, ast.Attribute):
        hint = "Leave it out: give 'learning_rate' in the request, and each parameter gets its new value."
        raise context.fault("language", "values are not changed in place", f"got '.{target.attr} ='", hint, target)
    else:
        raise unsupported(context, target)


def unpack(context: Context, target: ast.Tuple | ast.List, value: Value) -> list[Value]:
    """Return the parts of a value, one for each name."""
    count = len(target.elts)
    for one in target.elts:
        if isinstance(one, ast.Starred):
            raise unsupported(context, one)
    parts: list[Value]
    if isinstance(value, Items):
        parts = list(value.items)
    elif isinstance(value, Literal) and not isinstance(value.value, int | float):
        rows = value.value
        parts = [Literal(float(row) if row.ndim == 0 else row, role=value.role) for row in rows]
    else:
        index = context.node_of(value, target)
        shape = context.shape_of(index)
        size = shape[0] if shape else 0
        parts = []
        if size == count:
            parts = [context.apply("index", [index], target, {"index": (i,)}) for i in range(size)]
        elif size:
            parts = [index] * size
    if len(parts) != count:
        found = f"got {count} names for {len(parts)} values" if parts else f"got {count} names for a single value"
        raise context.fault("shape", "unpacking needs one name for each value", found, "", target)
    return parts


def first_name(node: ast.expr) -> str | None:
    """Return the first name that a target assigns."""
    while isinstance(node, ast.Tuple | ast.List) and node.elts:
        node = node.elts[0]
    return node.id if isinstance(node, ast.Name) else None


def set_attribute(context: Context, node: ast.Assign) -> bool:
    """Read an assignment to an attribute that does nothing here, or makes a constant; return whether it is one."""
    target, value = node.targets[0], node.value
    if not isinstance(target, ast.Attribute):
        return False
    if target.attr in SILENT_ATTRIBUTES:
        context.ignore(node)
        return True
    if target.attr == "requires_grad" and isinstance(value, ast.Constant) and isinstance(value.value, bool):
        index = context.node_of(context.evaluate(target.value), target.value)
        if context.builder.node(index).op is None:
            context.set_role(index, "parameter" if value.value else "constant")
            return True
    return False


def read_augmented(context: Context, node: ast.AugAssign) -> None:
    """Read `name += formula`."""
    if not isinstance(node.target, ast.Name):
        assign(context, node.target, Nothing("nothing"), node)
        return
    context.target = node.target.id
    left = context.attempt(ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target))
    right = context.attempt(node.value)
    if isinstance(left, Poison) or isinstance(right, Poison):
        raise Poisoned
    context.bind(node.target.id, combine(context, node, type(node.op), left, right), node)


def read_annotated(context: Context, node: ast.AnnAssign) -> None:
    """Read `name: kind = formula`; the kind does nothing."""
    if node.value is None:
        context.ignore(node)
        return
    context.target = first_name(node.target)
    context.root = node.value
    value = context.evaluate(node.value)
    assign(context, node.target, value, node)


def read_expression(context: Context, node: ast.Expr) -> None:
    """Read an expression that stands alone: `print(…)`, `loss.backward()`, a docstring."""
    value = node.value
    if isinstance(value, ast.Constant) and (isinstance(value.value, str) or value.value is ...):
        context.ignore(node)
        return
    if isinstance(value, ast.Call) and read_silent_call(context, node, value):
        return
    if isinstance(value, ast.Attribute) and value.attr in ("grad", "data"):
        context.evaluate(value.value)
        context.ignore(node)
        return
    context.evaluate(value)
    if isinstance(value, ast.Name):
        context.ignore(node)
        return
    hint = "Give it a name, as in y = …"
    raise context.fault("language", RULE, "got a value that goes nowhere", hint, value)


def read_silent_call(context: Context, node: ast.Expr, call: ast.Call) -> bool:
    """Read a call that only names the output or does nothing; return whether it was one."""
    func = call.func
    if isinstance(func, ast.Name) and func.id in SILENT_CALLS and func.id not in context.top.names:
        context.ignore(node)
        return True
    if not isinstance(func, ast.Attribute):
        return False
    if func.attr == "backward":
        context.output = context.node_of(context.evaluate(func.value), func.value)
        if call.args or call.keywords:
            context.ignore(node)
        return True
    if func.attr in SILENT_METHODS:
        context.ignore(node)
        return True
    return False


def read_import(context: Context, node: ast.Import | ast.ImportFrom) -> None:
    """Read an import: nothing is imported, but its names are understood."""
    context.ignore(node)
    for alias in node.names:
        if isinstance(node, ast.Import):
            if alias.asname:
                context.aliases[alias.asname] = alias.name
            else:
                context.aliases.setdefault(alias.name.split(".")[0], alias.name.split(".")[0])
        elif alias.name != "*" and node.module:
            context.aliases[alias.asname or alias.name] = meaning(node.module, alias.name)


def meaning(module: str, name: str) -> str:
    """Return what an imported name stands for: a prefix, or a function with its prefix."""
    full = f"{module}.{name}"
    return full if full in LIBRARIES or module in LIBRARIES or name not in FUNCTIONS else f"builtins.{name}"


def read_definition(context: Context, node: ast.FunctionDef) -> None:
    """Read a function's definition; its body is read at each call."""
    context.target = node.name
    check_definition(context, node)
    context.scope.names[node.name] = Routine(node)
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        context.ignore(first)


def read_return(context: Context, node: ast.Return) -> MaybeValue | None:
    """Read `return formula`."""
    if not context.active:
        read_other(context, node)
    if node.value is None:
        return None
    return context.evaluate(node.value)


def read_pass(context: Context, node: ast.Pass) -> None:
    """Read `pass`, which does nothing."""


READERS: Mapping[type[ast.stmt], Read] = {
    ast.Assign: read_assignment,
    ast.AugAssign: read_augmented,
    ast.AnnAssign: read_annotated,
    ast.Expr: read_expression,
    ast.Import: read_import,
    ast.ImportFrom: read_import,
    ast.FunctionDef: read_definition,
    ast.Return: read_return,
    ast.Pass: read_pass,
    ast.For: lambda context, node: read_for(context, node, read_body),
}
