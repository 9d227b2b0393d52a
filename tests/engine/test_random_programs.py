"""Five hundred programs that nobody wrote agree with central differences."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.engine import check_gradients, record_trace
from app.language import read_program

# Smooth and tame on all real numbers, so that any composition of them can be compared.
UNARY = ("sigmoid", "tanh", "softplus", "sin", "cos", "softsign", "silu", "gelu", "square", "-", "relu", "abs")
BINARY = ("+", "-", "*", "maximum", "minimum", "divide")
SHAPES = ("()", "(3,)", "(2, 3)", "(2, 1)")


def literal(shape: str, numbers: list[float]) -> str:
    a, b, c, d, e, f = numbers
    return {
        "()": f"{a}",
        "(3,)": f"[{a}, {b}, {c}]",
        "(2, 3)": f"[[{a}, {b}, {c}], [{d}, {e}, {f}]]",
        "(2, 1)": f"[[{a}], [{b}]]",
    }[shape]


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Draw a program of up to twelve statements over leaves whose shapes broadcast, reduced to one number."""
    number = st.floats(-1.5, 1.5).map(lambda x: round(x, 3))
    lines, names = [], []
    for i in range(draw(st.integers(1, 4))):
        shape = draw(st.sampled_from(SHAPES))
        lines.append(f"x{i} = {literal(shape, draw(st.lists(number, min_size=6, max_size=6)))}")
        names.append(f"x{i}")
    for i in range(draw(st.integers(1, 12))):
        a, b = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        if draw(st.booleans()):
            op = draw(st.sampled_from(UNARY))
            text = f"-{a}" if op == "-" else f"{op}({a})"
        else:
            op = draw(st.sampled_from(BINARY))
            text = f"{a} {op} {b}" if op in "+-*" else f"{op}({a}, {b})"
            if op == "divide":
                text = f"{a} / (1.5 + square({b}))"
        # tanh keeps repeated squares from growing out of reach
        lines.append(f"y{i} = {text}" if draw(st.integers(0, 3)) else f"y{i} = tanh({text})")
        names.append(f"y{i}")
    last = draw(st.sampled_from(["sum", "mean", "logsumexp"]))
    lines.append(f"L = tanh({last}({names[-1]}))")
    return "\n".join(lines)


@settings(
    max_examples=500, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
@given(programs())
def test_a_random_program_agrees_with_central_differences(source: str) -> None:
    program = read_program(source)
    check = check_gradients(record_trace(program.graph, program.output))
    assert check.passed, [
        (program.graph.nodes[leaf.leaf].id, leaf.gradient, leaf.numeric) for leaf in check.leaves if not leaf.passed
    ]
