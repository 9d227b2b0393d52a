"""An optimizer that takes over from another: its own updates are counted from where it starts."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.api.problem import assert_problem

JSON = {"accept": "application/json"}
HILL = {"program": "L = (x - 1) ** 2", "values": {"x": 3}}
CIRCLES = {
    "network": {"layers": [{"units": 2}, {"units": 3, "activation": "tanh"}, {"units": 1}], "loss": "mse", "seed": 3},
    "data": {"dataset": "circles", "n": 20, "split": 0.5},
}
TAKERS = ["momentum", "nesterov", "rmsprop", "adam", "adamw"]


@pytest.fixture
def train(client):
    def run(**body):
        answer = client.post("/api/v1/train", json={"every": 1, "include": ["snapshots"], **body}, headers=JSON)
        assert answer.status_code == 200, answer.text[:500]
        return answer.json()

    return run


def resume_of(row):
    return {name: row[name] for name in ("iteration", "parameters", "state", "started")}


def test_adam_after_gradient_descent_takes_its_own_first_steps(train):
    adam = {"name": "adam", "learning_rate": 0.1}
    before = train(**HILL, optimizer={"learning_rate": 0}, iterations=1000, every=1000)["done"]
    assert (before["iteration"], before["parameters"], before["started"]) == (1000, {"x": 3}, 0)
    after = train(**HILL, optimizer=adam, iterations=1010, resume=resume_of(before))
    fresh = train(**HILL, optimizer=adam, iterations=10)
    assert [row["parameters"] for row in after["snapshots"]] == [row["parameters"] for row in fresh["snapshots"]]
    assert after["snapshots"][1]["parameters"]["x"] == pytest.approx(2.9, abs=1e-8)  # a step of η
    assert {row["started"] for row in [*after["snapshots"], after["done"]]} == {1000}
    assert {row["started"] for row in [*fresh["snapshots"], fresh["done"]]} == {0}


@pytest.mark.parametrize("optimizer", TAKERS)
def test_what_another_optimizer_remembers_is_not_taken_up(train, optimizer):
    taken = {"name": optimizer, "learning_rate": 0.1}
    alone = {"name": "momentum" if optimizer in ("rmsprop", "adam", "adamw") else "adam", "learning_rate": 0.1}
    before = train(**HILL, optimizer=alone, iterations=5)["done"]
    after = train(**HILL, optimizer=taken, iterations=9, resume=resume_of(before))["done"]
    fresh = train(**{**HILL, "values": before["parameters"]}, optimizer=taken, iterations=4)["done"]
    assert (after["parameters"], after["state"]) == (fresh["parameters"], fresh["state"])
    assert after["started"] == 5


def test_adam_takes_nothing_from_rmsprop_though_both_remember_v(train):
    before = train(**HILL, optimizer={"name": "rmsprop"}, iterations=5)["done"]
    after = train(**HILL, optimizer={"name": "adam"}, iterations=6, resume=resume_of(before))
    assert after["snapshots"][0]["state"] == {"m": {"x": 0}, "v": {"x": 0}}


@pytest.mark.parametrize("schedule", [None, {"name": "cosine", "iterations": 12, "minimum": 0.01}], ids=str)
@pytest.mark.parametrize("name", ["adam", "adamw"])
def test_an_opened_iteration_after_a_change_is_that_of_the_training_to_the_last_bit(client, train, name, schedule):
    shared = {**CIRCLES, "optimizer": {"name": name, "clip": 0.3, "l2": 0.01, "schedule": schedule}}
    before = train(**CIRCLES, optimizer={"name": "momentum"}, iterations=7)["done"]
    after = train(**shared, iterations=12, resume=resume_of(before))
    again = train(**shared, iterations=12, resume=resume_of(after["snapshots"][2]))
    assert again["done"] == after["done"]
    for one, next_one in pairwise(after["snapshots"]):
        known = {"values": one["parameters"], "state": one["state"], "started": one["started"]}
        asked = {**shared, **known, "iteration": one["iteration"] + 1, "rows": list(range(10)), "include": ["formulas"]}
        told = client.post("/api/v1/trace", json=asked).json()
        assert told["updates"] == next_one["parameters"]
        step = next(step for step in told["steps"] if step["phase"] == "update")
        assert (step["iteration"], step["started"]) == (one["iteration"] + 1, 7)
        assert rf"1 - 0.9^{{{one['iteration'] + 1 - 7}}}" in step["formula"]["numeric"]


def test_a_sweep_starts_at_0(train):
    assert train(**CIRCLES, iterations=3, sweep=2)["done"]["started"] == 0


def test_a_start_after_the_update_is_refused(client):
    adam = {**HILL, "optimizer": {"name": "adam"}}
    told = client.post("/api/v1/trace", json={**adam, "iteration": 5, "started": 5})
    assert assert_problem(told, 422, "domain", "starts before its update")["node"] == "started"
    told = client.post("/api/v1/trace", json={**adam, "started": -1})
    assert assert_problem(told, 422, "request", "a whole number from 0")["node"] == "started"
    resume = {"iteration": 5, "started": 6}
    told = client.post("/api/v1/train", json={**adam, "resume": resume}, headers=JSON)
    assert assert_problem(told, 422, "value", "starts before its update")["node"] == "resume.started"
