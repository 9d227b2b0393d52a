"""Functions that are more than one operation with its options: choices of meaning, and new shapes."""

from __future__ import annotations

import ast

import numpy as np

from app.language.calls import (
    Argument,
    Call,
    Special,
    bind_arguments,
    is_number_literal,
    items_of,
    operand_of,
    read_all,
    run_function,
)
from app.language.context import Context
from app.language.functions import AXIS, FUNCTIONS, UNCHANGED, Parameter, X
from app.language.layer_norm import read_layer_norm
from app.language.names import swap_last
from app.language.options import to_axis, to_shape
from app.language.values import Items, Literal, Value

SHAPE = Parameter(("shape", "newshape", "size"), "axis", required=True)
ARRAYS = Parameter(("arrays", "tensors", "values", "x"), required=True)


def some_arguments(context: Context, call: Call) -> tuple[Argument, ...]:
    """Return a call's arguments by position.

    Raises:
        Fault: there are none.
    """
    if not call.arguments:
        raise context.fault("name", f"{call.name} needs a value", "got none", f"Write {call.name}(x).", call.node)
    return call.arguments


def read_extreme(context: Context, call: Call) -> Value:
    """Read `max` and `min`: along an axis, or, as in Python, of several values."""
    name = {"amax": "max", "amin": "min"}.get(call.name, call.name)
    function, pair = FUNCTIONS[name], f"{name}imum"
    if len(call.arguments) < 2:
        return run_function(context, call, function)
    second = call.arguments[1]
    constant = is_number_literal(second)
    if call.library or call.method:
        if constant and not (isinstance(second, ast.Constant) and isinstance(second.value, float)):
            return run_function(context, call, function)
        if isinstance(second, ast.Tuple | ast.UnaryOp):
            return run_function(context, call, function)
    nodes = read_all(context, list(call.arguments), call.node)
    if not call.library and constant and context.shape_of(nodes[0]):
        hint = f"Write {pair}(x, 0) for the larger of the two, or {name}(x, axis=0)."
        hint = hint if name == "max" else hint.replace("larger", "smaller")
        found = "got a value with axes and a number"
        raise context.fault("language", f"{name} of two arguments compares them", found, hint, call.node)
    if call.keywords:
        bind_arguments(context, call, FUNCTIONS[pair].parameters)
    result = nodes[0]
    for node in nodes[1:]:
        result = context.apply(pair, [result, node], call.node)
    return result


def read_sum(context: Context, call: Call) -> Value:
    """Read `sum`; a second value that is no axis is what Python's own sum starts from."""
    if len(call.arguments) == 2 and not call.library and not call.method:
        second = call.arguments[1]
        if isinstance(second, ast.expr) and not isinstance(second, ast.Constant | ast.Tuple | ast.UnaryOp):
            start = context.evaluate(second)
            if not isinstance(start, Literal):
                total = context.apply("sum", [operand_of(context, call.arguments[0], call.node)], call.node)
                return context.apply("add", [context.node_of(start, second), total], call.node)
    return run_function(context, call, FUNCTIONS["sum"])


def read_transpose(context: Context, call: Call) -> Value:
    """Read `transpose`: of all axes, in an order, or, as in PyTorch, of two axes."""
    operand, *rest = some_arguments(context, call)
    rest += [keyword.value for keyword in call.keywords.values()]
    node = operand_of(context, operand, call.node)
    if not rest:
        return context.apply("transpose", [node], call.node)
    axes = shape_of_rest(context, rest, call)
    rank = len(context.shape_of(node))
    # x.transpose(0, 1) of a matrix is PyTorch's way; as an order of axes it would change nothing.
    if len(rest) == 2 and call.name != "permute":
        first, second = (axis + rank if axis < 0 else axis for axis in axes)
        if not (0 <= first < rank and 0 <= second < rank):
            found = f"got {axes[0]} and {axes[1]} for rank {rank}"
            raise context.fault("domain", "an axis must be one that the operand has", found, "", call.node)
        order = list(range(rank))
        order[first], order[second] = order[second], order[first]
        axes = tuple(order)
    return context.apply("transpose", [node], call.node, {"axes": axes})


def read_swap(context: Context, call: Call) -> Value:
    """Read `matrix_transpose` and its like: the last two axes change places."""
    bound = bind_arguments(context, call, (X,))
    return swap_last(context, operand_of(context, bound["x"], call.node), call.node)


def shape_of_rest(context: Context, rest: list[Argument], call: Call) -> tuple[int, ...]:
    """Return a shape that is written as one list or as several numbers."""
    return tuple(size for argument in rest for size in to_shape(context, argument, call.node))


def read_reshape(context: Context, call: Call) -> Value:
    """Read `reshape(x, (2, 3))`, `x.reshape(2, 3)` and `x.view(2, 3)`."""
    operand, *rest = some_arguments(context, call)
    rest += [keyword.value for name, keyword in call.keywords.items() if name in SHAPE.names]
    if not rest:
        rest = [bind_arguments(context, call, (X, SHAPE))["shape"]]
    node = operand_of(context, operand, call.node)
    return context.apply("reshape", [node], call.node, {"shape": shape_of_rest(context, rest, call)})


def read_flatten(context: Context, call: Call) -> Value:
    """Read `flatten` and `ravel`, from an axis on as in PyTorch."""
    bound = bind_arguments(context, call, (X, Parameter(("start_dim",), "axis")))
    node = operand_of(context, bound["x"], call.node)
    shape = context.shape_of(node)
    start = to_axis(context, bound["start_dim"], call.node) if "start_dim" in bound else 0
    kept = shape[: start if isinstance(start, int) else 0]
    return context.apply("reshape", [node], call.node, {"shape": (*kept, -1)})


def read_squeeze(context: Context, call: Call) -> Value:
    """Read `squeeze`: axes of size 1 go."""
    bound = bind_arguments(context, call, (X, AXIS))
    node = operand_of(context, bound["x"], call.node)
    shape = context.shape_of(node)
    axis = to_axis(context, bound["axis"], call.node) if "axis" in bound else None
    chosen = range(len(shape)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    gone = {one % len(shape) for one in chosen if -len(shape) <= one < len(shape)}
    kept = tuple(size for place, size in enumerate(shape) if size != 1 or place not in gone)
    return context.apply("reshape", [node], call.node, {"shape": kept})


def read_unsqueeze(context: Context, call: Call) -> Value:
    """Read `unsqueeze` and `expand_dims`: a new axis of size 1."""
    bound = bind_arguments(context, call, (X, Parameter(AXIS.names, "axis", required=True)))
    node = operand_of(context, bound["x"], call.node)
    shape = list(context.shape_of(node))
    axis = to_axis(context, bound["axis"], call.node)
    if not isinstance(axis, int) or not -len(shape) - 1 <= axis <= len(shape):
        rule = f"a new axis of rank {len(shape)} goes from {-len(shape) - 1} to {len(shape)}"
        raise context.fault("domain", rule, f"got {axis}", "", call.node)
    shape.insert(axis if axis >= 0 else axis + len(shape) + 1, 1)
    return context.apply("reshape", [node], call.node, {"shape": tuple(shape)})


def read_joined(context: Context, call: Call) -> Value:
    """Read `concatenate` and `stack` of a list."""
    operation = "stack" if call.name == "stack" else "concatenate"
    bound = bind_arguments(context, call, (ARRAYS, AXIS))
    axis = to_axis(context, bound["axis"], call.node) if "axis" in bound else 0
    if not isinstance(axis, int):
        raise context.fault("domain", f"{operation} goes along one axis", f"got {axis}", "Name one.", call.node)
    argument = bound["arrays"]
    if isinstance(argument, ast.List | ast.Tuple):
        nodes = read_all(context, list(argument.elts), call.node)
    else:
        items = items_of(context, argument)
        if items is None:
            hint = f"Write {operation}([a, b])."
            raise context.fault("language", f"{operation} takes a list", "got a single value", hint, call.node)
        nodes = [context.node_of(item, call.node) for item in items]
    if not nodes:
        raise context.fault("domain", f"{operation} needs at least one value", "got an empty list", "", call.node)
    return context.apply(operation, nodes, call.node, {"axis": axis})


def read_unchanged(context: Context, call: Call) -> Value:
    """Read a method that changes nothing here, such as `x.clone()`."""
    first = some_arguments(context, call)[0]
    value = context.evaluate(first) if isinstance(first, ast.expr) else first
    if call.name == "requires_grad_" and isinstance(value, Literal):
        value.role = "parameter"
    return value


def read_length(context: Context, call: Call) -> Value:
    """Read `len(x)` and `x.numel()`: numbers that are known while reading."""
    bound = bind_arguments(context, call, (X, AXIS))
    items = items_of(context, bound["x"])
    if items is not None and call.name == "len":
        return Literal(len(items))
    shape = context.shape_of(operand_of(context, bound["x"], call.node))
    if call.name == "size" and "axis" in bound:
        axis = to_axis(context, bound["axis"], call.node)
        if not isinstance(axis, int) or not -len(shape) <= axis < len(shape):
            found = f"got axis {axis} for shape {shape}"
            raise context.fault("domain", "an axis must be one that the value has", found, "", call.node)
        return Literal(shape[axis])
    if call.name == "size":
        return Items([Literal(size) for size in shape])
    if call.name == "len":
        if not shape:
            raise context.fault("domain", "len needs a list", "got a single number", "", call.node)
        return Literal(shape[0])
    return Literal(int(np.prod(shape, dtype=np.intp)))


SPECIALS: dict[str, Special] = {
    **dict.fromkeys(("max", "min", "amax", "amin"), read_extreme),
    "sum": read_sum,
    **dict.fromkeys(("transpose", "permute", "swapaxes", "swapdims", "t"), read_transpose),
    "matrix_transpose": read_swap,
    **dict.fromkeys(("reshape", "view"), read_reshape),
    **dict.fromkeys(("flatten", "ravel"), read_flatten),
    "squeeze": read_squeeze,
    "layer_norm": read_layer_norm,
    **dict.fromkeys(("unsqueeze", "expand_dims"), read_unsqueeze),
    **dict.fromkeys(("concatenate", "concat", "cat", "stack"), read_joined),
    **dict.fromkeys(("len", "numel", "size"), read_length),
    **dict.fromkeys(UNCHANGED, read_unchanged),
}
