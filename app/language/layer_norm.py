"""`layer_norm` as we call it, and as PyTorch does with the shape that is normalized."""

from __future__ import annotations

import ast

from app.language.calls import Argument, Call, bind_arguments, is_none, operand_of, read_all
from app.language.context import Context
from app.language.functions import BIAS, Parameter, X
from app.language.options import to_number, to_shape
from app.language.values import Items, Literal, Value

NORMALIZED = Parameter(("normalized_shape",), "axis")
SCALE = Parameter(("weight", "w", "gamma", "g"))
EPS = Parameter(("eps", "epsilon"), "number")


def read_layer_norm(context: Context, call: Call) -> Value:
    """Read `layer_norm(x, weight, bias)` and `F.layer_norm(x, (3,), weight, bias)`."""
    parameters: tuple[Parameter, ...] = (X, SCALE, BIAS, EPS)
    if names_shape(context, call):
        parameters = (X, NORMALIZED, *parameters[1:])
    bound = bind_arguments(context, call, parameters)
    node = operand_of(context, bound["x"], call.node)
    if "normalized_shape" in bound:
        check_last_axis(context, bound["normalized_shape"], context.shape_of(node), call)
    attributes = {"eps": to_number(context, bound["eps"], call.node)} if "eps" in bound else {}
    given = [name for name in ("weight", "bias") if name in bound and not is_none(bound[name])]
    nodes = read_all(context, [bound[name] for name in given], call.node)
    if given == ["bias"]:  # a shift without a scale is a sum
        plain = context.apply("layer_norm", [node], call.node, attributes)
        return context.apply("add", [plain, *nodes], call.node)
    return context.apply("layer_norm", [node, *nodes], call.node, attributes)


def names_shape(context: Context, call: Call) -> bool:
    """Return whether a call gives the shape that is normalized: by its keyword, or where PyTorch has it."""
    if "normalized_shape" in call.keywords:
        return True
    if len(call.arguments) < 2 or is_none(second := call.arguments[1]):
        return False
    if isinstance(second, ast.List):
        return call.library == "torch"
    if isinstance(second, ast.Tuple):
        return True
    value = context.evaluate(second) if isinstance(second, ast.expr) else second
    # A size is one number; a weight has an axis.
    return isinstance(value, Literal | Items) or (type(value) is int and context.shape_of(value) == ())


def check_last_axis(context: Context, argument: Argument, shape: tuple[int, ...], call: Call) -> None:
    """Refuse to normalize over anything but the last axis.

    Raises:
        Fault: another shape is asked for.
    """
    if isinstance(argument, ast.Subscript):  # x.shape[-1:]
        argument = context.evaluate(argument)
    wanted = to_shape(context, argument, call.node)
    if wanted != shape[-1:]:
        hint = "Leave normalized_shape out, or give it the size of the last axis."
        found = f"got {wanted} for shape {shape}"
        raise context.fault("shape", "layer_norm goes along the last axis", found, hint, call.node)
