"""How each kind of expression is read: names, numbers, lists and operators."""

from __future__ import annotations

import ast
import difflib
import unicodedata
from typing import Any

import numpy as np

from app.language.context import Context
from app.language.errors import Fault, Poisoned
from app.language.fold import fold
from app.language.functions import CONSTANTS, FUNCTIONS, LIBRARIES
from app.language.unsupported import describe
from app.language.values import POISON, Items, Literal, MaybeValue, Poison, Value

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


def read_name(context: Context, node: ast.Name) -> Value:
    """Read a name: a local one, the program's, or one that the request gives."""
    name = node.id
    value: MaybeValue | None = context.scope.names.get(name)
    if value is None:
        top = context.top
        value = top.names.get(name)
        if value is None:
            if name in top.lost:
                raise Poisoned
            if name in context.values:
                return context.free_leaf(name)
            raise unknown_name(context, node)
    if isinstance(value, Poison):
        raise Poisoned
    return value


def unknown_name(context: Context, node: ast.Name) -> Fault:
    """Make the fault for a name that stands for nothing, with the nearest one that does."""
    name = node.id
    rule = "a name needs a value before it is used"
    if name in FUNCTIONS:
        hint = f"'{name}' is a function: write {name}(…)."
        return context.fault("name", rule, f"'{name}' has none", hint, node)
    if "·" in unicodedata.normalize("NFKC", name):
        return context.fault("name", rule, f"'{name}' has none", "A product is written with *.", node)
    known = list(dict.fromkeys([*context.scope.names, *context.top.names, *context.values]))[:200]
    near = difflib.get_close_matches(name[:40], known, 1, 0.7) if known else []
    hint = f"Is '{near[0]}' meant?" if near else f"Assign it first, as in {name[:40]} = 1, or give it under 'values'."
    return context.fault("name", rule, f"'{name}' has none", hint, node)


def read_list(context: Context, node: ast.List | ast.Tuple) -> Value:
    """Read a list: of numbers, or of anything else, which is stacked when it is used."""
    numbers = literal_numbers(node)
    if numbers is not None:
        context.spend(len(numbers))
        items = Items([Literal(one) if not isinstance(one, list) else as_items(one) for one in numbers])
        literal = context.numbers_of(items, node) if isinstance(node, ast.List) and numbers else None
        if literal is None:
            return items
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
    if isinstance(left, Literal) and isinstance(right, Literal) and not (left.role or right.role):
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
    if isinstance(value, Literal) and isinstance(value.value, int | float) and value.role is None:
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


def dotted_name(context: Context, node: ast.expr) -> str | None:
    """Return `torch.nn` for such an expression where its first name is no value of the program; else None."""
    parts: list[str] = []
    while type(node) is ast.Attribute and len(parts) < 8:
        parts.append(node.attr)
        node = node.value
    if type(node) is not ast.Name:
        return None
    name = node.id
    if name in context.scope.names or name in context.top.names or name in context.values:
        return None
    parts.append(context.aliases.get(name, name))
    return ".".join(reversed(parts))


def read_attribute(context: Context, node: ast.Attribute) -> Value:
    """Read `.T`, `.shape` and their like, or a library's constant such as `np.pi`."""
    name = node.attr
    dotted = dotted_name(context, node.value)
    if dotted is not None and (dotted in LIBRARIES or context.aliases.get(dotted.split(".")[0])):
        if name in CONSTANTS:
            return Literal(CONSTANTS[name], node)
        if name in ("inf", "nan"):
            return Literal(float(name), node)
        if name == "newaxis":
            raise context.fault("language", "'newaxis' stands in an index", "it stands elsewhere", "", node)
        hint = f"Call it: {name}(…)." if name in FUNCTIONS else "Write the number itself."
        raise context.fault("name", "a library is used for its functions", f"got '{dotted}.{name}'", hint, node)
    value = context.evaluate(node.value)
    if name == "T":
        return context.apply("transpose", [context.node_of(value, node.value)], node)
    if name in ("shape", "ndim", "size", "mT"):
        index = context.node_of(value, node.value)
        shape = context.shape_of(index)
        if name == "shape":
            return Items([Literal(size) for size in shape])
        if name == "mT":
            return swap_last(context, index, node)
        return Literal(len(shape) if name == "ndim" else int(np.prod(shape, dtype=np.intp)))
    if name in ("grad", "data"):
        hint = "Leave it out: the gradient of every value is computed, and 'learning_rate' in the request updates."
    elif name in FUNCTIONS:
        hint = f"Call it: .{name}()."
    else:
        hint = "There are .T, .shape, and functions such as .sum()."
    raise context.fault("language", "a value has a few attributes", f"got '.{name}'", hint, node)


def swap_last(context: Context, index: int, node: ast.AST) -> int:
    """Swap a value's last two axes."""
    axes = list(range(len(context.shape_of(index))))
    if len(axes) > 1:
        axes[-1], axes[-2] = axes[-2], axes[-1]
    return context.apply("transpose", [index], node, {"axes": tuple(axes)})
