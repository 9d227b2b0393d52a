"""The lessons on networks beside the same done by hand: the chain rule written out, samples alone, layer by layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.lessons import get_lesson
from tests.lessons.test_through_api import post_lesson

NETWORKS = {
    "neuron": ("scalar", [2, 1]),
    "two-passes": ("scalar", [2, 2, 2, 2]),
    "backward-network": ("scalar", [2, 2, 2, 2]),
    "two-outputs": ("scalar", [2, 2, 2]),
    "batch": ("matrix", [2, 2, 1]),
    "three-layers": ("matrix", [2, 3, 2, 1]),
    "softmax-batch": ("matrix", [5, 4, 3]),
}


def slope(z: float) -> float:
    """σ′ by its definition, not by its output."""
    return float(np.exp(-z) / (1 + np.exp(-z)) ** 2)


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


@pytest.mark.parametrize("lesson_id", NETWORKS)
def test_a_lessons_program_is_known_as_a_network(client: Any, lesson_id: str) -> None:
    network = post_lesson(client, lesson_id)["network"]
    assert (network["form"], [layer["units"] for layer in network["layers"]]) == NETWORKS[lesson_id]
    assert network["loss"] is not None


@pytest.mark.parametrize(("lesson_id", "loss"), [("two-passes", "L"), ("backward-network", "C")])
def test_two_passes_are_the_chain_rule_by_hand(client: Any, lesson_id: str, loss: str) -> None:
    told = post_lesson(client, lesson_id)
    v, g = told["values"], told["gradients"]
    # At the outputs, from the loss itself.
    dy = {k: v[f"y{k}"] - v[f"t{k}"] if loss == "L" else 2 * v[f"y{k}"] for k in (1, 2)}
    d = {"z5": slope(v["z5"]) * dy[1], "z6": slope(v["z6"]) * dy[2]}
    # σ′(z) [w · dL/dz′ + w · dL/dz″], from the outputs back.
    d["z3"] = slope(v["z3"]) * (v["w9"] * d["z5"] + v["w10"] * d["z6"])
    d["z4"] = slope(v["z4"]) * (v["w11"] * d["z5"] + v["w12"] * d["z6"])
    d["z1"] = slope(v["z1"]) * (v["w3"] * d["z3"] + v["w4"] * d["z4"])
    d["z2"] = slope(v["z2"]) * (v["w7"] * d["z3"] + v["w8"] * d["z4"])
    # dL/dw = dz/dw · dL/dz.
    ends = {
        "w1": ("x1", "z1"), "w2": ("x2", "z1"), "w5": ("x1", "z2"), "w6": ("x2", "z2"),
        "w3": ("a1", "z3"), "w4": ("a1", "z4"), "w7": ("a2", "z3"), "w8": ("a2", "z4"),
        "w9": ("a3", "z5"), "w10": ("a3", "z6"), "w11": ("a4", "z5"), "w12": ("a4", "z6"),
    }  # fmt: skip
    by_hand = {
        **d,
        **{f"b{k}": d[f"z{k}"] for k in range(1, 7)},
        **{weight: v[source] * d[z] for weight, (source, z) in ends.items()},
    }
    assert set(by_hand) == {name for name in g if name[0] in "zwb"}
    for name, expected in by_hand.items():
        assert g[name] == pytest.approx(expected, rel=1e-12), name


def test_two_passes_begin_with_the_published_outputs(client: Any) -> None:
    values = post_lesson(client, "two-passes")["values"]
    assert [round(values[name], 2) for name in ("a1", "a2", "a3", "a4", "y1", "y2")] == [
        0.98, 0.12, 0.86, 0.11, 0.62, 0.83,
    ]  # fmt: skip


def test_each_samples_share_is_what_it_gives_alone(client: Any) -> None:
    told = post_lesson(client, "batch", include=["samples"])
    body = get_lesson("batch")["trace"]
    x, t = told["values"]["x"], told["values"]["t"]
    alone = [
        client.post("/api/v1/trace", json={**body, "values": {"x": [x[n]], "t": [t[n]]}}).json()["gradients"]
        for n in range(len(x))
    ]
    for name in ("W1", "b1", "W2", "b2"):
        each = np.array([gradients[name] for gradients in alone])
        np.testing.assert_allclose(told["gradients"][name], each.sum(axis=0), rtol=1e-12, atol=1e-15)
        step = next(s for s in told["steps"] if s["phase"] == "backward" and s["node"] == name)
        (term,) = step["terms"]
        np.testing.assert_allclose(term["samples"], each, rtol=1e-12, atol=1e-15, err_msg=name)


def test_of_the_mean_each_gradient_is_a_third(client: Any) -> None:
    program = get_lesson("batch")["trace"]["program"]
    told, mean = (
        post_lesson(client, "batch"),
        post_lesson(client, "batch", program=program.replace("sum(l)", "mean(l)")),
    )
    for name, gradient in told["gradients"].items():
        if name != "L":
            np.testing.assert_allclose(mean["gradients"][name], np.array(gradient) / 3, rtol=1e-14)


def test_three_layers_are_the_same_two_rules_three_times(client: Any) -> None:
    body = get_lesson("three-layers")["trace"]
    told = post_lesson(client, "three-layers")
    value = {name: np.array(numbers, dtype=float) for name, numbers in body["values"].items()}
    reads, z = {1: value["x"]}, {}
    for k in (1, 2, 3):
        z[k] = reads[k] @ value[f"W{k}"] + value[f"b{k}"]
        reads[k + 1] = sigmoid(z[k])
    error = reads[4] - value["t"]
    assert told["values"]["L"] == pytest.approx(np.sum(error**2) / 2, rel=1e-12)
    coming = error
    for k in (3, 2, 1):
        dy = coming * np.vectorize(slope)(z[k])
        coming = dy @ value[f"W{k}"].T
        by_hand = {
            f"z{k}": dy,
            f"W{k}": reads[k].T @ dy,
            f"b{k}": dy.sum(axis=0),
            f"a{k - 1}" if k > 1 else "x": coming,
        }
        for name, expected in by_hand.items():
            np.testing.assert_allclose(told["gradients"][name], expected, rtol=1e-11, err_msg=name)
        for name in (f"W{k}", f"b{k}"):
            moved = value[name] - body["learning_rate"] * by_hand[name]
            np.testing.assert_allclose(told["updates"][name], moved, rtol=1e-12, err_msg=name)


def test_the_three_layers_are_what_the_network_builder_writes(client: Any) -> None:
    body = get_lesson("three-layers")["trace"]
    built = client.post("/api/v1/network", json=body["network"]).json()
    assert built["program"] == body["program"]
    assert {name: np.shape(value) for name, value in built["values"].items()} == {
        name: np.shape(value) for name, value in body["values"].items()
    }
    assert {name: built["roles"][name] for name in body["roles"]} == body["roles"]


def retold(client: Any, lesson_id: str, **lines: str) -> Any:
    """A lesson's trace after a visitor has typed other numbers into its program."""
    body = get_lesson(lesson_id)["trace"]
    named = [(line, line.split(" = ")[0]) for line in body["program"].splitlines()]
    program = "\n".join(f"{name} = {lines[name]}" if name in lines else line for line, name in named)
    return client.post("/api/v1/trace", json={**body, "program": program}).json()


def test_what_two_passes_promises_comes_true(client: Any) -> None:
    before, after = post_lesson(client, "two-passes"), retold(client, "two-passes", b1="-3")
    assert after["values"]["z1"] == 0
    assert after["gradients"]["w1"] / before["gradients"]["w1"] > 20
    cut = retold(client, "two-passes", w3="0", w4="0")["gradients"]
    assert cut["w1"] == cut["w2"] == cut["b1"] == 0
    silent = retold(client, "two-passes", x1="0", x2="0")
    assert (round(silent["values"]["y1"], 2), round(silent["values"]["y2"], 2)) == (0.51, 0.85)
    assert all(silent["gradients"][name] == 0 for name in ("w1", "w2", "w5", "w6"))
    assert silent["gradients"]["b1"] != 0


def test_what_the_backward_network_promises_comes_true(client: Any) -> None:
    before, twice = post_lesson(client, "backward-network"), post_lesson(client, "backward-network", seed=2)
    assert all(twice["gradients"][name] == 2 * gradient for name, gradient in before["gradients"].items())
    after = retold(client, "backward-network", b1="-3")
    assert all(abs(after["gradients"][name]) > 2 * abs(before["gradients"][name]) for name in ("x1", "x2"))


def test_what_the_batch_promises_comes_true(client: Any) -> None:
    silenced = retold(client, "batch", t="[[1], [1], [0.94]]")
    assert [round(row[0], 1) for row in silenced["gradients"]["y"]] == [0.1, -1.0, 0.0]
    assert silenced["gradients"]["b2"][0] < 0 < post_lesson(client, "batch")["gradients"]["b2"][0]
    more = retold(client, "batch", x="[[1, 0], [0, 1], [1, 1], [0, 1]]", t="[[1], [1], [0], [1]]")
    assert more["gradients"]["b2"][0] == pytest.approx(post_lesson(client, "batch")["gradients"]["b2"][0] - 1)


def test_what_the_homework_promises_comes_true(client: Any) -> None:
    before = post_lesson(client, "softmax-batch")["gradients"]["a2"][0]
    soft = retold(client, "softmax-batch", t="[[0.52, 0.22, 0.26], [0, 1, 0], [0, 0, 1], [0, 1, 0]]")
    assert np.abs(soft["gradients"]["a2"][0]).max() < 0.002
    alone = retold(client, "softmax-batch", x="[[0.5, -1, 0.2, 1, 0]]", t="[[1, 0, 0]]")
    np.testing.assert_allclose(alone["gradients"]["a2"], [4 * np.array(before)], rtol=1e-12)
