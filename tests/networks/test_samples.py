"""A gradient is the sum of its samples' own, to the last digit that is shown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from app.engine import record_trace
from app.explain import format_number
from app.language import read_program
from app.story import Question, answer_trace
from app.story.question import Include
from tests.networks.made import Made, made_networks

SHOWN: frozenset[Include] = frozenset({"samples"})


def terms_of(program: str, values: dict[str, Any], **options: Any) -> dict[str, dict[str, Any]]:
    """Return the terms by edge."""
    answer = answer_trace(Question(program, values, include=SHOWN, **options))
    return {term["edge"]: term for step in answer["steps"] for term in step.get("terms", ())}


def check_sums(terms: dict[str, dict[str, Any]]) -> int:
    """Compare every term's samples with its contribution; return how many terms had any."""
    count = 0
    for term in terms.values():
        if "samples" not in term:
            continue
        count += 1
        parts, whole = np.array(term["samples"]), np.asarray(term["contribution"])
        assert parts.shape[1:] == whole.shape
        total = parts.sum(axis=0)
        np.testing.assert_allclose(total, whole, rtol=1e-12, atol=1e-15)
        for ours, theirs in zip(np.ravel(total), np.ravel(whole), strict=True):
            assert format_number(ours) == format_number(theirs) or abs(ours - theirs) < 1e-15
    return count


def test_each_samples_share_of_a_matrix_is_its_own_outer_product() -> None:
    values = {"x": [[1, 2], [3, 4], [5, 6]], "W": [[1], [2]], "b": [1], "t": [[0], [0], [0]]}
    terms = terms_of("z = x @ W + b\nL = sse(z, t)", values)
    errors = [6, 12, 18]
    np.testing.assert_array_equal(terms["W->v1.1"]["samples"], [[[6], [12]], [[36], [48]], [[90], [108]]])
    np.testing.assert_array_equal(terms["b->z.1"]["samples"], [[e] for e in errors])
    np.testing.assert_array_equal(terms["z->L.0"]["samples"], [[[6], [0], [0]], [[0], [12], [0]], [[0], [0], [18]]])
    assert "samples" not in terms["x->v1.0"] and "samples" not in terms["v1->z.0"]
    assert check_sums(terms) >= 3


@pytest.mark.parametrize(
    ("operand", "source"),
    [
        ("[1, 2]", "y = x * p"),
        ("[[1, 2]]", "y = x * p"),
        ("3", "y = x * p"),
        ("[[2]]", "y = x / p"),
        ("[1, 2]", "y = maximum(p, x)"),
    ],
)
def test_what_was_broadcast_to_all_samples_has_a_share_of_each(operand: str, source: str) -> None:
    program = f"x = [[1, 2], [3, 4], [5, 7]]\np = {operand}\n{source}\nL = sum(y * y)"
    terms = terms_of(program, {})
    found = [term for edge, term in terms.items() if edge.startswith("p->")]
    assert len(found) == 1 and len(found[0]["samples"]) == 3
    check_sums(terms)


def test_a_sum_over_samples_gives_each_its_own_row() -> None:
    terms = terms_of("x = [[1, 2], [3, 4]]\nm = mean(x, axis=0)\nL = sum(m * m)", {})
    np.testing.assert_array_equal(terms["x->m.0"]["samples"], [[[2, 3], [0, 0]], [[0, 0], [2, 3]]])
    assert "samples" not in terms_of("x = [[1, 2], [3, 4]]\nm = sum(x, axis=1)\nL = sum(m * m)", {})["x->m.0"]


def test_only_those_who_ask_get_samples_and_elements_have_none() -> None:
    values = {"x": [[1, 2], [3, 4]], "W": [[1], [2]]}
    program = "z = tanh(x @ W)\nL = sum(z)"
    answer = answer_trace(Question(program, values))
    assert not any("samples" in term for step in answer["steps"] for term in step.get("terms", ()))
    assert not any("samples" in term for term in terms_of(program, values, granularity="element").values())


def test_too_many_numbers_are_left_out() -> None:
    values = {"x": np.ones((64, 200)).tolist(), "W": np.ones((200, 100)).tolist(), "b": [0.0] * 100}
    terms = terms_of("z = tanh(x @ W + b)\nL = sum(z)", values)
    assert "samples" not in terms["W->v1.1"] and len(terms["b->v2.1"]["samples"]) == 64


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(made_networks())
def test_samples_add_up_in_any_network(made: Made) -> None:
    count = check_sums(terms_of(made.program, made.values))
    if made.batch is not None:
        # Every matrix, and every bias that was really repeated, is the samples' common one.
        repeated = sum(made.biased) if made.batch > 1 else 0
        assert count >= len(made.units) - 1 + repeated


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(made_networks())
def test_a_samples_share_is_its_gradient_alone(made: Made) -> None:
    if made.batch is None or made.loss == "mse" or made.loss.startswith("cross"):
        return  # a mean over rows is another number for one row
    terms = terms_of(made.program, made.values)
    shares = next(term["samples"] for edge, term in terms.items() if edge.startswith("W1->"))
    for row in range(made.batch):
        alone = {**made.values, "x": [made.values["x"][row]]}
        if "t" in alone:
            alone["t"] = [made.values["t"][row]]
        program = read_program(made.program, alone)
        trace = record_trace(program.graph, program.output)
        np.testing.assert_allclose(shares[row], trace.gradients[program.graph.ids["W1"]], rtol=1e-9, atol=1e-12)
