"""A network as JSON: the parts by id, and the edges worth drawing."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from app.lessons import get_lesson
from app.story import Question, answer_parse, answer_trace, encode
from tests.networks.test_deltas import PROGRAM, VALUES


def network_of(program: str, values: dict[str, Any] | None = None, **options: Any) -> Any:
    """Return the network of a trace as it travels."""
    return json.loads(encode(answer_trace(Question(program, values or {}, **options))["network"]))


def test_layers_name_their_parts() -> None:
    network = network_of(PROGRAM, VALUES)
    first, hidden, last = network["layers"]
    assert (first["units"], first["a"], first["z"], first["edges"]) == (3, "x", None, None)
    assert [hidden[key] for key in ("units", "z", "a", "W", "b", "activation", "neurons")] == [
        2, "z1", "a1", "W1", "b1", "sigmoid", None,
    ]  # fmt: skip
    assert last["activation"] == "softmax"
    assert network["loss"] == {"node": "L", "op": "cross_entropy_probs", "target": "t"}
    assert (network["form"], network["samples"]) == ("matrix", 2)


def test_all_edges_of_a_small_layer_carry_their_weight_and_gradient() -> None:
    answer = answer_trace(Question(PROGRAM, VALUES))
    edges = network_of(PROGRAM, VALUES)["layers"][1]["edges"]
    assert edges["of"] == 6 and len(edges["shown"]) == 6
    for (i, j), weight, gradient in zip(edges["shown"], edges["weights"], edges["gradients"], strict=True):
        assert weight == VALUES["W1"][i][j]
        assert gradient == answer["gradients"]["W1"][i][j]


def test_of_many_edges_the_strongest_are_shown() -> None:
    weights = np.random.default_rng(0).normal(size=(64, 32))
    weights[3, 4] = np.inf
    network = network_of("z = x @ W\na = tanh(z)\nL = sum(a)", {"x": [[0.1] * 64], "W": weights.tolist()})
    edges = network["layers"][1]["edges"]
    assert edges["of"] == 64 * 32 and len(edges["shown"]) == 300
    assert edges["weights"][edges["shown"].index([3, 4])] == "Infinity"
    weakest = min(abs(float(weight)) for weight in edges["weights"])
    assert int((np.abs(weights) >= weakest).sum()) == 300
    assert edges["shown"] == sorted(edges["shown"])


def test_both_granularities_tell_one_network() -> None:
    assert network_of(PROGRAM, VALUES, granularity="element") == network_of(PROGRAM, VALUES)


def test_single_neurons_are_listed_with_their_weights() -> None:
    network = network_of(get_lesson("two-outputs", "en")["trace"]["program"])
    first, hidden, last = network["layers"]
    assert first["neurons"] == [{"a": "i1"}, {"a": "i2"}]
    assert hidden["neurons"][1] == {
        "z": "net_h2", "a": "out_h2", "b": "b1", "weights": ["w3", "w4"], "activation": "sigmoid",
    }  # fmt: skip
    assert (hidden["z"], hidden["W"], hidden["activation"]) == (None, None, "sigmoid")
    assert last["edges"]["shown"] == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert last["edges"]["weights"] == [0.4, 0.5, 0.45, 0.55]
    assert network["samples"] is None and network["form"] == "scalar"


def test_a_parsed_program_tells_its_network_without_gradients() -> None:
    network = answer_parse(Question(PROGRAM, VALUES))["network"]
    assert network["layers"][1]["edges"]["gradients"] is None
    np.testing.assert_array_equal(network["layers"][1]["edges"]["weights"], np.ravel(VALUES["W1"]))


@pytest.mark.parametrize("answer", [answer_parse, answer_trace])
def test_other_programs_have_none(answer: Any) -> None:
    assert answer(Question("n = 2\nunit = 3\ny = n * unit"))["network"] is None


def test_a_frozen_matrix_has_no_gradient() -> None:
    network = network_of(PROGRAM, VALUES, constants=("W1",))
    assert network["layers"][1]["edges"]["gradients"] is None
    assert network["layers"][2]["edges"]["gradients"] is not None
