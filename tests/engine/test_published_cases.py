"""The worked examples that others published come out with their figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine import Trace, check_gradients, record_trace, to_elements
from app.language import read_program

CASES = json.loads((Path(__file__).parents[1] / "fixtures" / "public.json").read_text())


def run(case: dict[str, Any], learning_rate: float | None = None, values: dict[str, Any] | None = None) -> Trace:
    program = read_program(case["program"], values, output=case["output"])
    return record_trace(program.graph, program.output, learning_rate=learning_rate)


def assert_close(trace: Trace, numbers: dict[int, Any], expected: dict[str, Any], rtol: float, atol: float) -> None:
    for name, value in expected.items():
        np.testing.assert_allclose(numbers[trace.graph.find(name)], value, rtol=rtol, atol=atol, err_msg=name)


def published(case: dict[str, Any]) -> dict[str, Any]:
    tolerance: dict[str, Any] = case.get("published_tolerance", {"rtol": 0, "atol": 0})
    return tolerance


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_case_comes_out(case: dict[str, Any]) -> None:
    trace = run(case)
    values = dict(enumerate(trace.values))
    expect, tolerance = case["expect"], case["tolerance"]
    gradients = {k: v for k, v in expect["gradients"].items() if k not in case.get("skip_gradients", [])}
    assert_close(trace, values, expect["values"], **tolerance)
    assert_close(trace, dict(trace.gradients), gradients, **tolerance)
    assert_close(trace, values, case.get("published_values", {}), **published(case))
    assert_close(trace, dict(trace.gradients), case.get("published_gradients", {}), **published(case))
    assert not trace.nonfinite


@pytest.mark.parametrize(
    "case", [case for case in CASES if "after_update" in case["expect"]], ids=lambda case: case["id"]
)
def test_a_published_update_comes_out(case: dict[str, Any]) -> None:
    after, tolerance = case["expect"]["after_update"], case["tolerance"]
    trace = run(case, learning_rate=after["lr"])
    assert_close(trace, dict(trace.updates), after["values"], **tolerance)
    if "published_values" in after:
        assert_close(trace, dict(trace.updates), after["published_values"], **after["published_tolerance"])
    moved = {name: np.asarray(trace.updates[trace.graph.find(name)]).tolist() for name in after["params"]}
    np.testing.assert_allclose(
        run(case, values=moved).values[trace.output], after["output_after"], rtol=1e-9, err_msg="output"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_case_passes_the_gradient_check(case: dict[str, Any]) -> None:
    check = check_gradients(run(case))
    assert check.passed, [(leaf.gradient, leaf.numeric) for leaf in check.leaves if not leaf.passed]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_case_is_the_same_element_by_element(case: dict[str, Any]) -> None:
    whole = run(case)
    parts = to_elements(whole)
    assert np.array_equal(np.concatenate([np.ravel(v) for v in whole.values]), np.array(parts.values))
    for index, gradient in whole.gradients.items():
        node = whole.graph.nodes[index]
        if node.shape == ():
            assert parts.gradients[parts.graph.ids[node.id]] == gradient
