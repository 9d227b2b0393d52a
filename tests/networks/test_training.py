"""Training: batches, the loop, its measures and its pictures."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
import pytest

from app.engine.optimizers import OPTIMIZERS, OptimizerSpec
from app.engine.schedules import ScheduleSpec
from app.engine.trace import record_trace
from app.networks.datasets import DataSpec, PointsSpec
from app.networks.spec import LayerSpec, NetworkSpec
from app.networks.training.batches import batch_rows, per_epoch
from app.networks.training.fields import NEURON_SIZE, OUTPUT_SIZE, Field, Line, Plane, to_cells
from app.networks.training.predictions import Predictions
from app.networks.training.units import Units
from app.story import Question, RefusedError
from app.story.numbers import encode
from app.story.training import Resume, TrainingQuestion, run_training
from app.story.training.prepare import make_training

XOR = DataSpec("xor")


def network(*units, activation="tanh", last="sigmoid", loss="mse", seed=0):
    first, *hidden, final = units
    layers = (LayerSpec(first), *(LayerSpec(one, activation) for one in hidden), LayerSpec(final, last))
    return NetworkSpec(layers, loss, seed=seed)


def ask(spec, data=XOR, **more):
    return TrainingQuestion(Question("", network=spec), data, **more)


def started(asked) -> Any:
    return make_training(asked)


def look(picture: Any) -> Any:
    return picture.look()


def rows_of(asked):
    return list(chain.from_iterable(run_training(asked)))


def events(rows, event):
    return [row for row in rows if row["event"] == event]


def plain(value):
    """The same numbers as JSON has them: bit by bit."""
    return encode(value)


# Batches


def test_an_epoch_sees_every_row_once_and_its_last_batch_may_be_smaller():
    seen = [batch_rows(10, 4, seed=3, iteration=i) for i in range(1, 4)]
    assert per_epoch(10, 4) == 3
    assert [len(rows) for rows in seen] == [4, 4, 2]
    assert sorted(np.concatenate(seen).tolist()) == list(range(10))


def test_an_iterations_rows_follow_from_the_seed_and_its_number():
    assert batch_rows(50, 8, 1, 20).tolist() == batch_rows(50, 8, 1, 20).tolist()
    assert batch_rows(50, 8, 1, 20).tolist() != batch_rows(50, 8, 2, 20).tolist()
    assert batch_rows(50, 8, 1, 1).tolist() != batch_rows(50, 8, 1, 8).tolist()  # the next epoch has its own order


def test_a_batch_of_all_rows_keeps_their_order():
    assert batch_rows(5, 9, 1, 4).tolist() == [0, 1, 2, 3, 4]


def test_a_run_learns_from_the_rows_that_batch_rows_names():
    asked = ask(network(2, 3, 1), DataSpec("circles"), batch_size=16, iterations=12, seed=5, every=1)
    rows = events(rows_of(replace(asked, include=frozenset({"snapshots"}))), "progress")
    told = [row["rows"].tolist() for row in rows[1:]]
    assert told == [batch_rows(150, 16, 5, i).tolist() for i in range(1, 13)]
    assert "rows" not in rows[0]


def test_a_snapshot_names_the_rows_of_the_coming_iteration():
    asked = ask(network(2, 3, 1), batch_size=3, iterations=4, every=1, include=frozenset({"snapshots"}))
    snapshots = events(rows_of(asked), "snapshot")
    assert [one["next_rows"].tolist() for one in snapshots] == [batch_rows(4, 3, 0, i + 1).tolist() for i in range(5)]


# The loop


def test_one_iteration_is_the_traces_update():
    training = started(ask(network(2, 3, 1), optimizer=OptimizerSpec("adam", 0.05)))
    bound, model = training.coming, training.model
    before = {name: value.copy() for name, value in model.named(model.parameters).items()}
    leaves = {bound.graph.ids[name]: value for name, value in before.items()}
    leaves |= {bound.x: training.data.x, bound.t: training.data.t}
    trace = record_trace(bound.graph, bound.output, leaves=leaves, optimizer=training.spec)
    training.advance(1)
    for name, value in model.named(model.parameters).items():
        assert np.array_equal(value, trace.updates[bound.graph.ids[name]]), name
    assert training.losses[-1] == float(trace.values[bound.output])


def test_xor_reaches_its_target():
    rows = rows_of(ask(network(2, 4, 1, seed=1), optimizer=OptimizerSpec("adam", 0.05), target=0.01))
    done = rows[-1]
    assert done["reason"] == "target" and done["loss"] <= 0.01
    assert events(rows, "progress")[-1]["error_rate"] == 0.0
    assert events(rows, "progress")[-1]["iteration"] == done["iteration"] < 200


def test_a_full_batch_stops_at_the_very_iteration_that_reaches_the_target():
    asked = ask(network(2, 4, 1, seed=1), optimizer=OptimizerSpec("adam", 0.05), target=0.01, every=1000)
    end = rows_of(asked)[-1]["iteration"]
    losses = [row["loss"] for row in events(rows_of(replace(asked, every=1)), "progress")]
    assert len(losses) == end + 1
    assert losses[-1] <= 0.01 < losses[-2]


def test_mini_batches_look_at_the_target_after_each_epoch():
    asked = ask(network(2, 4, 1, seed=1), optimizer=OptimizerSpec("adam", 0.05), batch_size=3, target=0.01, every=999)
    done = rows_of(asked)[-1]
    assert done["reason"] == "target" and done["iteration"] % 2 == 0


SLOW = ask(
    network(2, 2, 1, activation="sigmoid", seed=5),
    optimizer=OptimizerSpec("momentum", 0.5, (("momentum", 0.5),)),
    batch_size=3,
    target=0.25,
    seed=2,
    iterations=100,
)
"""Its loss is small enough after MIDDLE iterations first, in an epoch, and after STOP at an epoch's end."""
MIDDLE, STOP = 43, 64


@pytest.mark.parametrize("every", [1, 7, 1000])
def test_where_mini_batches_stop_does_not_depend_on_how_often_is_reported(every):
    *_, last, done = rows_of(replace(SLOW, every=every))
    assert (last["iteration"], done["iteration"], done["reason"]) == (STOP, STOP, "target")


def test_a_sweep_and_a_resumed_run_stop_where_the_uncut_one_does():
    run, _ = rows_of(replace(SLOW, sweep=1))
    assert (run["iterations"], run["reason"]) == (STOP, "target")
    half = rows_of(replace(SLOW, target=None, iterations=MIDDLE))[-1]
    resume = Resume(half["iteration"], half["parameters"], half["state"])
    assert half["loss"] <= SLOW.target
    assert rows_of(replace(SLOW, resume=resume))[-1]["iteration"] == STOP


def test_the_very_last_iteration_is_looked_at_in_the_middle_of_an_epoch_too():
    assert rows_of(replace(SLOW, iterations=MIDDLE))[-1]["reason"] == "target"


def test_a_loss_that_is_small_enough_from_the_start_needs_no_iteration():
    for batch_size in (None, 3):
        *_, done = rows_of(replace(SLOW, batch_size=batch_size, target=9.0))
        assert (done["iteration"], done["reason"]) == (0, "target")
    assert rows_of(replace(SLOW, target=9.0, sweep=1))[0]["iterations"] == 0


def test_the_same_question_gives_the_same_numbers():
    asked = ask(network(2, 3, 1), DataSpec("moons"), batch_size=10, iterations=50, include=frozenset({"snapshots"}))
    assert plain(rows_of(asked)) == plain(rows_of(asked))


@pytest.mark.parametrize("every", [1, 7, 1000])
def test_how_often_is_reported_changes_no_number(every):
    asked = ask(network(2, 3, 1), DataSpec("moons"), batch_size=10, iterations=30, every=every)
    assert plain(rows_of(asked)[-1]) == plain(rows_of(replace(asked, every=5))[-1])


@pytest.mark.parametrize("batch_size", [None, 7], ids=["full", "mini"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_resumed_run_is_the_uncut_one_to_the_last_bit(name, batch_size):
    spec = OptimizerSpec(name, 0.02, schedule=ScheduleSpec("step", (("every", 20.0),)), clip=0.5, l2=1e-3)
    asked = ask(
        network(2, 3, 1),
        DataSpec("moons"),
        optimizer=spec,
        batch_size=batch_size,
        iterations=60,
        every=10,
        include=frozenset({"snapshots", "field", "units", "predictions"}),
    )
    uncut = rows_of(asked)
    for cut in (0, 1, 30, 37):  # in an epoch's middle, too
        half = events(rows_of(replace(asked, iterations=cut or 1)), "snapshot")[-1 if cut else 0]
        again = rows_of(replace(asked, resume=Resume(half["iteration"], half["parameters"], half["state"])))
        later = [row for row in uncut if row["iteration"] > cut]
        assert plain([row for row in again if row["iteration"] > cut]) == plain(later)


def test_a_sweep_counts_the_seeds_that_reach_the_target():
    asked = ask(network(2, 2, 1, activation="sigmoid"), optimizer=OptimizerSpec("adam", 0.1), target=0.01, sweep=6)
    *runs, done = rows_of(asked)
    alone = [
        rows_of(ask(network(2, 2, 1, activation="sigmoid", seed=k), optimizer=asked.optimizer, target=0.01, seed=k))[-1]
        for k in range(6)
    ]
    assert [(run["seed"], run["reason"], run["iterations"], run["loss"]) for run in runs] == [
        (k, one["reason"], one["iteration"], one["loss"]) for k, one in enumerate(alone)
    ]
    assert (done["reached"], done["of"]) == (sum(one["reason"] == "target" for one in alone), 6)
    assert 0 < done["reached"] < 6


def test_a_program_without_data_is_made_small():
    asked = TrainingQuestion(Question("y = (w - 3) ** 2 + 1", values={"w": 0}), iterations=200)
    done = rows_of(asked)[-1]
    assert done["loss"] == pytest.approx(1.0)
    assert float(done["parameters"]["w"]) == pytest.approx(3.0)


# What is measured


def test_losses_and_errors_are_of_all_training_and_all_held_out_rows():
    asked = ask(network(2, 6, 1), DataSpec("circles"), optimizer=OptimizerSpec("adam", 0.05), batch_size=10)
    last = events(rows_of(asked), "progress")[-1]
    training = started(asked)
    training.advance(1000)
    data, (w1, b1, w2, b2) = training.data, training.model.named(training.model.parameters).values()
    outputs = 1 / (1 + np.exp(-(np.tanh(data.x @ w1 + b1) @ w2 + b2)))
    for part, loss, errors in (
        (slice(0, data.train), "loss", "error_rate"),
        (slice(data.train, None), "validation_loss", "validation_error_rate"),
    ):
        assert last[loss] == pytest.approx(np.mean((outputs[part] - data.t[part]) ** 2), rel=1e-12)
        assert last[errors] == np.mean((outputs[part] > 0.5) != data.t[part])
    assert last["validation_error_rate"] < 0.1


def test_classes_are_told_apart_by_the_largest_output():
    asked = ask(network(4, 6, 3, last=None, loss="cross_entropy"), DataSpec("iris"), optimizer=OptimizerSpec("adam"))
    last = events(rows_of(asked), "progress")[-1]
    assert last["error_rate"] < 0.05 and last["validation_error_rate"] < 0.1


def test_the_gradients_lengths_are_those_at_the_present_parameters():
    first = events(rows_of(ask(network(2, 3, 1), batch_size=2)), "progress")[0]
    training = started(ask(network(2, 3, 1), batch_size=2))
    bound = training.coming
    x, t = training.data.take(batch_rows(4, 2, 0, 1))
    trace = record_trace(bound.graph, bound.output, leaves={bound.x: x, bound.t: t})
    for name, norm in first["gradient_norms"].items():
        assert norm == pytest.approx(np.linalg.norm(trace.gradients[bound.graph.ids[name]]), rel=1e-12)


def test_a_gradients_length_does_not_overflow():
    for scale, length in ((1e200, 5e200), (1e-200, 5e-200), (0, 0)):
        asked = TrainingQuestion(Question(f"y = sum(w * [3, 4]) * {scale}", values={"w": [1, 1]}), iterations=0)
        assert rows_of(asked)[0]["gradient_norms"]["w"] == pytest.approx(length, rel=1e-15, abs=0)


def test_a_penalty_is_told_beside_the_loss():
    spec = OptimizerSpec("sgd", 0.1, l1=0.1, l2=0.01)
    first = events(rows_of(ask(network(2, 3, 1), optimizer=spec)), "progress")[0]
    start = started(ask(network(2, 3, 1))).model.parameters
    assert first["penalty"] == pytest.approx(0.1 * np.abs(start).sum() + 0.005 * (start**2).sum())
    assert first["loss"] == events(rows_of(ask(network(2, 3, 1))), "progress")[0]["loss"]


# Pictures


def test_a_field_is_the_network_in_the_middle_of_each_cell():
    training = started(ask(network(2, 3, 1), DataSpec("circles")))
    training.advance(50)
    field = look(Field(training.model, training.data))
    assert type(field) is Plane and field.output is not None
    w1, b1, w2, b2 = training.model.named(training.model.parameters).values()
    (x0, x1), (y0, y1) = field.x, field.y
    assert (x1 - x0) == pytest.approx(1.15 * np.ptp(training.data.x[:, 0]))
    for row, column in ((0, 0), (3, 77), (99, 50)):
        point = [x0 + (column + 0.5) * (x1 - x0) / OUTPUT_SIZE, y1 - (row + 0.5) * (y1 - y0) / OUTPUT_SIZE]
        value = 1 / (1 + np.exp(-(np.tanh(point @ w1 + b1) @ w2 + b2)))
        assert abs(field.output.cells[row * OUTPUT_SIZE + column] - 255 * value[0]) <= 0.5 + 1e-9
    middle = np.array([x0 + 7.5 * (x1 - x0) / NEURON_SIZE, y1 - 4.5 * (y1 - y0) / NEURON_SIZE])
    unit = field.layers[0][2]
    assert (unit.low, unit.high) == (-1.0, 1.0)
    value = unit.low + (unit.high - unit.low) * unit.cells[4 * NEURON_SIZE + 7] / 255
    assert value == pytest.approx(np.tanh(middle @ w1 + b1)[2], abs=2 / 255)


def test_a_field_of_classes_names_the_largest_and_how_sure_it_is():
    spec = network(2, 3, 2, last=None, loss="cross_entropy")
    training = started(ask(spec, DataSpec("circles", (("targets", "one_hot"),))))
    field = look(Field(training.model, training.data))
    assert field.output is None
    assert set(np.unique(field.winner)) <= {0, 1}
    assert field.confidence.min() >= 127  # of two probabilities the larger is at least a half
    assert (field.layers[-1][0].low, field.layers[-1][0].high) == (0.0, 1.0)


def test_a_network_of_one_input_has_a_line():
    training = started(ask(network(1, 4, 1, last=None), DataSpec("sine")))
    field = look(Field(training.model, training.data))
    assert isinstance(field, Line)
    w1, b1, w2, b2 = training.model.named(training.model.parameters).values()
    assert np.allclose(field.layers[1][0], (np.tanh(field.x[:, None] @ w1 + b1) @ w2 + b2)[:, 0])
    assert (field.x[0], field.x[-1]) == pytest.approx((-1.15, 1.15))


def test_cells_outside_their_range_lie_at_its_edge():
    assert to_cells(np.array([-9.0, -1.0, 0.0, 1.0, 9.0, np.nan]), -1.0, 1.0).tolist() == [0, 0, 128, 255, 255, 128]


@pytest.mark.parametrize(
    ("activation", "bias", "state"),
    [("relu", -9.0, "dead"), ("relu", 9.0, "ok"), ("tanh", 9.0, "saturated"), ("tanh", 0.0, "ok"),
     ("sigmoid", -60.0, "saturated"), ("leaky_relu", -9.0, "ok")],
)  # fmt: skip
def test_a_unit_that_cannot_learn_is_found(activation, bias, state):
    training = started(ask(network(2, 2, 1, activation=activation), DataSpec("moons")))
    named = training.model.named(training.model.parameters)
    named["b1"][0] = bias
    [[first, _]] = look(Units(training.model, training.data))
    assert first.state == state
    assert first.share == (1.0 if state != "ok" else first.share)


def test_predictions_are_of_the_watched_rows_and_the_code_of_the_narrowest_layer():
    training = started(ask(network(8, 3, 8), DataSpec("encoder")))
    found = look(Predictions(training.model, training.data, (6, 1)))
    w1, b1, w2, b2 = training.model.named(training.model.parameters).values()
    code = np.tanh(training.data.x[[6, 1]] @ w1 + b1)
    assert np.allclose(found.code, code)
    assert np.allclose(found.outputs, 1 / (1 + np.exp(-(code @ w2 + b2))))


# Divergence


def why_of(question, data=None, rate=0.1, **more):
    done = rows_of(TrainingQuestion(question, data, OptimizerSpec("sgd", rate), **more))[-1]
    assert done["reason"] == "diverged"
    return done["why"], done


def test_not_a_number_is_explained_where_it_began():
    why, done = why_of(Question("e = exp(w * w)\ny = 3 * e", values={"w": 2}), rate=0.5)
    assert (why["node"], why["phase"], why["iteration"]) == ("e", "forward", done["iteration"] + 1)
    assert "0.05" in why["hint"]


def test_a_gradient_that_is_not_a_number_is_explained_too():
    why, _ = why_of(Question("y = sqrt(w)", values={"w": 0}))
    assert (why["node"], why["phase"], why["iteration"]) == ("w", "backward", 1)


def test_an_update_beyond_all_numbers_names_the_parameter():
    question = Question("y = w * 1e150 + b", values={"w": 1, "b": 2})
    why, done = why_of(question, rate=1e170)
    assert (why["node"], why["phase"], why["iteration"], done["iteration"]) == ("w", "update", 1, 0)
    assert {name: float(value) for name, value in done["parameters"].items()} == {"w": 1, "b": 2}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_update_that_was_undone_leaves_all_numbers_as_they_were(name):
    state = {"velocity": 0.5, "m": 0.5, "v": 1.0}
    resume = Resume(1, {}, {key: {"w": state[key]} for key in OPTIMIZERS[name].state})
    question = Question("y = w + 0", values={"w": -1.7e308})
    training = started(TrainingQuestion(question, optimizer=OptimizerSpec(name, 1.7e308), resume=resume))
    numbers = [training.model.parameters, *training.updater.state.values()]
    before = plain(numbers)
    training.advance(2)
    assert (training.reason, training.iteration) == ("diverged", 1)
    assert plain(numbers) == before


def test_a_loss_that_is_infinite_from_the_start_is_told_as_such():
    why, done = why_of(Question("y = w * 10", values={"w": -1e308}))
    assert (why["node"], why["phase"], why["iteration"], done["iteration"]) == ("y", "forward", 1, 0)
    why, _ = why_of(Question("y = (w - 1) ** 2", values={"w": 1e160}))
    assert (why["node"], why["phase"], why["iteration"]) == ("y", "forward", 1)


def test_a_parameter_that_was_given_infinite_is_no_update():
    why, done = why_of(Question("y = w * c", values={"w": 1, "c": np.inf}))
    assert (why["node"], why["phase"], why["iteration"], done["iteration"]) == ("c", "forward", 1, 0)
    assert "given" in why["message"]


@pytest.mark.parametrize("batch_size", [None, 3], ids=["full", "mini"])
def test_a_resumed_run_diverges_where_the_uncut_one_does(batch_size):
    asked = ask(
        network(2, 2, 1, last=None), optimizer=OptimizerSpec("sgd", 1.0), batch_size=batch_size, every=1,
        include=frozenset({"snapshots"}),
    )  # fmt: skip
    uncut = rows_of(asked)
    assert uncut[-1]["reason"] == "diverged"
    for half in events(uncut, "snapshot")[1:-1]:
        again = rows_of(replace(asked, resume=Resume(half["iteration"], half["parameters"], half["state"])))[-1]
        assert (again["iteration"], again["why"]["iteration"]) == (
            uncut[-1]["iteration"],
            uncut[-1]["why"]["iteration"],
        )


@pytest.mark.parametrize(
    ("batch_size", "words"), [(None, "the loss grew from"), (3, "the loss of the batch grew from")]
)
def test_what_grew_is_the_loss_of_the_rows_that_were_learned_from(batch_size, words):
    spec = network(2, 2, 1, last=None)
    why, done = why_of(Question("", network=spec), XOR, rate=1e4, batch_size=batch_size)
    assert f"From iteration 1 to {done['iteration'] + 1} {words}" in why["message"]


def test_a_loss_that_only_grows_is_explained_by_its_growth():
    why, done = why_of(Question("y = w * w", values={"w": 1}), rate=3.0)
    assert (why["node"], why["phase"]) == (None, None)
    assert np.isfinite(done["loss"]) and done["loss"] > 1e6
    assert "0.3" in why["hint"] and "learning rate" in why["hint"]


def test_an_output_without_a_smallest_value_is_told_from_a_rate_that_is_too_large():
    why, done = why_of(Question("y = w", values={"w": 1}), rate=1e5, iterations=100)
    assert done["loss"] < 0 and "smallest" in why["message"]


def test_a_logarithm_of_zero_is_answered_with_the_stable_form():
    spec = network(4, 8, 3, activation="relu", last="softmax", loss="cross_entropy_probs")
    done = rows_of(ask(spec, DataSpec("iris"), optimizer=OptimizerSpec("sgd", 500.0)))[-1]
    assert done["why"]["node"] == "L"
    assert "cross_entropy(z2, t)" in done["why"]["hint"]


def test_a_run_that_diverged_can_go_on_from_its_last_parameters_with_a_smaller_rate():
    question = Question("y = (w - 3) ** 2", values={"w": 0})
    done = rows_of(TrainingQuestion(question, optimizer=OptimizerSpec("sgd", 3.0)))[-1]
    resume = Resume(done["iteration"], done["parameters"], done["state"])
    again = rows_of(TrainingQuestion(question, optimizer=OptimizerSpec("sgd", 0.1), resume=resume))[-1]
    assert float(again["parameters"]["w"]) == pytest.approx(3.0)


# What does not fit

LINE = Question("z = x @ W\nL = mse(z, t)", values={"W": [[1], [2], [3]]})


@pytest.mark.parametrize(
    ("asked", "node", "words"),
    [
        (TrainingQuestion(replace(LINE, program="z = q @ W\nL = mse(z, t)"), XOR), None, "q"),
        (TrainingQuestion(Question("L = sum(w * t)", values={"w": [[1.0]]}), XOR), "data", "'x'"),
        (TrainingQuestion(LINE, XOR), "z", "Each row of x has 2 numbers"),
        (ask(network(3, 1)), "network.layers", "(4, 2)"),
        (ask(network(2, 2)), "network.layers", "(4, 1)"),
        (ask(network(2, 1, last=None, loss="cross_entropy")), "data", "binary_cross_entropy"),
        (ask(network(2, 1, loss="binary_cross_entropy"), DataSpec("xor", (("targets", "-1/1"),))), "data", "-1 to 1"),
        (TrainingQuestion(Question("y = w * w", values={"w": 1}, constants=("w",))), None, "parameters"),
        (TrainingQuestion(Question("y = w * [1, 2]", values={"w": 1})), None, "one number"),
        (TrainingQuestion(Question("y = w", values={"w": 1}), batch_size=2), "batch_size", "none"),
        (TrainingQuestion(Question("y = w", values={"w": 1}), sweep=2), "sweep", "network"),
        (ask(network(2, 1), watch=(4,)), "watch", "4"),
        (ask(network(2, 1), resume=Resume(3, {"W1": [1]})), "resume.parameters", "(2, 1)"),
        (ask(network(2, 1), resume=Resume(3, {"W9": [1]})), "resume.parameters", "W1, b1"),
        (ask(network(2, 1), sweep=10**6), "sweep", "iterations"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_before_anything_is_done(asked, node, words):
    with pytest.raises(RefusedError) as refused:
        rows_of(asked)
    told = refused.value.tell("en")
    assert words in told["detail"]
    assert node is None or told["node"] == node


def test_work_that_would_take_far_too_long_is_refused():
    x = np.ones((2000, 60))
    spec = NetworkSpec((LayerSpec(60), LayerSpec(100, "tanh"), LayerSpec(100, "tanh"), LayerSpec(60)), "mse")
    with pytest.raises(RefusedError) as refused:
        rows_of(ask(spec, PointsSpec(x, x), iterations=1_000_000))
    assert refused.value.status == 413


def test_data_without_targets_need_no_leaf_for_them():
    spec = NetworkSpec((LayerSpec(2), LayerSpec(1, "sigmoid")), "sum_of_squares")
    assert rows_of(ask(spec, PointsSpec(np.eye(2))))[-1]["loss"] < 0.1
