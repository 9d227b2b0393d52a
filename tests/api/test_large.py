"""The largest network of the lab, 784-128-10 with 64 rows, and the largest images are answered in time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

PROGRAM = "z1 = x @ W1 + b1\na1 = relu(z1)\nz2 = a1 @ W2 + b2\nL = cross_entropy(z2, t)"
FOLD = 20_000


@pytest.fixture
def body() -> dict[str, Any]:
    """Return the network with all of its 101,770 parameters written out in full."""
    rng = np.random.default_rng(0)
    shapes = {"x": (64, 784), "W1": (784, 128), "b1": (128,), "W2": (128, 10), "b2": (10,)}
    values = {name: rng.normal(0, 0.05, shape).tolist() for name, shape in shapes.items()}
    return {"program": PROGRAM, "values": {**values, "t": rng.integers(0, 10, 64).tolist()}, "fold": FOLD}


def test_a_network_for_digits_with_a_batch_is_traced(client: Any, body: dict[str, Any]) -> None:
    answer = client.post("/api/v1/trace", json={**body, "roles": {"x": "input"}, "learning_rate": 0.1})
    assert answer.status_code == 200, answer.text[:300]
    told = answer.json()
    assert 1 < told["values"]["L"] < 4
    assert told["gradients"]["W1"]["shape"] == [784, 128]


def test_windows_beyond_the_limit_are_refused_before_the_work(client: Any) -> None:
    program = "x = zeros((1, 400, 400))\ny = max_pool2d(x, 200, stride=1)\nL = sum(y)"
    answer = client.post("/api/v1/trace", json={"program": program})
    assert answer.status_code == 413
    assert "all windows together may read 10,000,000 numbers" in answer.json()["detail"]


def test_many_large_windows_are_refused_for_their_time(client: Any) -> None:
    lines = [f"y{i} = max_pool2d(x, 20, stride=4)" for i in range(18)]
    program = "\n".join(["x = zeros((1, 350, 350))", *lines, "L = sum(y17)"])
    answer = client.post("/api/v1/trace", json={"program": program})
    assert answer.status_code == 413
    assert "a few seconds" in answer.json()["detail"]
