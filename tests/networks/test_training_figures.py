"""Training's figures beside a loop in plain NumPy, written from the papers: none of the project's mathematics in it."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, product
from math import cos, pi
from threading import Thread

import numpy as np
import pytest

from app.engine.optimizers import OPTIMIZERS, OptimizerSpec, Updater
from app.engine.plan import Plan
from app.engine.schedules import ScheduleSpec
from app.language import read_program
from app.networks.datasets import PointsSpec
from app.networks.spec import LayerSpec, NetworkSpec
from app.story import Question
from app.story.training import TrainingQuestion, run_training
from app.story.training.question import Part

LOSSES = {
    "mse": "tanh",
    "sse": None,
    "cross_entropy": None,
    "cross_entropy_probs": "softmax",
    "binary_cross_entropy": "sigmoid",
    "binary_cross_entropy_with_logits": None,
}
"""Each loss with the last layer's activation."""

SNAPSHOTS: frozenset[Part] = frozenset({"snapshots"})
RATE, CLIP, L1, L2, ITERATIONS, TRAIN = 0.1, 0.5, 0.01, 0.05, 20, 11


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


def loss_of(name, z, t):
    """The loss of the last layer's affine result, and its derivative with respect to it."""
    rows = len(z)
    if name == "mse":
        y = np.tanh(z)
        return np.mean((y - t) ** 2), 2 / y.size * (y - t) * (1 - y**2)
    if name == "sse":
        return np.sum((z - t) ** 2) / 2, z - t
    if name.startswith("cross"):
        y = softmax(z)
        return -np.sum(t * np.log(y)) / rows, (y - t) / rows
    y = sigmoid(z)
    return -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y)), (y - t) / z.size


def run_by_hand(loss, x, t, w):
    """The loss, and its gradient at W1, b1, W2, b2."""
    w1, b1, w2, b2 = w
    a = np.tanh(x @ w1 + b1)
    value, d = loss_of(loss, a @ w2 + b2, t)
    d1 = (d @ w2.T) * (1 - a**2)
    return value, [x.T @ d1, d1.sum(axis=0), a.T @ d, d.sum(axis=0)]


def step_by_hand(name, k, w, g, memory):
    """One update: clip, add the penalties' gradients, apply the rule; `memory` is changed."""
    length = np.sqrt(sum(np.sum(one**2) for one in g))
    g = [one * min(1, CLIP / (length + 1e-6)) + L2 * v + L1 * np.sign(v) for one, v in zip(g, w, strict=True)]
    rate = RATE * (1 + cos(pi * (k - 1) / ITERATIONS)) / 2
    new = []
    for i, (v, d) in enumerate(zip(w, g, strict=True)):
        one, two = memory.setdefault(i, (0 * v, 0 * v))
        if name == "sgd":
            new.append(v - rate * d)
        elif name in ("momentum", "nesterov"):
            one = 0.9 * one + d
            new.append(v - rate * (d + 0.9 * one if name == "nesterov" else one))
        elif name == "rmsprop":
            two = 0.99 * two + 0.01 * d**2
            new.append(v - rate * d / (np.sqrt(two) + 1e-8))
        else:
            one, two = 0.9 * one + 0.1 * d, 0.999 * two + 0.001 * d**2
            shrunk = v * (1 - rate * 0.01) if name == "adamw" else v
            new.append(shrunk - rate * (one / (1 - 0.9**k)) / (np.sqrt(two / (1 - 0.999**k)) + 1e-8))
        memory[i] = one, two
    return new


@pytest.mark.parametrize(("loss", "name"), list(product(LOSSES, OPTIMIZERS)))
def test_a_run_has_the_figures_of_a_loop_written_by_hand(loss, name):
    rng = np.random.default_rng(len(loss))
    x = rng.normal(size=(16, 2))
    t = np.eye(3)[rng.integers(0, 3, 16)] if loss.startswith("cross") else rng.integers(0, 2, (16, 1)).astype(float)
    layers = (LayerSpec(2), LayerSpec(3, "tanh"), LayerSpec(t.shape[1], LOSSES[loss]))
    schedule = ScheduleSpec("cosine", (("iterations", float(ITERATIONS)),))
    asked = TrainingQuestion(
        Question("", network=NetworkSpec(layers, loss, seed=2)),
        PointsSpec(x, t, train=TRAIN),
        OptimizerSpec(name, RATE, schedule=schedule, clip=CLIP, l1=L1, l2=L2),
        batch_size=4,
        iterations=ITERATIONS,
        every=1,
        include=SNAPSHOTS,
    )
    told = list(chain.from_iterable(run_training(asked)))[:-1]
    progress, snapshots = told[::2], told[1::2]
    assert len(progress) == len(snapshots) == ITERATIONS + 1
    w = [np.array(one) for one in snapshots[0]["parameters"].values()]
    memory: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    for k, (row, snapshot) in enumerate(zip(progress, snapshots, strict=True), start=1):
        for ours, theirs in zip(w, snapshot["parameters"].values(), strict=True):
            np.testing.assert_allclose(theirs, ours, rtol=1e-11, atol=1e-12)
        assert row["loss"] == pytest.approx(run_by_hand(loss, x[:TRAIN], t[:TRAIN], w)[0], rel=1e-11)
        assert row["validation_loss"] == pytest.approx(run_by_hand(loss, x[TRAIN:], t[TRAIN:], w)[0], rel=1e-11)
        penalty = sum(L1 * np.abs(one).sum() + L2 / 2 * np.sum(one**2) for one in w)
        assert row["penalty"] == pytest.approx(penalty, rel=1e-11)
        rows = snapshot["next_rows"]
        gradient = run_by_hand(loss, x[rows], t[rows], w)[1]
        for length, one in zip(row["gradient_norms"].values(), gradient, strict=True):
            assert length == pytest.approx(np.linalg.norm(one), rel=1e-9, abs=1e-12)
        w = step_by_hand(name, k, w, gradient, memory)
    assert {len(one["next_rows"]) for one in snapshots} == {4, 3}  # the last batch of an epoch is smaller


def test_a_sweep_counts_what_a_loop_written_by_hand_counts():
    x, t = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[-1.0], [1], [1], [-1]])
    spec = NetworkSpec((LayerSpec(2), LayerSpec(3, "tanh"), LayerSpec(1, "tanh")), "mse")
    optimizer = OptimizerSpec("sgd", 0.2)
    asked = TrainingQuestion(
        Question("", network=spec), PointsSpec(x, t), optimizer, iterations=140, target=0.05, sweep=8
    )
    *runs, done = chain.from_iterable(run_training(asked))
    reached = 0
    for run in runs:
        start = replace(asked, question=Question("", network=replace(spec, seed=run["seed"])), sweep=None, iterations=0)
        w = [
            np.array(one)
            for one in next(iter(run_training(replace(start, include=SNAPSHOTS))))[1]["parameters"].values()
        ]
        losses = []
        while True:
            loss, gradient = run_by_hand("mse", x, t, w)
            losses.append(loss)
            if loss <= 0.05 or len(losses) > 140:
                break
            w = [one - 0.2 * d for one, d in zip(w, gradient, strict=True)]
        reached += losses[-1] <= 0.05
        assert (run["iterations"], run["reason"] == "target") == (len(losses) - 1, losses[-1] <= 0.05)
        assert run["loss"] == pytest.approx(losses[-1], rel=1e-9)
    assert (done["reached"], done["of"]) == (reached, 8)
    assert 0 < reached < 8


def test_a_run_diverges_at_the_iteration_that_arithmetic_names():
    # x − 1 is doubled by every update: after k of them the loss is 4 · 4ᵏ, and 4¹⁰ is the first power above a million.
    question = Question("x = 3\nL = (x - 1) ** 2")
    done = list(chain.from_iterable(run_training(TrainingQuestion(question, optimizer=OptimizerSpec("sgd", 1.5)))))[-1]
    assert (done["reason"], done["iteration"], done["loss"], done["why"]["iteration"]) == ("diverged", 10, 4.0**11, 11)


def train_apart(seed: int) -> tuple[list[float], np.ndarray]:
    """Train with two plans on one vector, taking turns: a batch, and a smaller one."""
    rng = np.random.default_rng(seed)
    values = {"x": rng.normal(size=(9, 4)), "W": rng.normal(size=(4, 3)), "V": rng.normal(size=(3, 2))}
    source = "h = tanh(x @ W)\nL = mean((softmax(h @ V) - 0.5) ** 2) + 0.1 * sum(W * W)"
    graphs = [read_program(source, {**values, "x": values["x"][:rows]}, roles={"x": "input"}).graph for rows in (9, 5)]
    first = Plan(graphs[0], graphs[0].output)
    plans = [first, Plan(graphs[1], graphs[1].output, parameters=first.parameters)]
    updater = Updater(OptimizerSpec("adam", 0.05, clip=1.0), first.parameters)
    losses = []
    for k in range(150):
        losses.append(plans[k % 2].run())
        updater.update(plans[k % 2].gradient, k + 1)
    return losses, first.parameters


def test_runs_in_threads_side_by_side_do_not_touch_each_other():
    alone = [train_apart(seed) for seed in range(4)]
    found: dict[int, tuple[list[float], np.ndarray]] = {}
    threads = [Thread(target=lambda seed=seed: found.update({seed: train_apart(seed)})) for seed in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    for seed, (losses, parameters) in enumerate(alone):
        assert found[seed][0] == losses
        assert np.array_equal(found[seed][1], parameters)
