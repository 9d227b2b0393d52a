"""Activation functions, each stable for arguments of any size."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from app.engine.ops.arithmetic import number
from app.engine.ops.families import elementwise
from app.engine.shapes import Array

BISHOP = "Bishop, Pattern Recognition and Machine Learning, ch. 4-5"
GELU = "Hendrycks and Gimpel, Gaussian Error Linear Units, 2016"
TANH_SCALE = math.sqrt(2.0 / math.pi)
TANH_CUBIC = 0.044715


def sigmoid(x: Array) -> Any:
    """Return 1/(1 + e^(−x)) from e^(−|x|), which cannot overflow."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small)[()] / (1.0 + small)


def sigmoid_slope(x: Array) -> Any:
    """Return σ(x) σ(−x) = e^(−|x|) / (1 + e^(−|x|))², which is the same on both sides and keeps its digits far out."""
    small = np.exp(-np.abs(x))
    whole = 1.0 + small
    return small / whole / whole


def softplus(x: Array) -> Any:
    """Return ln(1 + e^x) as max(x, 0) + ln(1 + e^(−|x|))."""
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))


# NumPy has no error function; the standard library's is exact to the last digit or so.
_erfc = np.vectorize(math.erfc, otypes=[np.float64])


def normal_cdf(x: Array) -> Any:
    """Return Φ(x), the standard normal distribution function, precise in both tails."""
    return 0.5 * _erfc(-x / math.sqrt(2.0))[()]


def normal_pdf(x: Array) -> Any:
    """Return φ(x), the standard normal density."""
    return np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


def gelu(x: Array, approximate: str) -> Any:
    """Return x·Φ(x), or the tanh approximation of it; 0 at −∞."""
    if approximate == "tanh":
        return x * sigmoid(2.0 * TANH_SCALE * (x + TANH_CUBIC * x**3))
    return x * normal_cdf(x)


def gelu_derivative(y: Array, x: Array, approximate: str) -> Any:
    """Return the derivative of `gelu` in the form that was asked for."""
    if approximate == "tanh":
        s = sigmoid(2.0 * TANH_SCALE * (x + TANH_CUBIC * x**3))
        rest = sigmoid(-2.0 * TANH_SCALE * (x + TANH_CUBIC * x**3))
        return s + x * s * rest * 2.0 * TANH_SCALE * (1.0 + 3.0 * TANH_CUBIC * x**2)
    return normal_cdf(x) + x * normal_pdf(x)


OPERATIONS = [
    elementwise(
        "sigmoid",
        symbol="σ",
        signature="sigmoid(x)",
        forward=sigmoid,
        # y (1 − y) is taken as σ(x) σ(−x): the same number, without losing its digits where y is close to 1.
        locals=(lambda y, x: sigmoid_slope(x),),
        formula=r"\sigma(#1)",
        derivative=(r"#0\,(1 - #0)",),
        source=BISHOP,
    ),
    elementwise(
        "tanh",
        symbol="tanh",
        signature="tanh(x)",
        forward=lambda x: np.tanh(x),
        # 1 − y² is taken as 1/cosh² x: the same number, without losing its digits where |y| is close to 1.
        locals=(lambda y, x: np.cosh(x) ** -2.0,),
        formula=r"\tanh(#1)",
        derivative=(r"1 - #0^{2}",),
        source=BISHOP,
    ),
    elementwise(
        "relu",
        symbol="ReLU",
        signature="relu(x)",
        forward=lambda x: np.maximum(x, 0.0),
        locals=(lambda y, x: number(x > 0),),
        formula=r"\max(0, #1)",
        derivative=(r"[#1 > 0]",),
        branch=lambda x: np.sign(x),
        kink=r"#1 = 0 \Rightarrow 0",
        source="Nair and Hinton, Rectified Linear Units, 2010; PyTorch's convention at 0",
    ),
    elementwise(
        "leaky_relu",
        symbol="LReLU",
        signature="leaky_relu(x, slope=0.01)",
        attributes={"slope": 0.01},
        forward=lambda x, slope: np.where(x > 0, x, slope * x)[()],
        locals=(lambda y, x, slope: np.where(x > 0, 1.0, slope)[()],),
        formula=r"\begin{cases} #1 & #1 > 0 \\ #{slope} \cdot #1 & \text{otherwise} \end{cases}",
        derivative=(r"\begin{cases} 1 & #1 > 0 \\ #{slope} & \text{otherwise} \end{cases}",),
        branch=lambda x, slope: np.sign(x),
        kink=r"#1 = 0 \Rightarrow #{slope}",
        source="Maas et al., Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013",
    ),
    elementwise(
        "elu",
        symbol="ELU",
        signature="elu(x, alpha=1)",
        attributes={"alpha": 1.0},
        forward=lambda x, alpha: np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0.0)))[()],
        locals=(lambda y, x, alpha: np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0.0)))[()],),
        formula=r"\begin{cases} #1 & #1 > 0 \\ #{alpha}\,(e^{#1} - 1) & \text{otherwise} \end{cases}",
        derivative=(r"\begin{cases} 1 & #1 > 0 \\ #{alpha}\,e^{#1} & \text{otherwise} \end{cases}",),
        branch=lambda x, alpha: np.sign(x) if alpha != 1.0 else np.zeros_like(x),
        kink=r"#1 = 0 \Rightarrow #{alpha}",
        source="Clevert et al., Exponential Linear Units, 2015",
    ),
    elementwise(
        "gelu",
        symbol="GELU",
        signature="gelu(x, approximate='none')",
        attributes={"approximate": "none"},
        forward=gelu,
        locals=(gelu_derivative,),
        formula=r"#1 \cdot \Phi(#1)",
        derivative=(r"\Phi(#1) + #1 \cdot \varphi(#1)",),
        source=GELU,
    ),
    elementwise(
        "silu",
        symbol="SiLU",
        signature="silu(x)",
        forward=lambda x: x * sigmoid(x),
        locals=(lambda y, x: sigmoid(x) + y * sigmoid(-x),),
        formula=r"#1 \cdot \sigma(#1)",
        derivative=(r"\sigma(#1) + #0\,(1 - \sigma(#1))",),
        source="Elfwing et al., Sigmoid-Weighted Linear Units, 2017",
    ),
    elementwise(
        "softplus",
        symbol="softplus",
        signature="softplus(x)",
        forward=softplus,
        locals=(lambda y, x: sigmoid(x),),
        formula=r"\ln(1 + e^{#1})",
        derivative=(r"\sigma(#1)",),
        source="Dugas et al., Incorporating Second-Order Functional Knowledge, 2000",
    ),
    elementwise(
        "softsign",
        symbol="softsign",
        signature="softsign(x)",
        forward=lambda x: x / (1.0 + np.abs(x)),
        locals=(lambda y, x: (1.0 + np.abs(x)) ** -2.0,),
        formula=r"\frac{#1}{1 + \left|#1\right|}",
        derivative=(r"\frac{1}{(1 + \left|#1\right|)^{2}}",),
        source="Bergstra et al., Quadratic Polynomials Learn Better Image Features, 2009",
    ),
]
