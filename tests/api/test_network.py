"""POST /network and POST /neuron, and a network in the other requests."""

from __future__ import annotations

import numpy as np
import pytest

from tests.api.problem import assert_problem

HOMEWORK = {
    "layers": [{"units": 5}, {"units": 4, "activation": "sigmoid"}, {"units": 3, "activation": "softmax"}],
    "loss": "cross_entropy_probs",
    "init": "xavier_uniform",
    "seed": 0,
    "batch": 4,
}


@pytest.fixture
def ask(client):
    def post(path, **body):
        response = client.post(f"/api/v1/{path}", json=body)
        assert response.status_code == 200, response.text[:500]
        return response.json()

    return post


def test_a_network_is_a_program_with_values_roles_and_layers(ask):
    told = ask("network", **HOMEWORK)
    assert told["program"].splitlines()[0] == "z1 = x @ W1 + b1"
    assert told["output"] == "L"
    assert np.shape(told["values"]["x"]) == (4, 5) and np.shape(told["values"]["t"]) == (4, 3)
    assert [layer["units"] for layer in told["layers"]] == [5, 4, 3]
    assert told["roles"]["t"] == "target" and told["roles"]["W2"] == "parameter"


def test_what_it_answers_is_ready_to_trace_and_is_seen_as_the_same_layers(ask):
    told = ask("network", **HOMEWORK)
    trace = ask("trace", program=told["program"], values=told["values"], roles=told["roles"], include=[])
    assert [{key: layer[key] for key in layer if key != "edges"} for layer in trace["network"]["layers"]] == told[
        "layers"
    ]
    assert trace["output"] == told["output"] and trace["network"]["samples"] == 4


def test_a_network_stands_in_place_of_its_program(ask):
    told = ask("network", **HOMEWORK)
    apart = ask("trace", program=told["program"], values=told["values"], roles=told["roles"], learning_rate=0.5)
    assert ask("trace", network=HOMEWORK, learning_rate=0.5) == apart
    assert ask("trace", network={**HOMEWORK, "learning_rate": 0.5}) == apart
    assert ask("trace", network={**HOMEWORK, "learning_rate": 9}, learning_rate=0.5) == apart
    assert ask("check", network=HOMEWORK)["passed"]
    assert ask("what-if", network=HOMEWORK, changes={"W1[0,0]": 1})["before"] == apart["values"]["L"]
    assert ask("parse", network=HOMEWORK)["network"]["form"] == "matrix"
    assert ask("parse", network=HOMEWORK, program="")["output"] == "L"


def test_beside_a_program_a_network_gives_what_the_program_lacks(ask):
    built = ask("network", **HOMEWORK)
    program = "b1 = [1, 2, 3, 4]\nz1 = x @ W1 + b1\ny = 2 * sum(tanh(z1)) * scale"
    told = ask("trace", program=program, network=HOMEWORK, values={"scale": 3}, learning_rate=0.1, include=[])
    assert told["values"]["x"] == built["values"]["x"] and told["values"]["W1"] == built["values"]["W1"]
    assert told["values"]["b1"] == [1, 2, 3, 4]
    assert {node["id"]: node["role"] for node in told["graph"]["nodes"] if node["role"]} == {
        "b1": "parameter", "x": "input", "W1": "parameter", "2": "constant", "scale": "parameter",
    }  # fmt: skip


def test_what_a_request_says_itself_wins(ask):
    given = {"x": [[1, 1, 1, 1, 1]] * 2, "t": [[1, 0, 0]] * 2}
    told = ask("trace", network=HOMEWORK, values=given, roles={"x": "parameter"}, constants=["b1"], include=[])
    roles = {node["id"]: node["role"] for node in told["graph"]["nodes"] if node["role"]}
    assert told["values"]["x"] == given["x"]
    assert (roles["x"], roles["t"], roles["b1"], roles["W1"]) == ("parameter", "target", "constant", "parameter")


def test_a_name_that_neither_has_is_missed(client):
    answer = client.post("/api/v1/trace", json={"program": "y = x @ W3", "network": HOMEWORK})
    told = assert_problem(answer, 422, "name", "'W3' has none")
    assert told["hint"] == "Is 'W2' meant?" or "W" in told["hint"]
    assert_problem(
        client.post("/api/v1/trace", json={"network": HOMEWORK, "values": {"W9": 1}}), 422, "value", "no 'W9'"
    )


def test_a_program_or_a_network_is_needed(client):
    bodies: list[dict[str, object]] = [{}, {"network": None}, {"values": {}}]
    for body in bodies:
        assert_problem(client.post("/api/v1/trace", json=body), 422, "request", "needs the field 'program'")


@pytest.mark.parametrize(
    ("change", "status", "kind", "node", "words"),
    [
        ({"layers": [{"units": 5}]}, 422, "domain", "layers", "at least one layer"),
        ({"layers": 5}, 422, "request", "layers", "a list of objects"),
        ({"layers": [5, {"units": 1}]}, 422, "request", "layers[0]", "got 5"),
        ({"layers": [{"units": 5}, {"units": 0}]}, 422, "domain", "layers[1].units", "at least one unit"),
        ({"layers": [{"units": 5}, {"units": 1.5}]}, 422, "request", "layers[1].units", "got 1.5"),
        ({"layers": [{"units": 5}, {"units": True}]}, 422, "request", "layers[1].units", "got true"),
        ({"layers": [{"units": 5}, {}]}, 422, "request", "layers[1].units", "needs the field 'layers[1].units'"),
        ({"layers": [{"units": 5}, {"units": 3, "size": 1}]}, 422, "request", None, "the fields here are units"),
        ({"loss": "cross_entropy"}, 422, "domain", "loss", "cross_entropy takes a last layer without activation"),
        ({"loss": "hinge"}, 422, "domain", "loss", "got 'hinge'"),
        ({"init": "he"}, 422, "domain", "init", "Use zeros, constant,"),
        ({"init": {"name": "normal", "std": -1}}, 422, "domain", "init.std", "not negative"),
        ({"init": {"name": "normal", "std": "1"}}, 422, "request", "init", "the name of an initialiser"),
        ({"init": {"name": "normal", "low": 1}}, 422, "domain", "init.low", "It has mean, std."),
        ({"seed": -1}, 422, "domain", "seed", "from 0"),
        ({"batch": 0}, 422, "domain", "batch", "at least one row"),
        ({"learning_rate": "fast"}, 422, "request", "learning_rate", "a finite number"),
        ({"optimizer": "sgd"}, 422, "request", None, "got 'optimizer'"),
        ({"layers": [{"units": 5000}, {"units": 5000}], "loss": None}, 413, "limit", None, "holds 25,000,000"),
        ({"batch": 10**12}, 413, "limit", None, "may hold"),
    ],
)
def test_a_description_that_makes_no_network_says_where_it_fails(client, change, status, kind, node, words):
    told = assert_problem(client.post("/api/v1/network", json={**HOMEWORK, **change}), status, kind, words)
    assert told.get("node") == node
    inside = assert_problem(
        client.post("/api/v1/trace", json={"network": {**HOMEWORK, **change}}),
        status,
        kind,
        words if node is None or "field '" not in words else "network.layers[1].units",
    )
    assert inside.get("node") == (node and f"network.{node}")


def test_the_same_seed_gives_the_same_bytes(client):
    first, again = (client.post("/api/v1/network", json=HOMEWORK).content for _ in range(2))
    assert first == again
    assert client.post("/api/v1/network", json={**HOMEWORK, "seed": 1}).content != first


def test_weights_beyond_what_a_number_holds_keep_their_names(ask):
    told = ask("network", **{**HOMEWORK, "init": {"name": "normal", "std": 1.7e308}})
    assert {"Infinity", "-Infinity"} & {weight for row in told["values"]["W1"] for weight in row}
    assert ask("trace", network={**HOMEWORK, "init": {"name": "normal", "std": 1.7e308}}, include=[])["warnings"]


def test_a_neuron_is_told_with_its_numbers(ask):
    body = {"network": HOMEWORK, "layer": 1, "unit": 2, "sample": 3}
    told, trace = ask("neuron", **body), ask("trace", network=HOMEWORK)
    assert told["of"] == 5 and len(told["weights"]) == 5
    column = np.array(trace["values"]["W1"])[:, 2]
    for weight in told["weights"]:
        assert weight["value"] == column[weight["input"]]
        assert weight["gradient"] == trace["gradients"]["W1"][weight["input"]][2]
        assert trace["steps"][weight["step"]]["node"] == weight["id"] == "W1"
    sizes = [abs(weight["value"]) for weight in told["weights"]]
    assert sizes == sorted(sizes, reverse=True)
    assert told["bias"]["value"] == 0
    assert all(told[key]["symbolic"] and told[key]["numeric"] for key in ("z", "a", "delta"))


@pytest.mark.parametrize(("field", "value"), [("layer", 3), ("unit", 4), ("sample", 4), ("layer", -1), ("unit", "0")])
def test_a_neuron_that_is_not_there_is_refused(client, field, value):
    body = {"network": HOMEWORK, "layer": 1, "unit": 0, "sample": 0, field: value}
    assert assert_problem(client.post("/api/v1/neuron", json=body), 422, "request")["node"] == field


def test_a_program_without_layers_has_no_neurons(client):
    body = {"program": "x = 1\ny = exp(x)", "layer": 0, "unit": 0}
    assert_problem(client.post("/api/v1/neuron", json=body), 422, "request", "network")
