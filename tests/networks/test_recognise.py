"""A network is recognised however it was written, and nothing else is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings

from app.language import read_program
from app.lessons import get_lesson
from app.networks.layers import Network
from app.networks.recognise import recognise
from tests.networks.made import Made, made_networks, made_scalars

MATRICES = """
x = [[1, 2, 3], [4, 5, 6]]
W1 = [[1, 2], [3, 4], [5, 6]]
b1 = [0.1, 0.2]
W2 = [[1, 2], [3, 4]]
t = [[1, 0], [0, 1]]
z1 = x @ W1 + b1
a1 = sigmoid(z1)
z2 = a1 @ W2
a2 = softmax(z2)
L = cross_entropy_probs(a2, t)
"""
NEURON = "z = x1 * w1 + x2 * w2 + b\na = sigmoid(z)\nL = sse(a, t)"
NEURON_VALUES = dict.fromkeys(("x1", "x2", "w1", "w2", "b", "t"), 0.5)


def network_of(source: str, values: dict[str, Any] | None = None, **options: Any) -> Network | None:
    program = read_program(source, values, **options)
    return recognise(program.graph, program.output)


def places(source: str, values: dict[str, Any] | None = None, **options: Any) -> dict[str, tuple[int | str, ...]]:
    program = read_program(source, values, **options)
    network = recognise(program.graph, program.output)
    assert network is not None
    return {program.graph.nodes[index].id: part for index, part in network.parts.items()}


def test_each_node_of_a_network_of_matrices_has_its_place() -> None:
    assert places(MATRICES) == {
        "x": (0, "a"),
        "W1": (1, "W"),
        "v1": (1, "product"),
        "b1": (1, "b"),
        "z1": (1, "z"),
        "a1": (1, "a"),
        "W2": (2, "W"),
        "z2": (2, "z"),
        "a2": (2, "a"),
        "t": (3, "target"),
        "L": (3, "loss"),
    }
    network = network_of(MATRICES)
    assert network is not None
    assert (network.form, network.samples) == ("matrix", 2)
    assert [layer.units for layer in network.layers] == [3, 2, 2]
    assert [layer.activation for layer in network.layers] == [None, "sigmoid", "softmax"]
    assert network.loss is not None and network.loss.op == "cross_entropy_probs"


def test_each_node_of_a_neuron_has_its_place() -> None:
    assert places(NEURON, NEURON_VALUES) == {
        "x1": (0, "a", 0),
        "x2": (0, "a", 1),
        "w1": (1, "W", 0, 0),
        "w2": (1, "W", 0, 1),
        "v1": (1, "product", 0),
        "v2": (1, "product", 0),
        "v3": (1, "product", 0),
        "b": (1, "b", 0),
        "z": (1, "z", 0),
        "a": (1, "a", 0),
        "t": (2, "target"),
        "L": (2, "loss"),
    }


@pytest.mark.parametrize(
    ("lesson", "units"), [("neuron", [2, 1]), ("two-outputs", [2, 2, 2]), ("backward-network", [2, 2, 2, 2])]
)
def test_the_lessons_of_single_numbers_are_networks_with_their_roles_and_without(lesson: str, units: list[int]) -> None:
    trace: dict[str, Any] = get_lesson(lesson, "en")["trace"]
    given_roles: dict[str, str] = trace.get("roles", {})
    for roles in (given_roles, dict[str, str]()):
        network = network_of(trace["program"], trace.get("values"), roles=roles)
        assert network is not None and network.form == "scalar"
        assert [layer.units for layer in network.layers] == units


def test_a_bias_that_neurons_share_has_no_unit() -> None:
    trace = get_lesson("two-outputs", "en")["trace"]
    found = places(trace["program"])
    assert (found["b1"], found["b2"], found["w4"]) == ((1, "b"), (2, "b"), (1, "W", 1, 1))
    assert found["E_total"] == (3, "loss")


@pytest.mark.parametrize("lesson", ["fruit", "add", "multiply", "bias", "dot"])
def test_lessons_about_other_things_are_no_networks(lesson: str) -> None:
    trace: dict[str, Any] = get_lesson(lesson, "en")["trace"]
    assert network_of(trace["program"], trace.get("values"), roles=trace.get("roles", {})) is None


@pytest.mark.parametrize(
    "source",
    [
        "x = 2\ny = x * x",
        "n = 2\nunit = 3\ntax = 1.1\ny = n * unit * tax",
        "apples = 2\nprice = 3\npears = 4\ncost = 5\ntotal = apples * price + pears * cost",
        "w1 = 2\nh1 = 3\nw2 = 4\nh2 = 5\narea = w1 * h1 + w2 * h2",
        "width = 2\nheight = 3\nx = 4\ny = 5\narea = width * height + x * y",
        "a = 1\nb = 2\nc = 3\nx = 4\ny = a * x * x + b * x + c",
        "w = 2\nx = 3\nb = 1\ny = w * x + b",
        "a = -4\nb = 2\nc = a + b\nd = a * b + b ** 3\nc += c + 1\nd += d * 2 + relu(b + a)\ne = c - d\ng = e ** 2",
        "A = [[1, 2], [3, 4]]\nB = [[1, 2], [3, 4]]\nC = A @ B\nL = sum(C)",
        "x = [1, 2, 3]\ny = softmax(x)",
        "x = 1",
    ],
)
def test_plain_programs_are_no_networks(source: str) -> None:
    assert network_of(source) is None


def edited(old: str, new: str) -> str:
    assert old in MATRICES
    return MATRICES.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("z2 = a1 @ W2", "z2 = z1 @ W2"),  # what a1 is goes nowhere
        ("a1 = sigmoid(z1)", "a1 = tanh(z1)"),
        ("z1 = x @ W1 + b1", "z1 = b1 + x @ W1"),
        ("a1 = sigmoid(z1)", "a1 = z1"),
        ("a1 = sigmoid(z1)", "a1 = 1 / (1 + exp(-z1))"),
        ("a1 = sigmoid(z1)", "a1 = z1 * sigmoid(z1)"),
        ("a1 = sigmoid(z1)", "a1 = maximum(0.01 * z1, z1)"),
        ("a1 = sigmoid(z1)", "a1 = tanh(relu(z1))"),
        ("a2 = softmax(z2)\nL = cross_entropy_probs(a2, t)", "L = cross_entropy(z2, t)"),
        ("a2 = softmax(z2)\nL = cross_entropy_probs(a2, t)", "L = mean((z2 - t) ** 2)"),
        ("L = cross_entropy_probs(a2, t)", "L = cross_entropy_probs(a2, t) + 0.1 * sum(W1 * W1)"),
        ("L = cross_entropy_probs(a2, t)", ""),
    ],
)
def test_an_edited_network_stays_one(old: str, new: str) -> None:
    network = network_of(edited(old, new))
    assert network is not None
    assert [layer.units for layer in network.layers] == [3, 2, 2]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("z2 = a1 @ W2", "z2 = a1 @ W2 + z1 @ W2"),  # z1 goes on twice
        ("z2 = a1 @ W2", "z2 = W2 @ a1"),  # the factors changed places
        ("z2 = a1 @ W2", "z2 = a1.T @ W2"),
        ("z2 = a1 @ W2", "z2 = a1 @ (W2 * 2)"),
        ("z2 = a1 @ W2", "z2 = a1 @ W2 @ W2"),  # one matrix in two layers
        ("z1 = x @ W1 + b1", "z1 = (x * x) @ W1 + b1"),
        ("a1 = sigmoid(z1)", "a1 = softmax(z1, axis=0)"),  # along the samples
        ("a1 = sigmoid(z1)", "a1 = z1 / sum(z1)"),
        ("a1 = sigmoid(z1)", "a1 = sigmoid(z1 + x @ W1)"),
        ("a1 = sigmoid(z1)", "a1 = sigmoid(z1) * b1"),  # a gain of its own is no part of an activation
        ("L = cross_entropy_probs(a2, t)", "L = cross_entropy_probs(a2, t) + sum(a1)"),  # a1 goes on twice
        ("L = cross_entropy_probs(a2, t)", "L = sum(a2 @ a1)"),
    ],
)
def test_an_edited_program_that_is_no_network_any_more_is_none(old: str, new: str) -> None:
    assert network_of(edited(old, new)) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x2 * w2", "x2 * w1"),  # a weight used twice
        ("x2 * w2", "x1 * w2 + x2 * w1"),
        ("x2 * w2", "x1 * w2"),  # two weights on one input
        ("x2 * w2", "x2 ** w2"),
        ("x1 * w1 + x2 * w2 + b", "x1 * w1 * x2 * w2 + b"),
        ("x1 * w1 + x2 * w2 + b", "x1 * w1 + b"),
        ("+ b", "+ b + t"),
    ],
)
def test_an_edited_neuron_that_is_none_any_more_is_none(old: str, new: str) -> None:
    source = NEURON.replace(old, new)
    used = set(re.findall(r"\w+", source))
    assert network_of(source, {name: value for name, value in NEURON_VALUES.items() if name in used}) is None


def test_samples_in_columns_are_no_network() -> None:
    source = "a = sigmoid(W @ X)\nL = mean(a)"
    assert network_of(source, {"W": [[1, 2]], "X": [[1, 2, 3], [4, 5, 6]]}) is None


def test_a_neuron_may_have_an_activation_of_its_own() -> None:
    source = (
        "z1 = x1 * w1 + x2 * w2\nz2 = x1 * w3 + x2 * w4\na1 = tanh(z1)\na2 = relu(z2)\ny = a1 * w5 + a2 * w6\nL = y"
    )
    network = network_of(source, dict.fromkeys(["x1", "x2", "w1", "w2", "w3", "w4", "w5", "w6"], 0.5))
    assert network is not None
    assert [neuron.activation for neuron in network.layers[1].neurons] == ["tanh", "relu"]
    assert network.layers[1].activation is None


def test_names_are_not_needed_where_inputs_are_shared() -> None:
    source = "p = tanh(m * q + n * r)\ns = tanh(m * u + n * v)\ny = p * k + s * l"
    found = places(source, dict.fromkeys("mqnruvkl", 0.5))
    assert {name for name, part in found.items() if part[:2] == (0, "a")} == {"m", "n"}


def test_a_loop_over_layers_is_a_network() -> None:
    source = "h = x\nfor i in range(1):\n    h = tanh(h @ W + b)\ny = h @ V"
    network = network_of(source, {"x": [[1, 2]], "W": [[1, 2], [3, 4]], "b": [1, 2], "V": [[1], [2]]})
    assert network is not None and [layer.units for layer in network.layers] == [2, 2, 1]


def test_a_deep_sum_is_read_without_recursion() -> None:
    inputs = {f"x{i}": 0.1 for i in range(1500)} | {f"w{i}": 0.1 for i in range(1500)}
    source = "z = x0 * w0\n" + "\n".join(f"z = z + x{i} * w{i}" for i in range(1, 1500)) + "\na = tanh(z)"
    network = network_of(source, inputs)
    assert network is not None and network.layers[0].units == 1500


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(made_networks())
def test_a_network_that_nobody_wrote_is_recognised(made: Made) -> None:
    network = network_of(made.program, made.values)
    assert network is not None
    assert (network.form, network.samples) == ("matrix", made.batch)
    assert tuple(layer.units for layer in network.layers) == made.units
    assert tuple(layer.activation for layer in network.layers[1:]) == made.activations
    assert tuple(layer.bias is not None for layer in network.layers[1:]) == made.biased


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(made_scalars())
def test_a_network_of_single_numbers_that_nobody_wrote_is_recognised(made: Made) -> None:
    program = read_program(made.program, made.values)
    network = recognise(program.graph, program.output)
    assert network is not None
    assert tuple(layer.units for layer in network.layers) == made.units
    assert tuple(layer.activation for layer in network.layers[1:]) == made.activations
    ids = [node.id for node in program.graph.nodes]
    for number, layer in enumerate(network.layers[1:], start=1):
        for j, neuron in enumerate(layer.neurons):
            assert neuron.z is not None and ids[neuron.z] == f"z{number}_{j}"
            found = [None if weight is None else ids[weight] for weight in neuron.weights]
            assert found == [f"w{number}_{i}{j}" for i in range(made.units[number - 1])]


@pytest.mark.parametrize("source", ["z = dot(x, w) + b", "z = w @ x + b", "z = x @ w + b"])
def test_one_neuron_on_a_vector_is_a_network(source: str) -> None:
    values = {"x": [1.0, 2.0], "w": [0.5, -0.5], "b": 0.25, "t": 1.0}
    found = places(source + "\na = sigmoid(z)\nL = sse(a, t)", values)
    assert (found["x"], found["w"], found["b"], found["z"], found["a"]) == (
        (0, "a"), (1, "W"), (1, "b"), (1, "z"), (1, "a"),
    )  # fmt: skip
    assert network_of("z = dot(p, q)\na = sigmoid(z)", {"p": [1, 2], "q": [3, 4]}) is None


def test_samples_times_a_vector_of_weights_are_none() -> None:
    assert network_of("a = sigmoid(x @ w + b)", {"x": [[1, 2], [3, 4]], "w": [1, 2], "b": 1}) is None


@pytest.mark.parametrize("bias", [[[0.1, 0.2]], [0.1, 0.2]])
def test_a_bias_may_be_a_row(bias: Any) -> None:
    found = places("a = tanh(x @ W + b)", {"x": [[1, 2], [3, 4]], "W": [[1, 2], [3, 4]], "b": bias})
    assert found["b"] == (1, "b")


@pytest.mark.parametrize("bias", [0.5, [[1], [2]]])
def test_another_bias_makes_no_layer(bias: Any) -> None:
    source = "a = tanh(x @ W + b)\ny = a @ V"
    values = {"x": [[1, 2], [3, 4]], "W": [[1, 2], [3, 4]], "b": bias, "V": [[1], [2]]}
    assert network_of(source, values) is None


def test_an_activation_may_be_written_out() -> None:
    source = edited("a1 = sigmoid(z1)", "a1 = 1 / (1 + exp(-z1))")
    found = places(source)
    assert found["a1"] == (1, "a") and found["z1"] == (1, "z")
    assert {part for name, part in found.items() if name[0] in "v1"} == {(1, "product")}
    network = network_of(source)
    assert network is not None and network.layers[1].activation is None


def test_a_neurons_activation_may_be_written_out() -> None:
    source = "z = x1 * w1 + x2 * w2 + b\na = 1 / (1 + exp(-z))\nL = sse(a, t)"
    found = places(source, NEURON_VALUES)
    assert (found["z"], found["a"], found["L"]) == ((1, "z", 0), (1, "a", 0), (2, "loss"))
    deeper = "\n".join(
        [
            "h1 = x1 * w1 + x2 * w2",
            "h2 = x1 * w3 + x2 * w4",
            "a1 = maximum(h1, 0)",
            "a2 = maximum(h2, 0)",
            "y = a1 * w5 + a2 * w6",
            "L = (y - t) ** 2",
        ]
    )
    values = dict.fromkeys(["x1", "x2", "w1", "w2", "w3", "w4", "w5", "w6", "t"], 0.5)
    network = network_of(deeper, values)
    assert network is not None and [layer.units for layer in network.layers] == [2, 2, 1]
    assert places(deeper, values)["a2"] == (1, "a", 1)
