"""Arithmetic: the operators of a program, and choices between values."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.ops.families import elementwise
from app.engine.shapes import Array

CALCULUS = "Stewart, Calculus, ch. 3, differentiation rules"
TORCH_TIES = "PyTorch's derivatives.yaml: both share the gradient at a tie"


def power_base(y: Array, x: Array, p: Array) -> Any:
    """Return p·x^(p−1), 0 where p = 0 (also at x = 0, where the product would be 0·∞)."""
    return np.where(p == 0, 0.0, p * np.power(x, p - 1))[()]


def power_exponent(y: Array, x: Array, p: Array) -> Any:
    """Return x^p·ln x, 0 where x = 0 and p ≥ 0 (the limit for p > 0)."""
    return np.where((x == 0) & (p >= 0), 0.0, y * np.log(x))[()]


def share(chosen: Any, tie: Any) -> Any:
    """Return 1 where an operand is the chosen one, ½ at a tie, else 0."""
    return np.where(tie, 0.5, number(chosen))[()]


def choose(c: Array, a: Array, b: Array) -> Any:
    """Return a where c is not 0, else b."""
    return np.where(c != 0, a, b)[()]


def number(mask: Any) -> Any:
    """Return a truth value or a mask as float64 numbers 1 and 0."""
    return mask.astype(np.float64)


OPERATIONS = [
    elementwise(
        "add",
        symbol="+",
        signature="a + b",
        forward=lambda a, b: a + b,
        locals=(lambda y, a, b: np.float64(1.0), lambda y, a, b: np.float64(1.0)),
        formula="#1 + #2",
        derivative=("1", "1"),
        source=CALCULUS,
    ),
    elementwise(
        "subtract",
        symbol="−",
        signature="a - b",
        forward=lambda a, b: a - b,
        locals=(lambda y, a, b: np.float64(1.0), lambda y, a, b: np.float64(-1.0)),
        formula="#1 - #2",
        derivative=("1", "-1"),
        source=CALCULUS,
    ),
    elementwise(
        "multiply",
        symbol="×",
        signature="a * b",
        forward=lambda a, b: a * b,
        locals=(lambda y, a, b: b, lambda y, a, b: a),
        formula=r"#1 \cdot #2",
        derivative=("#2", "#1"),
        source=CALCULUS,
    ),
    elementwise(
        "divide",
        symbol="÷",
        signature="a / b",
        forward=lambda a, b: np.divide(a, b),
        locals=(lambda y, a, b: np.divide(1.0, b), lambda y, a, b: np.divide(-y, b)),
        formula=r"\frac{#1}{#2}",
        derivative=(r"\frac{1}{#2}", r"-\frac{#1}{#2^{2}}"),
        domain=r"#2 \neq 0",
        source=CALCULUS,
    ),
    elementwise(
        "power",
        symbol="xʸ",
        signature="a ** b",
        forward=lambda a, b: np.power(a, b),
        locals=(power_base, power_exponent),
        formula="#1^{#2}",
        derivative=(r"#2 \cdot #1^{#2 - 1}", r"#1^{#2} \ln #1"),
        domain=r"#1 > 0 \text{ or } #2 \in \mathbb{Z}",
        source=CALCULUS,
    ),
    elementwise(
        "negative",
        symbol="−",
        signature="-a",
        forward=lambda a: -a,
        locals=(lambda y, a: np.float64(-1.0),),
        formula="-#1",
        derivative=("-1",),
        source=CALCULUS,
    ),
    elementwise(
        "maximum",
        symbol="max",
        signature="maximum(a, b)",
        forward=lambda a, b: np.maximum(a, b),
        locals=(lambda y, a, b: share(a > b, a == b), lambda y, a, b: share(b > a, a == b)),
        formula=r"\max(#1, #2)",
        derivative=(r"[#1 > #2]", r"[#2 > #1]"),
        branch=lambda a, b: np.sign(a - b),
        kink=r"#1 = #2 \Rightarrow \tfrac12, \tfrac12",
        source=TORCH_TIES,
    ),
    elementwise(
        "minimum",
        symbol="min",
        signature="minimum(a, b)",
        forward=lambda a, b: np.minimum(a, b),
        locals=(lambda y, a, b: share(a < b, a == b), lambda y, a, b: share(b < a, a == b)),
        formula=r"\min(#1, #2)",
        derivative=(r"[#1 < #2]", r"[#2 < #1]"),
        branch=lambda a, b: np.sign(a - b),
        kink=r"#1 = #2 \Rightarrow \tfrac12, \tfrac12",
        source=TORCH_TIES,
    ),
    elementwise(
        "where",
        symbol="where",
        signature="where(condition, a, b)",
        forward=choose,
        locals=(
            lambda y, c, a, b: np.float64(0.0),
            lambda y, c, a, b: number(c != 0),
            lambda y, c, a, b: number(c == 0),
        ),
        formula=r"\begin{cases} #2 & \text{if } #1 \\ #3 & \text{otherwise} \end{cases}",
        derivative=("0", r"[#1]", r"[\lnot #1]"),
        branch=lambda c, a, b: number(c != 0),
        kink=r"\text{the condition only chooses: its derivative is } 0",
        source="definition",
    ),
    elementwise(
        "clip",
        symbol="clip",
        signature="clip(x, min=None, max=None)",
        attributes={"min": None, "max": None},
        forward=lambda x, min, max: np.clip(x, min, max)[()],
        locals=(lambda y, x, min, max: number(inside(x, min, max) >= 0),),
        formula=r"\operatorname{clip}(#1, #{min}, #{max})",
        derivative=(r"[#{min} \le #1 \le #{max}]",),
        branch=lambda x, min, max: inside(x, min, max),
        kink=r"#1 \in \{#{min}, #{max}\} \Rightarrow 1",
        source="PyTorch's derivatives.yaml: clamp passes the gradient at its bounds",
    ),
]


def inside(x: Array, low: float | None, high: float | None) -> Any:
    """Return 1 within the bounds, 0 on one of them, −1 outside."""
    below = -np.inf if low is None else low
    above = np.inf if high is None else high
    return (number((x >= below) & (x <= above)) * 2 - 1) * number((x != below) & (x != above))


def comparison(name: str, operator: str, symbol: str, latex: str, compare: Any) -> Any:
    """Make a comparison: 1 where it holds, else 0; flat wherever it is smooth, so its derivative is 0."""
    return elementwise(
        name,
        symbol=symbol,
        signature=f"a {operator} b",
        forward=lambda a, b: number(compare(a, b)),
        locals=(lambda y, a, b: np.float64(0.0), lambda y, a, b: np.float64(0.0)),
        formula=rf"[#1 {latex} #2]",
        derivative=("0", "0"),
        branch=lambda a, b: np.sign(a - b),
        kink=r"#1 = #2 \Rightarrow 0",
        source="definition: a step is flat on both sides",
    )


OPERATIONS += [
    comparison("greater", ">", ">", ">", np.greater),
    comparison("greater_equal", ">=", "≥", r"\ge", np.greater_equal),
    comparison("less", "<", "<", "<", np.less),
    comparison("less_equal", "<=", "≤", r"\le", np.less_equal),
    comparison("equal", "==", "=", "=", np.equal),
    comparison("not_equal", "!=", "≠", r"\ne", np.not_equal),
]
