"""Softmax and cross-entropy: the long way through the Jacobian and (s − t)/B are one number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.explain import format_number
from app.story import Question, answer_trace

VALUES: dict[str, Any] = {"z": [[1, 2, 0.5], [-1, 0, 3], [0.2, 0.1, 0]], "t": [[1, 0, 0], [0, 0, 1], [0.2, 0.3, 0.5]]}
PROGRAM = "s = softmax(z)\nL = cross_entropy_probs(s, t)"


def step_of(node: str, program: str = PROGRAM, values: dict[str, Any] = VALUES, **options: Any) -> dict[str, Any]:
    steps = answer_trace(Question(program, values, **options))["steps"]
    return next(step for step in steps if step["phase"] == "backward" and step["node"] == node)


def softmax(z: Any) -> Any:
    powers = np.exp(np.asarray(z, dtype=np.float64))
    return powers / powers.sum(axis=-1, keepdims=True)


def test_the_short_way_is_the_long_one_to_the_last_digit_shown() -> None:
    step = step_of("z")
    found = step["collapse"]
    expected = (softmax(VALUES["z"]) - np.asarray(VALUES["t"])) / 3
    np.testing.assert_allclose(found["value"], expected, rtol=1e-14)
    assert found["difference"] == float(np.max(np.abs(found["value"] - step["gradient"]))) < 1e-15
    for short, long in zip(np.ravel(found["value"]), np.ravel(step["gradient"]), strict=True):
        assert format_number(short) == format_number(long)
    assert found["symbolic"] == r"\frac{\partial L}{\partial z} = \frac{1}{B}\left(s - t\right)"
    assert r"\frac{1}{3}\left(\begin{bmatrix}" in found["numeric"]


def test_one_element_collapses_alike() -> None:
    found = step_of("z[0,1]", granularity="element")["collapse"]
    s = softmax(VALUES["z"])[0, 1]
    assert found["value"] == pytest.approx(s / 3, rel=1e-14)
    assert found["symbolic"] == r"\frac{\partial L}{\partial z_{0,1}} = \frac{1}{B}\left(s_{0,1} - t_{0,1}\right)"
    assert found["numeric"] == rf"{format_number(s / 3)} = \frac{{1}}{{3}}\left({format_number(s)} - 0\right)"


def test_one_row_needs_no_mean_and_an_upstream_gradient_stays_in_front() -> None:
    values = {"z": [1, 2, 0.5], "t": [1, 0, 0]}
    found = step_of("z", PROGRAM + "\nE = 2 * L", values)["collapse"]
    assert r"\frac{1}{B}" not in found["symbolic"]
    assert found["symbolic"].endswith(r"\frac{\partial E}{\partial L} \cdot \left(s - t\right)")
    np.testing.assert_allclose(found["value"], 2 * (softmax(values["z"]) - np.asarray(values["t"])), rtol=1e-14)


@pytest.mark.parametrize(
    ("program", "targets"),
    [
        (PROGRAM, [[1, 1, 0], [0, 0, 1], [0, 1, 0]]),  # more than one class
        (PROGRAM + "\nE = L + sum(s * s)", VALUES["t"]),  # something else reads s, too
        ("s = softmax(z)\nL = mse(s, t)", VALUES["t"]),
        ("s = softmax(z, axis=0)\nL = cross_entropy_probs(s, t)", VALUES["t"]),
        ("s = softmax(z)\nL = cross_entropy_probs(s, t) + sum(z)", VALUES["t"]),  # something else reads z, too
    ],
)
def test_nothing_collapses_where_it_would_not_be_true(program: str, targets: Any) -> None:
    assert "collapse" not in step_of("z", program, {**VALUES, "t": targets})
