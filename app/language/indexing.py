"""Indexing and slicing with numbers that are known while reading."""

from __future__ import annotations

import ast
from typing import Any

from app.language.context import Context
from app.language.functions import LIBRARIES
from app.language.names import dotted_name
from app.language.static import static_integer
from app.language.values import Items, Value

WHAT = "an index"


def read_subscript(context: Context, node: ast.Subscript) -> Value:
    """Read `x[i]`, `x[1:3, 0]`, `x[..., None]`, `E[words]`; one item of a list of names is the name itself."""
    value = context.evaluate(node.value)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if type(value) is int and len(parts) == 1 and (chosen := chosen_rows(context, value, parts[0])) is not None:
        return context.apply("embedding", [chosen, value], node)
    key = tuple(index_part(context, part) for part in parts)
    if isinstance(value, Items) and len(key) == 1:
        if type(key[0]) is int:
            return pick_item(context, value, key[0], node)
        if isinstance(key[0], tuple):
            return Items(value.items[slice(*key[0])])
    index = context.node_of(value, node.value)
    if key.count(...) > 1:
        raise context.fault("language", "an index may have one '...'", "got several", "", node.slice)
    shape = context.shape_of(index)
    axes = sum(part is not None and part is not ... for part in key)
    if axes > len(shape):
        found = f"got {axes} for shape {shape}"
        raise context.fault("shape", "a value takes one index for each axis", found, "Leave some out.", node)
    result = context.apply("index", [index], node, {"index": key})
    if 0 in context.shape_of(result):
        hint = "The end of a slice is not part of it: x[0:1] is the first element."
        raise context.fault("domain", "an index must select something", "it selects nothing", hint, node)
    return result


def chosen_rows(context: Context, table: int, part: ast.expr) -> int | None:
    """Return the node that holds which rows of a table are wanted, as in `E[words]`; None for any other index."""
    if not isinstance(part, ast.Name) or len(context.shape_of(table)) != 2:
        return None
    index = context.evaluate(part)
    return index if type(index) is int and context.shape_of(index) else None


def pick_item(context: Context, value: Items, place: int, node: ast.Subscript) -> Value:
    """Return one item of a list of names."""
    size = len(value.items)
    if not -size <= place < size:
        found = f"got [{place}] for {size} items"
        raise context.fault("domain", "an index must lie inside its list", found, "Counting starts at 0.", node)
    return value.items[place]


def index_part(context: Context, part: ast.expr) -> Any:
    """Return one part of an index: an integer, a (start, stop, step) triple, None or Ellipsis."""
    if isinstance(part, ast.Slice):
        step = bound(context, part.step)
        if step == 0:
            raise context.fault("domain", "a slice's step is not 0", "got 0", "Use 1 or -1.", part.step)
        return (bound(context, part.lower), bound(context, part.upper), step)
    if isinstance(part, ast.Constant) and (part.value is None or part.value is ...):
        return part.value
    if isinstance(part, ast.Attribute) and part.attr == "newaxis" and dotted_name(context, part.value) in LIBRARIES:
        return None
    if isinstance(part, ast.List | ast.Compare):
        hint = "Pick them one by one, as in [x[0], x[2]]; choose by a mask with where."
        raise context.fault("language", "an index is a whole number or a slice", "got a list or a mask", hint, part)
    return static_integer(context, part, WHAT)


def bound(context: Context, node: ast.expr | None) -> int | None:
    """Return a slice's bound, None where it is left out."""
    if node is None or (isinstance(node, ast.Constant) and node.value is None):
        return None
    return static_integer(context, node, WHAT)
