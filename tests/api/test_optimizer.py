"""POST /trace with an optimizer: what an update step tells, and what is refused."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.api.problem import assert_problem
from tests.api.test_schema import schema

NETWORK = {
    "layers": [{"units": 2}, {"units": 3, "activation": "tanh"}, {"units": 1}],
    "loss": "mse", "batch": 4, "seed": 3,
}  # fmt: skip
LINE: dict[str, Any] = {"program": "y = sum((w * x - t) ** 2)", "values": {"w": [3, -1], "x": [1, 2], "t": [0, 1]},
        "roles": {"x": "input", "t": "target"}}  # fmt: skip
EVERY = [
    {"name": "sgd"},
    {"name": "sgd", "learning_rate": 0.5, "l1": 0.1, "l2": 0.2, "clip": 1},
    {"name": "momentum", "momentum": 0.8, "schedule": {"name": "step", "every": 2, "factor": 0.1}},
    {"name": "nesterov"},
    {"name": "rmsprop", "alpha": 0.9, "epsilon": 1e-6},
    {"name": "adam", "clip": 0.1},
    {"name": "adamw", "weight_decay": 0.1, "schedule": {"name": "cosine", "iterations": 10, "minimum": 0.01}},
]
EACH = pytest.mark.parametrize("optimizer", EVERY, ids=str)


@pytest.fixture
def ask(client):
    def trace(**fields):
        response = client.post("/api/v1/trace", json={**LINE, **fields})
        assert response.status_code == 200, response.text[:500]
        return response.json()

    return trace


def updates(told):
    return {step["node"]: step for step in told["steps"] if step["phase"] == "update"}


def test_an_update_step_tells_how_it_came_about(ask):
    told = ask(optimizer={"name": "adam", "learning_rate": 0.5, "clip": 5})
    step = updates(told)["w"]
    assert step["gradient"] == [6, -12] and step["learning_rate"] == 0.5
    assert (step["optimizer"], step["iteration"]) == ("adam", 1)
    assert step["clipping"]["norm"] == pytest.approx(180**0.5)
    factor = step["clipping"]["factor"]
    assert factor == pytest.approx(5 / 180**0.5)
    assert step["used_gradient"] == pytest.approx([6 * factor, -12 * factor])
    assert step["state"]["m"]["old"] == [0, 0]
    assert step["state"]["m"]["new"] == pytest.approx([0.6 * factor, -1.2 * factor])
    assert set(step["state"]) == {"m", "v"} and set(step["intermediates"]) == {"m_hat", "v_hat"}
    assert step["value"] == told["updates"]["w"] == pytest.approx([2.5, -0.5])
    assert step["title"] == "Adam" and step["rule"] == "update"


def test_without_an_optimizer_an_update_step_is_as_ever(ask):
    step = updates(ask(learning_rate=0.5))["w"]
    assert set(step) == {
        "index", "phase", "node", "old", "gradient", "learning_rate", "value", "shapes",
        "rule", "title", "formula", "text", "code",
    }  # fmt: skip
    assert step["formula"]["symbolic"] == r"w \leftarrow w - \eta \cdot \frac{\partial y}{\partial w}"


def test_an_optimizer_stands_in_the_place_of_the_learning_rate(ask):
    step = updates(ask(learning_rate=0.5, optimizer={"learning_rate": 0.25}))["w"]
    assert step["optimizer"] == "sgd" and step["learning_rate"] == 0.25 and step["value"] == [1.5, 2]


@EACH
def test_the_state_of_a_step_makes_the_next_one(ask, optimizer):
    """Two updates by hand, one after the other, are two in a row."""
    first = updates(ask(optimizer=optimizer))["w"]
    state = {name: {"w": kept["new"]} for name, kept in first["state"].items()}
    values = {**LINE["values"], "w": first["value"]}
    second = updates(ask(values=values, optimizer=optimizer, iteration=2, state=state))["w"]
    assert second["iteration"] == 2
    assert {name: kept["old"] for name, kept in second["state"].items()} == {
        name: kept["new"] for name, kept in first["state"].items()
    }
    if optimizer["name"] == "adam":
        assert second["value"] != updates(ask(values=values, optimizer=optimizer))["w"]["value"]


@EACH
def test_elements_tell_the_numbers_of_their_whole(ask, optimizer):
    whole = updates(ask(optimizer=optimizer, iteration=3))["w"]
    single = updates(ask(optimizer=optimizer, iteration=3, granularity="element"))
    for i in range(2):
        step = single[f"w[{i}]"]
        for part in ("old", "value", "used_gradient"):
            assert step[part] == whole[part][i]
        for name, kept in whole["state"].items():
            assert step["state"][name] == {"old": kept["old"][i], "new": kept["new"][i]}
        assert step["intermediates"] == {name: one[i] for name, one in whole["intermediates"].items()}
        assert step.get("clipping") == whole.get("clipping")


@EACH
@pytest.mark.parametrize("more", [{}, {"granularity": "element", "locale": "zh-Hant"}, {"fold": 2}], ids=str)
def test_answers_are_as_the_document_says(optimizer, more):
    operation = schema["/api/v1/trace"]["POST"]
    body = {"network": NETWORK, "optimizer": optimizer, "iteration": 2, **more}
    answer = operation.Case(body=body, media_type="application/json").call()
    operation.validate_response(answer)
    assert answer.status_code == 200, answer.text


def test_what_is_remembered_may_be_infinite_and_is_told_as_a_word(ask):
    told = ask(program="y = 1e200 * w", values={"w": 1}, roles={}, optimizer={"name": "adam"})
    assert updates(told)["w"]["state"]["v"]["new"] == "Infinity"
    assert [one["phase"] for one in told["warnings"]] == ["update"]
    element = ask(program="y = 1e200 * w", values={"w": 1}, roles={}, optimizer={"name": "adam"}, granularity="element")
    assert updates(element)["w"]["state"]["v"]["new"] == "Infinity"
    assert element["warnings"] == told["warnings"]


@pytest.mark.parametrize("fields", [
    {"state": {"m": {"w": ["NaN", 1]}}, "optimizer": {"name": "adam"}},
    {"values": {"w": [1e300, 1], "x": [1e300, 1], "t": [0, 0]}, "optimizer": {"name": "adamw", "clip": 1, "l2": 1}},
    {"values": {"w": ["NaN", 1], "x": [1, 1], "t": [0, 0]}, "optimizer": {"name": "rmsprop", "clip": 1}},
    {"optimizer": {"learning_rate": 1e308, "l1": 1e308, "l2": 1e308}},
    {"optimizer": {"name": "adam", "epsilon": 0, "clip": 1e-308}, "iteration": 2**62},
])  # fmt: skip
def test_wild_numbers_still_get_an_answer(ask, fields):
    for granularity in ("tensor", "element"):
        assert updates(ask(granularity=granularity, **fields))


@pytest.mark.parametrize(
    ("fields", "kind", "node", "said"),
    [
        ({"optimizer": 3}, "request", "optimizer", "an object such as"),
        ({"optimizer": {"name": "sdg"}}, "domain", "optimizer.name", "Use sgd, momentum, nesterov"),
        ({"optimizer": {"name": 3}}, "request", "optimizer.name", "is a name"),
        ({"optimizer": {"rate": 3}}, "request", None, "the fields here are name, learning_rate"),
        ({"optimizer": {"learning_rate": -1}}, "domain", "optimizer.learning_rate", "a finite number from 0"),
        ({"optimizer": {"learning_rate": "Infinity"}}, "request", "optimizer.learning_rate", "a finite number"),
        ({"optimizer": {"momentum": 0.9}}, "domain", "optimizer.momentum", "sgd takes its own options"),
        ({"optimizer": {"name": "adam", "beta2": 1}}, "domain", "optimizer.beta2", "Usual is 0.999."),
        ({"optimizer": {"name": "adam", "beta1": "x"}}, "request", "optimizer.beta1", "from 0 to below 1"),
        ({"optimizer": {"clip": 0}}, "domain", "optimizer.clip", "a length above 0"),
        ({"optimizer": {"schedule": "step"}}, "request", "optimizer.schedule", "an object such as"),
        ({"optimizer": {"schedule": {}}}, "request", "optimizer.schedule.name", "missing"),
        ({"optimizer": {"schedule": {"name": "steep"}}}, "domain", "optimizer.schedule.name", "Use constant, step"),
        ({"optimizer": {"schedule": {"name": "step", "every": 0}}}, "domain", "optimizer.schedule.every", "from 1"),
        ({"optimizer": {"schedule": {"name": "step", "every": 1.5}}}, "request", "optimizer.schedule.every", "from 1"),
        ({"optimizer": {"schedule": {"name": "step", "minimum": 0}}}, "domain", "optimizer.schedule.minimum", "every"),
        ({"optimizer": {}, "iteration": 0}, "request", "iteration", "a whole number from 1"),
        ({"state": {"m": {"w": [1, 2]}}}, "request", "state", "a state belongs to an optimizer"),
        ({"optimizer": {}, "state": {"m": {}}}, "domain", "state.m", "sgd remembers its own state"),
        ({"optimizer": {"name": "adam"}, "state": {"u": {}}}, "domain", "state.u", "It has m, v."),
        ({"optimizer": {"name": "adam"}, "state": {"m": {"x": [1, 2]}}}, "domain", "state.m.x", "a parameter"),
        ({"optimizer": {"name": "adam"}, "state": {"m": {"w": 1}}}, "domain", "state.m.w", "got ()"),
        ({"optimizer": {"name": "adam"}, "state": {"m": {"w": [1, "x"]}}}, "domain", "state.m.w", "the text 'x'"),
        ({"optimizer": {"name": "adam"}, "state": {"m": {"w": [[1], [2, 3]]}}}, "shape", "state.m.w", "equal length"),
        ({"optimizer": {"name": "adam"}, "state": [1]}, "request", "state", "an object of objects"),
    ],
)  # fmt: skip
def test_what_makes_no_update_is_refused_by_its_field(client, fields, kind, node, said):
    told = assert_problem(client.post("/api/v1/trace", json={**LINE, **fields}), 422, kind, said)
    assert told.get("node") == node


@EACH
def test_every_iteration_of_a_training_is_a_trace_to_the_last_bit(client, optimizer):
    shared = {"network": {**NETWORK, "batch": None}, "optimizer": optimizer}
    shared["data"] = {"dataset": "circles", "n": 20, "split": 0.5}
    asked = {**shared, "iterations": 4, "every": 1, "include": ["snapshots"]}
    trained = client.post("/api/v1/train", json=asked, headers={"accept": "application/json"}).json()
    for before, after in pairwise(trained["snapshots"]):
        known = {"values": before["parameters"], "state": before["state"], "iteration": before["iteration"] + 1}
        told = client.post("/api/v1/trace", json={**shared, **known, "rows": list(range(10)), "include": []}).json()
        assert told["updates"] == after["parameters"]
        steps = updates(told)
        assert after["state"] == {
            name: {parameter: steps[parameter]["state"][name]["new"] for parameter in kept}
            for name, kept in after["state"].items()
        }
