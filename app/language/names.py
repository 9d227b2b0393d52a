"""Names, attributes, and the libraries that a dotted name may stand for."""

from __future__ import annotations

import ast
import difflib
import unicodedata

import numpy as np

from app.language.context import Context
from app.language.errors import Fault, Poisoned
from app.language.functions import CONSTANTS, FUNCTIONS, LIBRARIES
from app.language.values import Items, Literal, MaybeValue, Poison, Value


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
            if name in context.values or name in context.offers:
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
    known = list(dict.fromkeys([*context.scope.names, *context.top.names, *context.values, *context.offers]))[:200]
    near = difflib.get_close_matches(name[:40], known, 1, 0.7) if known else []
    hint = f"Is '{near[0]}' meant?" if near else f"Assign it first, as in {name[:40]} = 1, or give it under 'values'."
    return context.fault("name", rule, f"'{name}' has none", hint, node)


def dotted_name(context: Context, node: ast.expr) -> str | None:
    """Return `torch.nn` for such an expression where its first name is no value of the program; else None."""
    parts: list[str] = []
    while type(node) is ast.Attribute and len(parts) < 8:
        parts.append(node.attr)
        node = node.value
    if type(node) is not ast.Name:
        return None
    name = node.id
    if name in context.scope.names or name in context.top.names or name in context.values or name in context.offers:
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
