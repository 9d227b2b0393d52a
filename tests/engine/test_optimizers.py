"""Optimizers: PyTorch's own figures, the trace beside the flat vector, schedules, and what is refused."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.api.optimizer import OptimizerAsked
from app.engine.element import to_elements
from app.engine.errors import SpecError
from app.engine.graph import Graph
from app.engine.optimizers import OPTIMIZERS, OptimizerSpec, Updater, learning_rate_at
from app.engine.schedules import SCHEDULES, ScheduleSpec
from app.engine.shapes import Array
from app.engine.trace import Trace, UpdateStep, record_trace
from app.language import read_program

FIXTURES = json.loads((Path(__file__).parent.parent / "fixtures" / "optimizers.json").read_text(encoding="utf-8"))
CASES = pytest.mark.parametrize("case", FIXTURES["cases"], ids=[case["title"] for case in FIXTURES["cases"]])
EACH = pytest.mark.parametrize("name", OPTIMIZERS)
TOLERANCE = 1e-12
NAMES = list(FIXTURES["start"])


def network(start: Mapping[str, Any] = FIXTURES["start"]) -> Graph:
    """Return the small network that PyTorch trained."""
    values = {**FIXTURES["data"], **{name: np.asarray(value).tolist() for name, value in start.items()}}
    return read_program(FIXTURES["program"], values, roles={"x": "input", "t": "target"}).graph


def flat(values: Mapping[str, Any]) -> Array:
    """Return the parameters' numbers side by side."""
    return np.concatenate([np.ravel(values[name]) for name in NAMES])


def moves(trace: Trace) -> dict[str, UpdateStep]:
    """Return the updates by parameter."""
    return {trace.graph.nodes[step.node].id: step for step in trace.steps if isinstance(step, UpdateStep)}


def spec_of(case: dict[str, Any]) -> OptimizerSpec:
    return OptimizerAsked(**case["optimizer"]).spec()


@CASES
def test_five_updates_of_the_flat_vector_are_pytorchs(case: dict[str, Any]) -> None:
    graph = network()
    leaves = [graph.names[name] for name in NAMES]
    parameters, gradient = flat(FIXTURES["start"]), np.zeros(13)
    updater = Updater(spec_of(case), parameters)
    for iteration, expected in enumerate(case["steps"], start=1):
        parts = np.split(parameters, np.cumsum([np.prod(graph.nodes[i].shape, dtype=int) for i in leaves])[:-1])
        trace = record_trace(
            graph, leaves={i: p.reshape(graph.nodes[i].shape) for i, p in zip(leaves, parts, strict=True)}
        )
        gradient[:] = np.concatenate([np.ravel(trace.gradients[i]) for i in leaves])
        rate = updater.update(gradient, iteration)
        assert float(trace.values[trace.output]) == pytest.approx(expected["loss"], rel=TOLERANCE)
        assert rate == pytest.approx(expected["learning_rate"], rel=TOLERANCE)
        np.testing.assert_allclose(parameters, flat(expected["parameters"]), rtol=0, atol=TOLERANCE)
        for state, kept in expected["state"].items():
            np.testing.assert_allclose(updater.state[state], flat(kept), rtol=0, atol=TOLERANCE)


@CASES
def test_five_update_steps_of_the_trace_are_pytorchs(case: dict[str, Any]) -> None:
    spec = spec_of(case)
    values: dict[str, Any] = FIXTURES["start"]
    state: dict[str, dict[str, Array]] = {}
    for iteration, expected in enumerate(case["steps"], start=1):
        steps = moves(record_trace(network(values), optimizer=spec, iteration=iteration, state=state))
        values = {name: steps[name].new for name in NAMES}
        made = {name: step.move.made for name, step in steps.items() if step.move is not None}
        state = {one: {name: made[name][one] for name in NAMES} for one in spec.optimizer.state}
        np.testing.assert_allclose(flat(values), flat(expected["parameters"]), rtol=0, atol=TOLERANCE)
        for one, kept in expected["state"].items():
            np.testing.assert_allclose(flat(state[one]), flat(kept), rtol=0, atol=TOLERANCE)


@CASES
def test_the_trace_shows_the_very_numbers_that_the_flat_vector_has(case: dict[str, Any]) -> None:
    spec, rng = spec_of(case), np.random.default_rng(5)
    trace = record_trace(network())
    leaves = [trace.graph.names[name] for name in NAMES]
    parameters = flat(FIXTURES["start"])
    updater = Updater(spec, parameters)
    state: dict[str, dict[str, Array]] = {}
    for name, kept in updater.state.items():
        kept[:] = rng.random(13)
        ends = np.cumsum([trace.values[i].size for i in leaves])
        parts = zip(NAMES, leaves, np.split(kept.copy(), ends[:-1]), strict=True)
        state[name] = {parameter: part.reshape(trace.graph.nodes[i].shape) for parameter, i, part in parts}
    updater.update(np.concatenate([np.ravel(trace.gradients[i]) for i in leaves]), 3)
    steps = moves(record_trace(network(), optimizer=spec, iteration=3, state=state))
    assert np.array_equal(flat({name: step.new for name, step in steps.items()}), parameters)
    for one, kept in updater.state.items():
        made = {name: step.move.made[one] for name, step in steps.items() if step.move is not None}
        assert np.array_equal(flat(made), kept)


@EACH
def test_an_optimizer_that_starts_later_makes_its_own_first_updates(name: str) -> None:
    spec, rng = OptimizerSpec(name, 0.05, clip=0.5), np.random.default_rng(4)
    early, late = (Updater(spec, np.ones(3)) for _ in range(2))
    late.started = 1000
    gradient = np.zeros(3)
    for iteration in range(1, 6):
        gradient[:] = rng.normal(size=3)
        early.update(gradient, iteration)
        late.update(gradient, 1000 + iteration)
        assert np.array_equal(early.parameters, late.parameters)
    first = moves(record_trace(network(), optimizer=spec))
    later = moves(record_trace(network(), optimizer=spec, iteration=1001, started=1000))
    assert all(np.array_equal(first[one].new, later[one].new) for one in NAMES)


def test_a_schedule_goes_on_where_another_optimizer_starts() -> None:
    spec = OptimizerSpec("adam", 0.8, schedule=ScheduleSpec("step", (("every", 10.0), ("factor", 0.5))))
    updater = Updater(spec, np.ones(2))
    updater.started = 10
    assert updater.update(np.ones(2), 11) == 0.4
    np.testing.assert_allclose(updater.parameters, 1 - 0.4, rtol=1e-7)


@pytest.mark.parametrize(
    ("iteration", "started", "field"), [(0, 0, "iteration"), (3, 3, "started"), (3, -1, "started")]
)
def test_an_update_comes_after_its_optimizers_start(iteration: int, started: int, field: str) -> None:
    with pytest.raises(SpecError) as caught:
        record_trace(network(), optimizer=OptimizerSpec("adam"), iteration=iteration, started=started)
    assert caught.value.field == field


@EACH
def test_elements_move_as_their_whole_does(name: str) -> None:
    spec = OptimizerSpec(name, clip=0.1, l1=0.01, l2=0.1)
    whole = record_trace(network(), optimizer=spec, iteration=2)
    single = moves(to_elements(whole))
    for parameter, step in moves(whole).items():
        for place, new in np.ndenumerate(step.new):
            element = single[f"{parameter}[{','.join(map(str, place))}]"]
            assert element.new == new and step.move is not None and element.move is not None
            for part, value in step.move.made.items():
                assert element.move.made[part] == value[place]


@EACH
def test_each_optimizer_goes_downhill(name: str) -> None:
    parameters = np.array([3.0, -2.0])
    gradient = parameters.copy()
    updater = Updater(OptimizerSpec(name, 0.05), parameters)
    for iteration in range(1, 301):
        gradient[:] = parameters * [1.0, 4.0]
        updater.update(gradient, iteration)
    assert np.abs(parameters).max() < 0.1


def test_gradients_may_come_from_several_arrays() -> None:
    spec, rng = OptimizerSpec("adam", clip=0.5, l2=0.1), np.random.default_rng(2)
    one, several = (Updater(spec, np.ones(3)) for _ in range(2))
    gradient, arrays = np.zeros(3), [np.zeros(3) for _ in range(20)]
    for iteration in range(1, 61):
        given = arrays[iteration % (2 if iteration < 20 else 20)]
        given[:] = gradient[:] = rng.normal(size=3)
        one.update(gradient, iteration)
        several.update(given, iteration)
    assert np.array_equal(one.parameters, several.parameters)
    assert all(np.array_equal(one.state[name], several.state[name]) for name in ("m", "v"))


@EACH
def test_a_flat_update_takes_no_memory(name: str) -> None:
    parameters, gradient = np.ones(100_000), np.ones(100_000)
    updater = Updater(OptimizerSpec(name, clip=1.0, l1=0.1, l2=0.1), parameters)
    updater.update(gradient, 1)
    tracemalloc.start()
    updater.update(gradient, 2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000  # one array would be 800,000 bytes


@EACH
def test_a_rule_leaves_what_it_reads_alone(name: str) -> None:
    optimizer = OPTIMIZERS[name]
    w, g = np.array([1.0, -2.0]), np.array([0.5, 0.25])
    state = {one: np.array([0.1, 0.2]) for one in optimizer.state}
    scalars = {**optimizer.options, "learning_rate": 0.1, "correction1": 0.1, "correction2": 0.001}
    made = optimizer.step(w, g, state, scalars)
    assert set(made) == {"new", *optimizer.state, *optimizer.intermediates}
    assert {line.target for line in optimizer.lines} == set(made)
    assert np.array_equal(w, [1.0, -2.0]) and np.array_equal(g, [0.5, 0.25])
    assert all(np.array_equal(one, [0.1, 0.2]) for one in state.values())


def test_a_clipped_gradient_keeps_its_direction() -> None:
    graph = read_program("a = 3\nb = [1, 2]\ny = 4 * a + 3 * b[0]").graph
    steps = moves(record_trace(graph, optimizer=OptimizerSpec("sgd", 1.0, clip=1.0)))
    assert steps["a"].new == pytest.approx(3 - 0.8, abs=1e-6)
    np.testing.assert_allclose(steps["b"].new, [1 - 0.6, 2], atol=1e-6)
    short = moves(record_trace(graph, optimizer=OptimizerSpec("sgd", 1.0, clip=6.0)))
    assert short["a"].new == -1.0


def test_a_schedule_changes_the_learning_rate_from_update_to_update() -> None:
    def rates(schedule: ScheduleSpec | None, *iterations: int) -> list[float]:
        return [learning_rate_at(OptimizerSpec(learning_rate=0.8, schedule=schedule), i) for i in iterations]

    assert rates(None, 1, 100) == rates(ScheduleSpec(), 1, 100) == [0.8, 0.8]
    halved = ScheduleSpec("step", (("every", 10.0), ("factor", 0.5)))
    assert rates(halved, 1, 10, 11, 20, 21) == [0.8, 0.8, 0.4, 0.4, 0.2]
    wave = ScheduleSpec("cosine", (("iterations", 10.0), ("minimum", 0.2)))
    assert rates(wave, 1, 6, 11, 12, 1000) == pytest.approx([0.8, 0.5, 0.2, 0.2, 0.2])


def test_numbers_that_are_not_finite_are_found_in_what_an_optimizer_remembers() -> None:
    graph = read_program("w = 1\ny = w * 1e200").graph
    trace = record_trace(graph, optimizer=OptimizerSpec("adam"))
    assert [(one.phase, one.cause) for one in trace.nonfinite] == [("update", "overflow")]
    assert [one.phase for one in to_elements(trace).nonfinite] == ["update"]
    spoilt = read_program("a = 0\nb = 2\ny = sqrt(a) * 0 + b").graph
    clipped = record_trace(spoilt, optimizer=OptimizerSpec("sgd", clip=1.0))
    assert {one.phase for one in clipped.nonfinite} == {"backward"}


@pytest.mark.parametrize("table", [OPTIMIZERS, SCHEDULES])
def test_each_record_has_its_name_and_its_source(table: Mapping[str, Any]) -> None:
    for name, one in table.items():
        assert one.name == name
        assert one.source or name == "constant"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"name": "sdg"}, "name"),
        ({"name": "sgd", "options": (("momentum", 0.9),)}, "momentum"),
        ({"name": "momentum", "options": (("momentum", 1.0),)}, "momentum"),
        ({"name": "adam", "options": (("beta1", -0.1),)}, "beta1"),
        ({"name": "adam", "options": (("beta2", 1.0),)}, "beta2"),
        ({"name": "adam", "options": (("epsilon", -1e-8),)}, "epsilon"),
        ({"name": "rmsprop", "options": (("alpha", float("nan")),)}, "alpha"),
        ({"name": "adamw", "options": (("weight_decay", float("inf")),)}, "weight_decay"),
        ({"learning_rate": float("nan")}, "learning_rate"),
        ({"learning_rate": float("inf")}, "learning_rate"),
        ({"learning_rate": -0.1}, "learning_rate"),
        ({"clip": 0.0}, "clip"),
        ({"clip": -1.0}, "clip"),
        ({"l1": -1.0}, "l1"),
        ({"l2": float("inf")}, "l2"),
    ],
)
def test_an_optimizer_that_cannot_be_is_refused_by_its_field(asked: dict[str, Any], field: str) -> None:
    with pytest.raises(SpecError) as caught:
        OptimizerSpec(**asked)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("name", "options", "field"),
    [
        ("linear", (), "schedule.name"),
        ("step", (("minimum", 0.0),), "schedule.minimum"),
        ("step", (("every", 0.0),), "schedule.every"),
        ("step", (("every", 1.5),), "schedule.every"),
        ("step", (("factor", 1.5),), "schedule.factor"),
        ("cosine", (("iterations", -1.0),), "schedule.iterations"),
        ("cosine", (("minimum", -1.0),), "schedule.minimum"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_by_its_field(name: str, options: Any, field: str) -> None:
    with pytest.raises(SpecError) as caught:
        ScheduleSpec(name, options)
    assert caught.value.field == field
