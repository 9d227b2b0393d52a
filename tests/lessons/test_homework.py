"""The homework, 5-4-3 on a batch of four: its eight results from the API beside its formulas in plain NumPy."""

from __future__ import annotations

from ast import literal_eval
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.language.values import to_array
from app.lessons import get_lesson

B = 4
LEAVES = {"x": (B, 5), "W1": (5, 4), "b1": (4,), "W2": (4, 3), "b2": (3,), "t": (B, 3)}
IN_ORDER = ["s", "a2", "b2", "W2", "z", "a1", "b1", "W1"]
"""What the homework asks for, in its order; beside these the way back meets only the bare products and x."""

Numbers = dict[str, Any]


def leaves_of(program: str) -> Numbers:
    """The numbers that the lesson's program has typed in."""
    told = dict(line.split(" = ", 1) for line in program.splitlines())
    return {name: to_array(literal_eval(told[name])) for name in LEAVES}


def by_hand(x: Any, W1: Any, b1: Any, W2: Any, b2: Any, t: Any) -> tuple[Numbers, Numbers, Numbers]:
    """The forward pass, the eight results and the two Jacobians, each as the homework writes it."""
    a1 = x @ W1 + b1
    z = 1 / (1 + np.exp(-a1))
    a2 = z @ W2 + b2
    s = np.exp(a2) / np.exp(a2).sum(axis=1, keepdims=True)
    L = -(1 / B) * np.sum(t * np.log(s))
    ds = -(1 / B) * t / s
    # One sample's ds/da2: s_i (1 - s_i) on the diagonal, -s_i s_j off it.
    softmax = np.array([[[si * ((i == j) - sj) for j, sj in enumerate(row)] for i, si in enumerate(row)] for row in s])
    da2 = np.stack([ds[n] @ softmax[n] for n in range(B)])
    dz = da2 @ W2.T
    sigmoid = np.array([np.diag(row * (1 - row)) for row in z])
    da1 = np.stack([dz[n] @ sigmoid[n] for n in range(B)])
    ones = np.ones(B)
    results = {
        "s": ds, "a2": da2, "b2": ones @ da2, "W2": z.T @ da2, "z": dz, "a1": da1, "b1": ones @ da1, "W1": x.T @ da1,
    }  # fmt: skip
    return {"a1": a1, "z": z, "a2": a2, "s": s, "L": L}, results, {"s": softmax, "z": sigmoid}


def trace_homework(client: Any, leaves: Numbers, **more: Any) -> Any:
    """Ask the API as the lesson does, with these numbers in it."""
    body = get_lesson("softmax-batch")["trace"]
    values = {name: value.tolist() for name, value in leaves.items()}
    answer = client.post("/api/v1/trace", json={**body, "values": values, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def close(found: Any, expected: Any, name: str = "") -> None:
    assert np.shape(found) == np.shape(expected), name
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-13, err_msg=name)


def step_of(told: Any, node: str) -> Any:
    return next(step for step in told["steps"] if step["phase"] == "backward" and step["node"] == node)


def check_all(client: Any, leaves: Numbers) -> None:
    """Compare everything that the homework asks for."""
    told = trace_homework(client, leaves, include=["formulas", "jacobians"])
    values, results, jacobians = by_hand(**leaves)
    for name, value in values.items():
        close(told["values"][name], value, name)
    for name, gradient in results.items():
        close(told["gradients"][name], gradient, name)
    for name, (operand, size) in {"s": ("a2", 3), "z": ("a1", 4)}.items():
        (term,) = step_of(told, operand)["terms"]
        jacobian = term["jacobian"]
        assert (term["consumer"], jacobian["block"]) == (name, [size, size])
        assert jacobian["shape"] == [B * size, B * size]
        close(jacobian["blocks"], jacobians[name], name)
        blocks, upstream = np.array(jacobian["blocks"]), np.array(term["upstream"])
        close(np.einsum("ni,nij->nj", upstream, blocks), results[operand], f"{operand}, contracted")
    # Beside the diagonal Jacobian the same again, number by number.
    z = np.array(told["values"]["z"])
    close(np.array(told["gradients"]["z"]) * z * (1 - z), results["a1"], "element-wise")
    # Where the targets of a sample add up to 1, the long way collapses.
    s, t = np.array(told["values"]["s"]), leaves["t"]
    close(told["gradients"]["a2"], (s - t) / B, "(s - t) / B")
    collapse = step_of(told, "a2")["collapse"]
    close(collapse["value"], (s - t) / B, "collapse")
    assert collapse["difference"] == pytest.approx(np.abs(results["a2"] - (s - t) / B).max(), abs=1e-15)
    assert collapse["symbolic"] and collapse["numeric"]


def test_the_lessons_own_numbers(client: Any) -> None:
    leaves = leaves_of(get_lesson("softmax-batch")["trace"]["program"])
    assert {name: value.shape for name, value in leaves.items()} == LEAVES
    check_all(client, leaves)


def test_the_results_come_in_the_homeworks_order(client: Any) -> None:
    told = trace_homework(client, leaves_of(get_lesson("softmax-batch")["trace"]["program"]))
    way_back = [step["node"] for step in told["steps"] if step["phase"] == "backward"]
    assert [node for node in way_back if node in IN_ORDER] == IN_ORDER
    assert way_back[0] == "L" and way_back[-1] == "x"


def test_the_rows_of_softmaxs_jacobian_add_up_to_nothing(client: Any) -> None:
    leaves = leaves_of(get_lesson("softmax-batch")["trace"]["program"])
    told = trace_homework(client, leaves, include=["jacobians"])
    blocks = np.array(step_of(told, "a2")["terms"][0]["jacobian"]["blocks"])
    for axis in (1, 2):
        np.testing.assert_allclose(blocks.sum(axis=axis), 0, atol=1e-15)


def typed(shape: tuple[int, ...]) -> st.SearchStrategy[Any]:
    """Numbers as somebody types them: one decimal, from -2 to 2."""
    count = int(np.prod(shape))
    numbers = st.lists(st.integers(-20, 20), min_size=count, max_size=count)
    return numbers.map(lambda tenths: np.reshape(np.array(tenths) / 10, shape))


ONE_HOT = st.lists(st.integers(0, 2), min_size=B, max_size=B).map(lambda classes: np.eye(3)[classes])
SOFT = st.sampled_from([[0.2, 0.3, 0.5], [0.5, 0.5, 0], [0.1, 0.1, 0.8], [1, 0, 0]])
TYPED = st.fixed_dictionaries(
    {
        **{name: typed(shape) for name, shape in LEAVES.items() if name != "t"},
        "t": st.one_of(ONE_HOT, st.lists(SOFT, min_size=B, max_size=B).map(np.array)),
    }
)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(leaves=TYPED)
def test_any_numbers_typed_in_by_hand(client: Any, leaves: Numbers) -> None:
    check_all(client, leaves)
