"""A neuron looked at closely says the numbers of the trace."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from app.lessons import get_lesson
from app.story import Question, RefusedError, answer_neuron, answer_trace
from tests.networks.arithmetic import both_sides
from tests.networks.made import Made, made_networks, made_scalars
from tests.networks.test_deltas import PROGRAM, VALUES, close


def test_a_hidden_neuron_says_its_sum_its_activation_and_its_error() -> None:
    found = answer_neuron(Question(PROGRAM, VALUES), 1, 1, 1)
    assert found["z"]["numeric"] == r"2.6 = 4 \cdot 0.2 + 5 \cdot (-0.4) + 6 \cdot 0.6 + 0.2"
    assert found["z"]["symbolic"].startswith(r"z_{1}{\scriptstyle[1,1]} = x_{1,0} \cdot W_{1}{\scriptstyle[0,1]} + ")
    assert found["a"]["numeric"] == r"0.93086 = \sigma(2.6)"
    assert found["delta"]["numeric"].startswith(r"-0.0040995 = 0.064358 \cdot \left(3 \cdot 0.063699")
    assert [one["input"] for one in found["weights"]] == [2, 1, 0]
    assert found["of"] == 3 and found["bias"]["value"] == 0.2


def test_a_neuron_of_the_input_has_its_value_alone() -> None:
    found = answer_neuron(Question(PROGRAM, VALUES), 0, 2, 1)
    assert found["a"] == {"symbolic": "x_{1,2}", "numeric": "6"}
    assert (found["z"], found["delta"], found["bias"], found["weights"], found["of"]) == (None, None, None, [], 0)


def test_a_neuron_of_single_numbers_says_the_same() -> None:
    found = answer_neuron(Question(get_lesson("two-outputs", "en")["trace"]["program"]), 1, 0)
    assert found["z"]["symbolic"] == r"\mathit{net}_{h1} = i_{1} \cdot w_{1} + i_{2} \cdot w_{2} + b_{1}"
    assert [one["id"] for one in found["weights"]] == ["w2", "w1"]
    assert found["bias"]["id"] == "b1"


@pytest.mark.parametrize("granularity", ["tensor", "element"])
def test_a_weight_names_the_step_that_made_its_gradient(granularity: Any) -> None:
    question = Question(PROGRAM, VALUES, granularity=granularity)
    steps = answer_trace(question)["steps"]
    for one in answer_neuron(question, 1, 0, 0)["weights"]:
        step = steps[one["step"]]
        assert (step["phase"], step["node"]) == ("backward", one["id"])
        gradient = np.asarray(step["gradient"])
        assert one["gradient"] == (gradient if granularity == "element" else gradient[one["input"], 0])


def test_many_inputs_are_shortened_and_the_strongest_named() -> None:
    weights = np.linspace(-1, 1, 784)
    values = {"x": [[0.5] * 784], "W": weights[:, None].tolist(), "b": [-0.25]}
    found = answer_neuron(Question("z = x @ W + b\na = relu(z)", values), 1, 0, 0)
    assert found["z"]["symbolic"].count(r"\cdot") == 4 + 1 and r"\cdots" in found["z"]["symbolic"]
    assert found["z"]["numeric"].endswith("- 0.25")
    assert found["of"] == 784 and len(found["weights"]) == 12
    assert {one["input"] for one in found["weights"]} == {*range(6), *range(778, 784)}


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        ((3, 0, 0), "a network's layers count from 0 to 2"),
        ((1, 2, 0), "a layer's units count from 0 to 1"),
        ((1, 0, -1), "a batch's samples count from 0 to 1"),
    ],
)
def test_a_neuron_that_is_not_there_is_refused(place: tuple[int, int, int], rule: str) -> None:
    with pytest.raises(RefusedError) as caught:
        answer_neuron(Question(PROGRAM, VALUES), *place)
    assert caught.value.problems[0].rule == rule
    assert caught.value.status == 422


def test_a_program_that_is_no_network_has_no_neurons() -> None:
    with pytest.raises(RefusedError) as caught:
        answer_neuron(Question("x = 2\ny = x * 3"), 0, 0)
    assert caught.value.problems[0].rule == "a neuron belongs to a network"


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(made_networks())
def test_the_numbers_of_every_neuron_add_up(made: Made) -> None:
    question = Question(made.program, made.values)
    values = answer_trace(question)["values"]
    for layer, units in enumerate(made.units[1:], start=1):
        for unit in range(units):
            found = answer_neuron(question, layer, unit, (made.batch or 1) - 1)
            close(found["z"]["numeric"])
            close(found["delta"]["numeric"])
            row = values[f"z{layer}"] if made.batch is None else values[f"z{layer}"][-1]
            assert both_sides(found["z"]["numeric"])[0] == pytest.approx(row[unit], rel=1e-4)
            if made.activations[layer - 1] in ("sigmoid", "tanh", "softmax", "sin"):
                close(found["a"]["numeric"])


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(made_scalars())
def test_the_numbers_of_every_single_neuron_add_up(made: Made) -> None:
    question = Question(made.program, made.values)
    for layer, units in enumerate(made.units[1:], start=1):
        for unit in range(units):
            found = answer_neuron(question, layer, unit)
            close(found["z"]["numeric"])
            close(found["delta"]["numeric"])
            assert found["of"] == made.units[layer - 1]


@pytest.mark.parametrize("granularity", ["tensor", "element"])
def test_a_neuron_on_a_vector_alone(granularity: Any) -> None:
    values = {"x": [1, 2], "V": [[1, 2], [3, 4]], "w": [0.5, -0.5], "b": 0.25, "t": 1}
    program = "h = tanh(x @ V)\nz = dot(w, h) + b\na = sigmoid(z)\nL = sse(a, t)"
    question = Question(program, values, granularity=granularity)
    for layer, unit in ((1, 0), (1, 1), (2, 0)):
        found = answer_neuron(question, layer, unit)
        for part in ("z", "a", "delta"):
            close(found[part]["numeric"])
    last = answer_neuron(question, 2, 0)
    assert last["bias"]["value"] == 0.25 and last["bias"]["step"] is not None
    assert last["weights"][0]["id"] == ("w" if granularity == "tensor" else "w[0]")
    steps = [step for step in answer_trace(question)["steps"] if "delta" in step]
    assert len(steps) == (2 if granularity == "tensor" else 3)
    assert len(answer_trace(question)["network"]["layers"][2]["edges"]["shown"]) == 2
