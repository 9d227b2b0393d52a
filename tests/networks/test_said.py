"""What a network says, however its loss is written: the value that meets the targets."""

from __future__ import annotations

from itertools import chain
from typing import Any

import numpy as np
import pytest

from app.networks.datasets import DataSpec, PointsSpec
from app.networks.training.fields import Field, Plane
from app.networks.training.measures import error_rate
from app.story import Question, RefusedError
from app.story.training import TrainingQuestion, run_training
from app.story.training.prepare import make_training

CIRCLES = DataSpec("circles", (("n", 40),))
SIGNS = DataSpec("circles", (("n", 40), ("targets", "-1/1")))
VALUES = {"W1": [[1.5, -0.3, 0.8], [0.2, 1.1, -0.9]], "b1": [0.1, 0, -0.2], "W2": [[0.7], [-1.2], [0.4]], "b2": [0.2]}
START = "a1 = tanh(x @ W1 + b1)\nz2 = a1 @ W2 + b2\n"


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def program(tail, data=CIRCLES, **more):
    return TrainingQuestion(Question(START + tail, values=VALUES), data, iterations=0, **more)


def measured(asked):
    """The first progress row, the outputs for the first rows, and the data."""
    progress, predictions, _ = chain.from_iterable(run_training(asked))
    return progress, np.array(predictions["outputs"]), make_training(asked).data


def logits(data):
    values = {name: np.array(value) for name, value in VALUES.items()}
    return np.tanh(data.x @ values["W1"] + values["b1"]) @ values["W2"] + values["b2"]


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        ("L = binary_cross_entropy_with_logits(z2, t) + 0.01 * sum(W2 * W2)", sigmoid),
        ("J = binary_cross_entropy_with_logits(4 * z2, t)\nL = 3 * J", lambda z: sigmoid(4 * z)),
        ("y = 1 / (1 + exp(-z2))\nL = mean((y - t) ** 2)", sigmoid),
        ("y = sigmoid(4 * z2)\nL = mse(t, y) + sum(b2 * b2)", lambda z: sigmoid(4 * z)),
        ("y = sigmoid(z2)\nL = mse(1 - y, t)", lambda z: 1 - sigmoid(z)),
        ("y = sigmoid(-z2)\nL = -mean((1 - t) * log(1 - y) + t * log(y))", lambda z: sigmoid(-z)),
        ("y = 1 / (1 + exp(z2))\nL = mean(-t * log(y) - (1 - t) * log(1 - y))", lambda z: sigmoid(-z)),
        ("y = sigmoid(z2)\nL = mean(((1 - y) * t + y * (1 - t)) ** 2)", sigmoid),
        ("L = mean((t - z2) ** 2)", lambda z: z),
    ],
)
def test_what_a_network_says_is_what_meets_the_targets(tail, said):
    row, outputs, data = measured(program(tail, include=frozenset({"predictions"})))
    truth = said(logits(data))
    wrong = (truth > 0.5) != (data.t > 0.5)
    assert row["error_rate"] == wrong[: data.train].mean()
    assert row["validation_error_rate"] == wrong[data.train :].mean()
    assert np.allclose(outputs, truth[:32])


@pytest.mark.parametrize(
    ("tail", "data"),
    [
        ("L = mean(log(1 + exp(z2)) - t * z2)", CIRCLES),
        ("L = mean(relu(1 - (2 * t - 1) * z2))", CIRCLES),
        ("y = sigmoid(z2)\nL = mean((2 * y - (1 + t)) ** 2)", SIGNS),
        ("y = tanh(z2)\nL = mean(relu(1 - t * y))", SIGNS),
    ],
)
def test_no_error_rate_is_guessed_where_the_targets_meet_nothing_that_is_known(tail, data):
    row, outputs, known = measured(program(tail, data, include=frozenset({"predictions"})))
    assert row["error_rate"] is None and row["validation_error_rate"] is None
    z = logits(known)
    assert np.allclose(outputs, (sigmoid(z) if "sigmoid" in tail else np.tanh(z) if "tanh" in tail else z)[:32])


@pytest.mark.parametrize(
    "tail",
    [
        "L = cross_entropy(z, t) + 0.01 * sum(W * W)",
        "L = -mean(sum(t * log_softmax(z), axis=1))",
        "L = nll(log_softmax(z), t)",
        "s = exp(z) / sum(exp(z), axis=1, keepdims=1)\nL = -sum(t * log(s)) / 10",
    ],
)
def test_several_classes_have_probabilities(tail):
    values = {"W": [[0.3, -0.4, 0.1], [0.2, 0.5, -0.7], [-0.6, 0.1, 0.9], [0.4, -0.2, 0.3]], "b": [0.1, 0, -0.1]}
    asked = TrainingQuestion(
        Question("z = x @ W + b\n" + tail, values=values),
        DataSpec("iris"),
        iterations=0,
        include=frozenset({"predictions"}),
    )
    row, outputs, data = measured(asked)
    z = data.x @ np.array(values["W"]) + values["b"]
    assert np.allclose(outputs, (np.exp(z) / np.exp(z).sum(axis=1, keepdims=True))[:32])
    assert row["error_rate"] == np.mean(z.argmax(axis=1) != data.t.argmax(axis=1), where=np.arange(len(z)) < data.train)


def test_a_field_shows_what_the_loss_makes_of_the_last_layer():
    asked = program("L = binary_cross_entropy_with_logits(z2, t) + 0.01 * sum(W2 * W2)")
    training: Any = make_training(asked)
    field = Field(training.model, training.data).look()
    assert isinstance(field, Plane) and field.output is not None
    assert (field.output.low, field.output.high) == (field.layers[-1][0].low, field.layers[-1][0].high) == (0.0, 1.0)


def test_an_autoencoder_says_what_meets_its_inputs():
    values = {"W1": [[0.5], [-0.5]], "W2": [[0.7, -0.3]], "b2": [0.1, 0.2]}
    text = "z = tanh(x @ W1) @ W2 + b2\nL = binary_cross_entropy_with_logits(z, x) + sum(W1 * W1)"
    asked = TrainingQuestion(
        Question(text, values=values), PointsSpec(np.eye(2)), iterations=0, include=frozenset({"predictions"})
    )
    _, outputs, _ = measured(asked)
    assert np.allclose(outputs, sigmoid(np.tanh([[0.5], [-0.5]]) @ np.array([[0.7, -0.3]]) + [0.1, 0.2]))


def test_targets_that_a_loss_does_not_take_are_refused_beside_a_penalty_too():
    with pytest.raises(RefusedError) as refused:
        measured(program("L = binary_cross_entropy_with_logits(z2, t) + sum(W2 * W2)", SIGNS))
    assert "targets from 0 to 1" in refused.value.tell("en")["detail"]


@pytest.mark.parametrize(
    "tail",
    ["L = cross_entropy(z, t[:, 0])", "L = mse(mean(z, axis=1, keepdims=1), t)"],
)
def test_a_last_layer_that_meets_something_made_of_the_targets_may_have_any_width(tail):
    values = {"W": [[1, 2, 3], [4, 5, 6]]}
    asked = TrainingQuestion(Question("z = x @ W\n" + tail, values=values), CIRCLES, iterations=1, every=1)
    assert [row["event"] for row in chain.from_iterable(run_training(asked))] == ["progress", "progress", "done"]


def test_a_last_layer_that_meets_the_targets_has_their_width():
    asked = TrainingQuestion(Question("z = x @ W\nL = mse(z, t)", values={"W": [[1, 2, 3], [4, 5, 6]]}), CIRCLES)
    with pytest.raises(RefusedError) as refused:
        measured(asked)
    assert "got 3 units and shape (40, 1). Give it one unit." in refused.value.tell("en")["detail"]


@pytest.mark.parametrize(
    ("outputs", "targets", "rate"),
    [
        ([[0.5 + 1e-16], [0.5], [0.5], [0.5 - 1e-16]], [[0], [1], [1], [0]], 0.5),
        ([[0.5 + 1e-6], [0.4], [0.9], [0.1]], [[1], [0], [0], [0]], 0.25),
        ([[-0.1], [1e-17]], [[-1], [1]], 0.25),
        ([[np.nan], [np.nan]], [[0], [1]], 1),
        ([[1 / 3, 1 / 3, 1 / 3 - 1e-16], [0.2, 0.4, 0.4]], [[1, 0, 0], [1, 0, 0]], 5 / 6),
        ([[0.2, 0.3, 0.5], [0.4, 0.3, 0.3]], [[0, 0, 1], [0, 1, 0]], 0.5),
    ],
)
def test_rounding_decides_no_class(outputs, targets, rate):
    targets = np.array(targets, dtype=float)
    assert error_rate(np.array(outputs), targets, float(np.unique(targets).mean())) == pytest.approx(rate)


def test_a_single_column_of_three_values_has_no_error_rate():
    points = PointsSpec(np.array([[0.0], [1.0], [2.0]]), np.array([[0.0], [1.0], [2.0]]), kind="classification")
    asked = TrainingQuestion(Question("y = x @ W\nL = mse(y, t)", values={"W": [[0.6]]}), points, iterations=0)
    row, _ = chain.from_iterable(run_training(asked))
    assert row["error_rate"] is None
