"""Large arrays travel folded where a request asks for it."""

from __future__ import annotations

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.story.folding import TILES, Folder, fold, folding, tiles
from app.story.numbers import encode, leave, spell_all
from tests.api.problem import assert_problem

DIGITS = {
    "layers": [{"units": 784}, {"units": 128, "activation": "relu"}, {"units": 10, "activation": "softmax"}],
    "loss": "cross_entropy_probs",
    "init": "he_normal",
}


def blocks(matrix):
    """Return of each block the entry of largest magnitude, one block after the other."""
    edges = [np.linspace(0, size, min(size, TILES) + 1).astype(int) for size in matrix.shape]
    parts = [
        [matrix[top:bottom, left:right].ravel() for left, right in zip(edges[1], edges[1][1:], strict=False)]
        for top, bottom in zip(edges[0], edges[0][1:], strict=False)
    ]
    return np.array([[part[np.argmax(np.abs(part))] for part in row] for row in parts])


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(rows=st.integers(1, 200), columns=st.integers(1, 200), seed=st.integers(0, 100))
def test_a_tile_is_its_blocks_entry_of_largest_magnitude(rows, columns, seed):
    matrix = np.random.default_rng(seed).standard_normal((rows, columns))
    assert np.array_equal(tiles(matrix), blocks(matrix))
    assert tiles(matrix).shape == (min(rows, TILES), min(columns, TILES))


def test_a_folded_array_tells_its_extent():
    told = fold(np.array([3.0, -4.0, 12.0, 0.0]))
    assert told == {
        "folded": True, "shape": (4,), "min": -4.0, "max": 12.0, "mean": 2.75, "norm": 13.0,
        "tiles": pytest.approx(np.array([[3.0, -4.0, 12.0, 0.0]])),
    }  # fmt: skip


def test_leading_axes_are_stacked():
    value = np.arange(2 * 3 * 4.0).reshape(2, 3, 4)
    assert np.array_equal(fold(value)["tiles"], value.reshape(6, 4))
    assert np.shape(fold(np.arange(1000.0))["tiles"]) == (1, TILES)


@pytest.mark.parametrize("size", [1e200, 1e-200, 0.0])
def test_a_norm_neither_overflows_nor_vanishes(size):
    assert fold(np.full((3, 3), size))["norm"] == pytest.approx(3 * size)


def test_numbers_that_are_not_finite_keep_their_names():
    value = np.zeros((100, 100))
    value[0, 0], value[99, 99] = np.nan, -np.inf
    told = orjson.loads(encode(fold(value)))
    assert (told["min"], told["max"], told["mean"], told["norm"]) == ("NaN",) * 4
    assert told["tiles"][0][0] == "NaN" and told["tiles"][-1][-1] == "-Infinity" and told["tiles"][1][1] == 0
    value[0, 0] = 0
    told = fold(value)
    assert (told["min"], told["max"], told["norm"]) == ("-Infinity", 0.0, "Infinity")


def test_only_arrays_of_more_numbers_fold_and_each_but_once():
    spelled = Folder(4, spell_all)
    small, large = np.arange(4.0), np.arange(5.0)
    assert spelled(small) is small and spelled(2.5) == 2.5 and spelled(None) is None
    assert spelled(large) is spelled(large)
    assert folding(None, leave) is leave


def size(value):
    return len(np.ravel(np.array(value, dtype=object))) if isinstance(value, list) else 1


@pytest.mark.parametrize("include", [[], ["formulas", "jacobians", "samples"]])
def test_no_array_of_more_numbers_is_left_in_an_answer(client, include):
    network = {"layers": [{"units": 6}, {"units": 7, "activation": "tanh"}, {"units": 2}], "loss": "mse", "batch": 3}
    body = {"network": network, "fold": 10, "include": include, "learning_rate": 0.1}
    told = client.post("/api/v1/trace", json=body).json()
    whole = client.post("/api/v1/trace", json={key: body[key] for key in body if key != "fold"}).json()
    assert told["values"]["W1"]["folded"] and told["values"]["W1"]["shape"] == [6, 7]
    assert told["values"]["W1"]["tiles"] == whole["values"]["W1"]
    assert told["values"]["z2"] == whole["values"]["z2"] and told["network"] == whole["network"]
    for step in told["steps"]:
        for part in [step, *step.get("terms", ())]:
            for key in ("value", "gradient", "old", "upstream", "local", "contribution"):
                assert isinstance(part.get(key), dict) or size(part.get(key)) <= 10
            assert all(isinstance(one, dict) or size(one) <= 10 for one in part.get("samples") or ())
            if (jacobian := part.get("jacobian")) and jacobian["blocks"]:
                assert size(jacobian["blocks"]) <= 10


def test_other_answers_fold_too(client):
    program = {"program": "y = x * x", "values": {"x": [1, 2, 3, 4, 5]}, "fold": 4}
    check = client.post("/api/v1/check", json=program).json()
    assert check["passed"] and check["leaves"][0]["gradient"]["folded"] and check["leaves"][0]["numeric"]["folded"]
    change = client.post("/api/v1/what-if", json={**program, "changes": {"x[0]": 2}}).json()
    assert change["before"]["folded"] and change["after"]["max"] == 25


def test_without_a_fold_nothing_folds(client):
    answer = client.post("/api/v1/trace", json={"network": DIGITS, "include": []})
    assert answer.status_code == 200 and b"folded" not in answer.content


def test_a_network_for_digits_folds_into_less_than_two_megabytes(client):
    answer = client.post("/api/v1/trace", json={"network": DIGITS, "fold": 20_000, "learning_rate": 0.1})
    told = answer.json()
    assert answer.status_code == 200 and len(answer.content) < 2_000_000
    assert np.shape(told["values"]["W1"]["tiles"]) == (48, 48)
    longest = max(len(step["formula"]["numeric"]) for step in told["steps"])
    assert longest < 2_000


@pytest.mark.parametrize("fold", [0, -1, 1.5, "many", True])
def test_a_fold_is_a_whole_number_from_1(client, fold):
    answer = client.post("/api/v1/trace", json={"program": "y = exp(1)", "fold": fold})
    assert_problem(answer, 422, "request", "'fold' is a whole number from 1")
