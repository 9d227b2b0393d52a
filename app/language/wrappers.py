"""What people put around numbers, and ready-made arrays: both make leaves."""

from __future__ import annotations

import ast
import math

import numpy as np

from app.language.calls import Call, Special, bind_arguments
from app.language.context import Context
from app.language.functions import MODULES, WRAPPERS, Parameter, X
from app.language.options import to_flag, to_number, to_shape
from app.language.specials import shape_of_rest
from app.language.static import RULE, static_number
from app.language.values import Items, Literal, Module, Nothing, Value

GRADIENT = Parameter(("requires_grad", "trainable"), "flag")
DATA = Parameter(("x", "data", "value", "object", "initial_value", "tensor", "input", "a"), required=True)
FILL = Parameter(("fill_value", "value"), "number", required=True)
FILLED = {"ones": 1.0, "zeros": 0.0, "ones_like": 1.0, "zeros_like": 0.0}


def read_wrapped(context: Context, call: Call) -> Value:
    """Read `Value(2.0)`, `torch.tensor([1, 2], requires_grad=True)` and their like: the numbers inside."""
    if call.method:
        return call.arguments[0]  # type: ignore[return-value]
    bound = bind_arguments(context, call, (DATA, GRADIENT))
    argument = bound["x"]
    if isinstance(argument, ast.Constant) and argument.value in ("inf", "-inf", "nan") and call.name == "float":
        return Literal(float(argument.value))
    value = context.evaluate(argument) if isinstance(argument, ast.expr) else argument
    if isinstance(value, Items):
        value = context.numbers_of(value, call.node) or value
    if isinstance(value, Literal) and call.name not in ("float", "float32", "float64"):
        needs = "requires_grad" not in bound or to_flag(context, bound["requires_grad"], call.node)
        role = value.role if value.role == "constant" and "requires_grad" not in bound else None
        return Literal(value.value, call.node, role or ("parameter" if needs else "constant"))
    return value


def check_elements(context: Context, shape: tuple[int, ...], call: Call) -> None:
    """Refuse an array that is too large before it is made."""
    count = 1
    for size in shape:
        if size < 1:
            rule = "an array needs at least one number along each axis"
            raise context.fault("domain", rule, f"got {shape}", "", call.node)
        count *= size
    if len(shape) > 4:
        raise context.fault("shape", "a value has rank 0 to 4", f"got {len(shape)} axes", "", call.node)
    if count > context.limits.elements:
        rule = f"a value may hold {context.limits.elements:,} numbers"
        raise context.fault("limit", rule, f"got {count:,}", "Make it smaller.", call.node)


def as_leaf(context: Context, call: Call, array: np.ndarray) -> Literal:
    """Return an array as a leaf's value."""
    keyword = call.keywords.get("requires_grad")
    constant = keyword is not None and not to_flag(context, keyword.value, call.node)
    value = array.astype(np.float64)
    return Literal(value if value.ndim else float(value), call.node, "constant" if constant else "parameter")


def read_filled(context: Context, call: Call) -> Value:
    """Read `ones`, `zeros` and `full`, and `ones_like` and `zeros_like`."""
    arguments = list(call.arguments)
    for name, keyword in call.keywords.items():
        if name in ("shape", "size"):
            arguments.insert(0, keyword.value)
        elif name in FILL.names and call.name == "full":
            arguments.append(keyword.value)
    if not arguments or (call.name == "full" and len(arguments) < 2):
        raise context.fault("name", f"{call.name} needs a shape", "got none", f"Write {call.name}((2, 3)).", call.node)
    if call.name.endswith("_like"):
        first = arguments[0]
        value = context.evaluate(first) if isinstance(first, ast.expr) else first
        shape = context.shape_of(context.node_of(value, call.node))
    elif call.name == "full":
        shape = to_shape(context, arguments[0], call.node)
    else:
        shape = shape_of_rest(context, arguments, call)
    check_elements(context, shape, call)
    fill = to_number(context, arguments[1], call.node) if call.name == "full" else FILLED[call.name]
    return as_leaf(context, call, np.full(shape, float(fill)))


def read_identity(context: Context, call: Call) -> Value:
    """Read `eye(3)`."""
    shape = shape_of_rest(context, list(call.arguments), call)
    if len(shape) not in (1, 2):
        raise context.fault("name", "eye is called as eye(rows, columns)", f"got {len(shape)} sizes", "", call.node)
    check_elements(context, (shape * 2)[:2], call)
    return as_leaf(context, call, np.eye(shape[0], shape[-1]))


def read_range(context: Context, call: Call) -> Value:
    """Read `arange(5)` and `linspace(0, 1, 5)`."""
    numbers = [static_number(context, one) for one in call.arguments if isinstance(one, ast.expr)]
    if call.name == "linspace":
        if len(numbers) != 3 or type(numbers[2]) is not int:
            found = f"got {len(numbers)} arguments"
            raise context.fault("name", "linspace is called as linspace(start, stop, count)", found, "", call.node)
        check_elements(context, (int(numbers[2]),), call)
        with np.errstate(all="ignore"):
            return as_leaf(context, call, np.linspace(numbers[0], numbers[1], int(numbers[2])))
    if not 1 <= len(numbers) <= 3 or (len(numbers) == 3 and numbers[2] == 0):
        rule = "arange is called as arange(start, stop, step)"
        raise context.fault("name", rule, f"got {len(numbers)} arguments", "", call.node)
    start, stop = (0, numbers[0]) if len(numbers) == 1 else numbers[:2]
    step = numbers[2] if len(numbers) == 3 else 1
    turns = (stop - start) / step
    # Anything beyond the limit is refused alike, infinite and undefined counts too.
    count = max(math.ceil(turns), 0) if abs(turns) <= context.limits.elements else context.limits.elements + 1
    check_elements(context, (count,), call)
    return as_leaf(context, call, start + step * np.arange(count))


def read_integer(context: Context, call: Call) -> Value:
    """Read `int(x)` of a number that is known while reading."""
    bound = bind_arguments(context, call, (X,))
    argument = bound["x"]
    if isinstance(argument, ast.expr):
        number = static_number(context, argument)
        if math.isfinite(number):
            return Literal(int(number))
    raise context.fault("language", RULE, "got a value that is computed", "", call.node)


def read_module(context: Context, call: Call) -> Value:
    """Read the making of a module, such as `nn.MSELoss()`."""
    arguments = [one for one in call.arguments if isinstance(one, ast.expr)]
    return Module(f"the module '{call.name}'", MODULES[call.name], arguments, call.keywords)


def read_optimizer(context: Context, call: Call) -> Value:
    """Read the making of an optimizer, which does nothing here."""
    if context.statement is not None:
        context.ignore(context.statement)
    return Nothing(f"the optimizer '{call.name}'")


MAKERS: dict[str, Special] = {
    **dict.fromkeys(WRAPPERS, read_wrapped),
    **dict.fromkeys(("ones", "zeros", "full", "ones_like", "zeros_like"), read_filled),
    "eye": read_identity,
    **dict.fromkeys(("arange", "linspace"), read_range),
    "int": read_integer,
    **dict.fromkeys(MODULES, read_module),
    **dict.fromkeys(("SGD", "Adam", "AdamW", "RMSprop", "Adagrad"), read_optimizer),
}
