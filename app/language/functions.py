"""The functions a program can call, with all their spellings: name to operation, operands and options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.engine.ops import OPS
from app.engine.ops.record import Op

Kind = Literal["operand", "axis", "flag", "number", "bound", "pair", "approximate", "reduction", "unbiased"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a function.

    Attributes:
        names: its keywords, ours first.
        kind: an operand is a value of the graph; the rest must be known while reading.
        required: whether a call must give it.
    """

    names: tuple[str, ...]
    kind: Kind = "operand"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """How an operation is called.

    Attributes:
        operation: its name in the registry.
        parameters: in order of position.
    """

    operation: str
    parameters: tuple[Parameter, ...]


def operand(*names: str) -> Parameter:
    """Make an operand's parameter."""
    return Parameter(names, required=True)


X = operand("x", "input", "a", "tensor", "array", "input_tensor", "logits", "features", "values", "data", "self")
A = operand("a", "x", "x1", "input", "left", "self", "mat1", "v1")
B = operand("b", "y", "x2", "other", "right", "mat2", "exponent", "tensor", "v2", "vec2", "vec")
AXIS = Parameter(("axis", "dim", "axes"), "axis")
STRIDE = Parameter(("stride", "strides"), "pair")
PADDING = Parameter(("padding",), "pair")
WEIGHT = operand("weight", "w", "kernel", "filters", "gamma", "params")
BIAS = Parameter(("bias", "b", "beta"))
KEEPDIMS = Parameter(("keepdims", "keepdim", "keep_dims"), "flag")
TARGET = operand("target", "targets", "labels", "y_true", "t", "label")
PREDICTION = operand(
    "prediction", "input", "predictions", "y_pred", "y", "x", "logits", "probabilities", "log_probabilities", "output"
)
REDUCTION = Parameter(("reduction",), "reduction")

FUNCTIONS: dict[str, Function] = {
    name: Function(name, (X,))
    for name in (
        "exp", "log", "log1p", "sqrt", "square", "abs", "sign", "sin", "cos", "tan", "tanh", "sigmoid", "relu", "silu",
        "softplus", "softsign", "negative",
    )
}  # fmt: skip
FUNCTIONS |= {
    name: Function(name, (A, B))
    for name in (
        "add", "subtract", "multiply", "divide", "power", "maximum", "minimum", "greater", "greater_equal", "less",
        "less_equal", "equal", "not_equal", "matmul", "dot", "outer",
    )
}  # fmt: skip
FUNCTIONS |= {name: Function(name, (X, AXIS, KEEPDIMS)) for name in ("sum", "mean", "max", "min", "prod", "logsumexp")}
DDOF = Parameter(("ddof", "correction"), "number")
UNBIASED = Parameter(("unbiased",), "unbiased")
FUNCTIONS |= {name: Function(name, (X, AXIS, DDOF, KEEPDIMS, UNBIASED)) for name in ("var", "std")}
FUNCTIONS |= {name: Function(name, (X, AXIS)) for name in ("softmax", "log_softmax")}
FUNCTIONS |= {
    name: Function(name, (PREDICTION, TARGET, REDUCTION))
    for name in (
        "mse", "sse", "mae", "nll", "cross_entropy", "cross_entropy_probs", "binary_cross_entropy",
        "binary_cross_entropy_with_logits",
    )
}  # fmt: skip
FUNCTIONS |= {
    "leaky_relu": Function("leaky_relu", (X, Parameter(("slope", "negative_slope", "alpha"), "number"))),
    "elu": Function("elu", (X, Parameter(("alpha",), "number"))),
    "gelu": Function("gelu", (X, Parameter(("approximate",), "approximate"))),
    "clip": Function(
        "clip",
        (
            X,
            Parameter(("min", "a_min", "low", "lower", "clip_value_min"), "bound"),
            Parameter(("max", "a_max", "high", "upper", "clip_value_max"), "bound"),
        ),
    ),
    "conv2d": Function("conv2d", (X, WEIGHT, BIAS, STRIDE, PADDING)),
    "embedding": Function("embedding", (operand("indices", "input", "x", "ids"), WEIGHT)),
    "where": Function("where", (operand("condition", "cond"), operand("a", "x", "input"), operand("b", "y", "other"))),
    "huber": Function("huber", (PREDICTION, TARGET, Parameter(("delta", "beta"), "number"), REDUCTION)),
    "huber_loss": Function("huber", (PREDICTION, TARGET, REDUCTION, Parameter(("delta", "beta"), "number"))),
}
FUNCTIONS |= {
    name: Function(name, (X, Parameter(("kernel_size", "ksize"), "pair", required=True), STRIDE, PADDING))
    for name in ("max_pool2d", "avg_pool2d")
}

SPELLINGS: dict[str, str] = {
    "absolute": "abs", "fabs": "abs", "neg": "negative", "logistic": "sigmoid", "expit": "sigmoid", "swish": "silu",
    "sgn": "sign", "pow": "power", "float_power": "power", "mul": "multiply", "sub": "subtract", "div": "divide",
    "true_divide": "divide", "truediv": "divide", "gt": "greater", "ge": "greater_equal", "lt": "less",
    "le": "less_equal", "eq": "equal", "ne": "not_equal", "mm": "matmul", "bmm": "matmul", "mv": "matmul",
    "vdot": "dot", "clamp": "clip", "clip_by_value": "clip", "fmax": "maximum", "fmin": "minimum", "amax": "max",
    "amin": "min", "reduce_sum": "sum", "reduce_mean": "mean", "reduce_max": "max", "reduce_min": "min",
    "reduce_prod": "prod", "product": "prod", "reduce_logsumexp": "logsumexp", "reduce_std": "std",
    "reduce_variance": "var", "variance": "var", "mse_loss": "mse", "l1_loss": "mae", "smooth_l1_loss": "huber_loss",
    "nll_loss": "nll", "bce": "binary_cross_entropy", "bce_with_logits": "binary_cross_entropy_with_logits",
    "ger": "outer", "select": "where", "fsum": "sum",
}  # fmt: skip
FUNCTIONS |= {spelling: FUNCTIONS[name] for spelling, name in SPELLINGS.items()}


def function_of(op: Op) -> Function:
    """Return how an operation is called that nothing above names: its operands, then its options."""
    operands = {1: (X,), 2: (PREDICTION, TARGET) if op.family == "loss" else (A, B)}.get(op.arity[0], ())
    known = {"axis": AXIS, "keepdims": KEEPDIMS}
    return Function(op.name, (*operands, *(known.get(name, Parameter((name,), "number")) for name in op.attributes)))


PLAIN = ("elementwise", "reduction", "loss", "jacobian")
FUNCTIONS |= {
    op.name: function_of(op)
    for op in OPS.values()
    if op.name not in FUNCTIONS and op.family in PLAIN and op.arity in ((1, 1), (2, 2))
}

MODULES: dict[str, str] = {
    "MSELoss": "mse", "L1Loss": "mae", "HuberLoss": "huber_loss", "SmoothL1Loss": "huber_loss", "NLLLoss": "nll",
    "CrossEntropyLoss": "cross_entropy", "BCELoss": "binary_cross_entropy",
    "BCEWithLogitsLoss": "binary_cross_entropy_with_logits", "ReLU": "relu", "Sigmoid": "sigmoid", "Tanh": "tanh",
    "Softmax": "softmax", "LogSoftmax": "log_softmax", "GELU": "gelu", "SiLU": "silu", "ELU": "elu",
    "LeakyReLU": "leaky_relu", "Softplus": "softplus", "Softsign": "softsign", "MaxPool2d": "max_pool2d",
    "AvgPool2d": "avg_pool2d",
}  # fmt: skip
"""PyTorch's modules without parameters: made first, called later."""

LIBRARIES: dict[str, str] = {
    "np": "numpy", "numpy": "numpy", "math": "math", "torch": "torch", "F": "torch", "nn": "torch", "torch.nn": "torch",
    "nn.functional": "torch", "torch.nn.functional": "torch", "torch.special": "torch", "torch.autograd": "torch",
    "torch.optim": "torch", "optim": "torch",
    "jnp": "jax", "jax.numpy": "jax", "jax.nn": "jax", "jax.scipy.special": "jax", "jax.lax": "jax", "lax": "jax",
    "tf": "tensorflow", "tf.nn": "tensorflow", "tf.math": "tensorflow", "tf.linalg": "tensorflow",
    "tf.keras.activations": "tensorflow", "tensorflow": "tensorflow", "tensorflow.nn": "tensorflow",
    "tensorflow.math": "tensorflow", "np.special": "numpy", "scipy.special": "numpy", "micrograd.engine": "micrograd",
    "builtins": "",
}  # fmt: skip
"""Prefixes that a function's name may carry, and whose habits they stand for."""

HABITS: dict[tuple[str, str], dict[str, object]] = {
    ("torch", "var"): {"ddof": 1},
    ("torch", "std"): {"ddof": 1},
    ("tensorflow", "leaky_relu"): {"slope": 0.2},
    ("jax", "gelu"): {"approximate": "tanh"},
}
"""Where a library's default differs from ours, a pasted call means the library's."""

CONSTANTS: dict[str, float] = {
    "pi": 3.141592653589793,
    "e": 2.718281828459045,
}

WRAPPERS = frozenset({
    "Value", "tensor", "Tensor", "array", "asarray", "as_tensor", "Parameter", "Variable", "constant", "float",
    "float32", "float64", "FloatTensor", "DoubleTensor", "convert_to_tensor", "from_numpy",
})  # fmt: skip
"""What people put around numbers; the numbers become a leaf."""

UNCHANGED = frozenset({
    "float", "double", "clone", "contiguous", "to", "astype", "cpu", "cuda", "copy", "numpy", "requires_grad_",
})  # fmt: skip
"""Methods that change nothing here."""

SILENT_CALLS = frozenset({"print", "display", "pprint"})
SILENT_METHODS = frozenset({
    "zero_grad", "step", "manual_seed", "seed", "retain_grad", "requires_grad_", "zero_", "train", "eval",
    "set_printoptions", "set_default_dtype",
})  # fmt: skip
"""Statements that do nothing here, and are listed as such."""
