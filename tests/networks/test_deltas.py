"""δ by the recursion: the formula's numbers are those of the gradient, in every form and at both granularities."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from app.engine import record_trace
from app.explain.figures import value_latex
from app.language import read_program
from app.lessons import get_lesson
from app.networks.recognise import recognise
from app.story import Question, answer_neuron, answer_trace
from tests.networks.arithmetic import both_sides
from tests.networks.made import Made, made_networks, made_scalars

PROGRAM = "z1 = x @ W1 + b1\na1 = sigmoid(z1)\nz2 = a1 @ W2 + b2\na2 = softmax(z2)\nL = cross_entropy_probs(a2, t)"
VALUES: dict[str, Any] = {
    "x": [[1, 2, 3], [4, 5, 6]],
    "W1": [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]],
    "b1": [0.1, 0.2],
    "W2": [[1, 2], [3, 4]],
    "b2": [0, 0],
    "t": [[1, 0], [0, 1]],
}


def steps_of(program: str, values: dict[str, Any] | None = None, **options: Any) -> dict[str, dict[str, Any]]:
    """Return the backward steps by node."""
    answer = answer_trace(Question(program, values or {}, **options))
    return {step["node"]: step for step in answer["steps"] if step["phase"] == "backward"}


def close(latex: str) -> None:
    left, right = both_sides(latex)
    # Five digits of each number are written; where large parts cancel, fewer of the sum are right.
    assert left == pytest.approx(right, rel=2e-3, abs=2e-4), latex


def test_the_layers_say_the_recursion_with_the_next_layers_matrix() -> None:
    steps = steps_of(PROGRAM, VALUES)
    delta = steps["z1"]["delta"]
    assert delta["symbolic"] == r"\delta^{(1)} = \sigma'(z_{1}) \odot \left(\delta^{(2)}\,{W_{2}}^{\top}\right)"
    program = read_program(PROGRAM, VALUES)
    trace = record_trace(program.graph, program.output)
    at = program.graph.ids
    slope = np.asarray(trace.values[at["a1"]]) * (1 - np.asarray(trace.values[at["a1"]]))
    product = slope * (np.asarray(trace.gradients[at["z2"]]) @ np.asarray(VALUES["W2"]).T)
    np.testing.assert_allclose(product, trace.gradients[at["z1"]], rtol=1e-12)
    for number in (slope, trace.gradients[at["z2"]], np.asarray(VALUES["W2"]), trace.gradients[at["z1"]]):
        assert value_latex(np.asarray(number, dtype=np.float64)) in delta["numeric"]
    assert {name for name, step in steps.items() if "delta" in step} == {"z1", "z2"}


def test_a_neuron_of_a_layer_says_the_recursion_over_the_next_ones() -> None:
    delta = steps_of(PROGRAM, VALUES, granularity="element")["z1[0,1]"]["delta"]
    assert delta["symbolic"] == (
        r"\delta^{(1)}_{0,1} = \sigma'(z_{1}{\scriptstyle[0,1]})"
        r" \cdot \left(W_{2}{\scriptstyle[1,0]} \cdot \delta^{(2)}_{0,0}"
        r" + W_{2}{\scriptstyle[1,1]} \cdot \delta^{(2)}_{0,1}\right)"
    )
    assert delta["numeric"] == r"0.067201 = 0.15868 \cdot \left(3 \cdot (-0.42349) + 4 \cdot 0.42349\right)"


def test_a_published_networks_neurons_say_the_recursion() -> None:
    steps = steps_of(get_lesson("two-outputs", "en")["trace"]["program"])
    assert steps["net_h1"]["delta"]["numeric"] == (
        r"0.0087714 = 0.2413 \cdot \left(0.4 \cdot 0.1385 + 0.5 \cdot (-0.038098)\right)"
    )
    assert steps["net_o1"]["delta"]["numeric"] == r"0.1385 = 0.18682 \cdot 0.74137"


def test_a_program_that_is_no_network_has_no_delta() -> None:
    assert not any("delta" in step for step in steps_of("x = 2\nz1 = x * 3\nL = sigmoid(z1)").values())


def test_without_formulas_there_is_no_delta() -> None:
    assert not any("delta" in step for step in steps_of(PROGRAM, VALUES, include=frozenset()).values())


def test_a_layer_of_many_is_shortened() -> None:
    values = {"x": [[0.5]], "W1": [[0.1]], "b1": [0.1], "W2": [[0.01 * i for i in range(40)]], "t": [[0.0] * 40]}
    program = "z1 = x @ W1 + b1\na1 = tanh(z1)\nz2 = a1 @ W2\nL = mse(z2, t)"
    delta = steps_of(program, values, granularity="element")["z1[0,0]"]["delta"]
    assert delta["symbolic"].count(r"\delta") == 5 and r"\cdots" in delta["symbolic"]
    assert r"W_{2}{\scriptstyle[0,39]}" in delta["symbolic"]


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(made_networks())
def test_the_numbers_of_each_neuron_add_up(made: Made) -> None:
    steps = steps_of(made.program, made.values, granularity="element")
    gradients = answer_trace(Question(made.program, made.values, granularity="element"))["gradients"]
    count = 0
    for name, step in steps.items():
        if re.match(r"z\d", name):
            latex = step["delta"]["numeric"]
            assert both_sides(latex)[0] == pytest.approx(float(gradients[name]), rel=1e-4)
            close(latex)
            count += 1
    assert count == (made.batch or 1) * sum(made.units[1:])


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(made_scalars())
def test_the_numbers_of_each_single_neuron_add_up(made: Made) -> None:
    steps = steps_of(made.program, made.values)
    found = [step["delta"]["numeric"] for name, step in steps.items() if name.startswith("z")]
    assert len(found) == sum(made.units[1:])
    for latex in found:
        close(latex)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(made_networks())
def test_each_hidden_layers_delta_is_its_gradient(made: Made) -> None:
    program = read_program(made.program, made.values)
    trace = record_trace(program.graph, program.output)
    network = recognise(program.graph, program.output)
    assert network is not None
    for layer, after in zip(network.layers[1:-1], network.layers[2:], strict=True):
        assert layer.z is not None and layer.a is not None and after.z is not None and after.weights is not None
        step = next(one for one in trace.steps if one.phase == "backward" and one.node == layer.z)
        slope = step.terms[0].local
        delta = slope * (np.asarray(trace.gradients[after.z]) @ np.asarray(trace.values[after.weights]).T)
        np.testing.assert_allclose(delta, trace.gradients[layer.z], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("granularity", ["tensor", "element"])
def test_an_activation_that_is_written_out_has_a_gradient_for_its_delta(granularity: Any) -> None:
    program = PROGRAM.replace("sigmoid(z1)", "1 / (1 + exp(-z1))")
    steps = steps_of(program, VALUES, granularity=granularity)
    found = [step["delta"] for name, step in steps.items() if name.startswith("z1")]
    assert len(found) == (1 if granularity == "tensor" else 4)
    assert all(one["symbolic"].startswith(r"\delta^{(1)}") for one in found)
    for layer in (1, 2):
        near = answer_neuron(Question(program, VALUES, granularity=granularity), layer, 1, 1)
        close(near["z"]["numeric"])
        close(near["delta"]["numeric"])
    assert answer_neuron(Question(program, VALUES), 1, 1, 1)["a"]["numeric"].startswith("0.93086 = ")
