"""A plan and the trace give the same numbers to the last bit, whatever is fed."""

from __future__ import annotations

import tracemalloc
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from app.engine import OPS, Graph, GraphBuilder, record_trace
from app.engine.errors import DomainError
from app.engine.plan import Plan
from app.engine.shapes import Array, as_value
from app.language import read_program
from app.lessons import get_lesson, list_lessons
from app.networks.program import write_program
from app.networks.spec import ACTIVATIONS, LayerSpec, NetworkSpec
from tests.engine.examples import Example, examples
from tests.engine.test_random_programs import programs

EXAMPLES = list(examples())
# What they do depends on the numbers in ways that no tape holds: these alone are called as they are.
AS_THEY_ARE = {"gelu", "conv2d", "max_pool2d", "avg_pool2d", "embedding"}
TRACES = {card["id"]: get_lesson(card["id"])["trace"] for card in list_lessons()}
LOSSES = [("mse", "tanh"), ("sse", "relu"), ("cross_entropy", None), ("cross_entropy_probs", "softmax")]
LOSSES += [("binary_cross_entropy", "sigmoid"), ("binary_cross_entropy_with_logits", None)]


def network(sizes: tuple[int, ...], activations: tuple[str | None, ...], loss: str, batch: int, seed: int = 0) -> Graph:
    """Return the graph of a network with its first numbers."""
    layers = tuple(LayerSpec(n, name) for n, name in zip(sizes, (None, *activations), strict=True))
    written = write_program(NetworkSpec(layers, loss, seed=seed, batch=batch))
    return read_program(written.program, written.values, roles=written.roles).graph


def other_values(graph: Graph, seed: int) -> dict[int, Array]:
    """Return other numbers for all leaves: of both signs; or small integers, so on kinks and with ties."""
    rng = np.random.default_rng(seed)
    values = {}
    for node in graph.leaves():
        if node.inline:
            continue
        if node.role == "target":  # labels stay labels
            values[node.index] = as_value(rng.permutation(np.ravel(np.asarray(node.value))).reshape(node.shape))
        else:
            new = rng.normal(size=node.shape) if seed % 2 else rng.integers(-2, 3, node.shape)
            values[node.index] = as_value(new)
    return values


def set_leaves(plan: Plan, graph: Graph, values: Mapping[int, Array]) -> None:
    for index, value in values.items():
        place = plan.places.get(graph.nodes[index].id)
        if place is not None:
            plan.parameters[place.start : place.stop] = np.ravel(value)
        else:
            plan.feed(index, value)


def assert_same(plan: Plan, graph: Graph, output: int, leaves: Mapping[int, Array] | None = None) -> None:
    trace = record_trace(graph, output, leaves=leaves)
    result = plan.run()
    if not graph.nodes[output].shape:
        np.testing.assert_array_equal(result, trace.values[output])
    for index in trace.gradients:
        np.testing.assert_array_equal(plan.value(index), trace.values[index])
    for name, place in plan.places.items():
        expected = np.ravel(trace.gradients[graph.ids[name]])
        np.testing.assert_array_equal(plan.gradient[place.start : place.stop], expected)


def assert_plan_is_right(graph: Graph, output: int, sets: int = 4) -> None:
    """Compare plan and trace on the numbers that were recorded, and on others."""
    plan = Plan(graph, output)
    assert_same(plan, graph, output)
    for seed in range(sets):
        values = {index: one for index, one in other_values(graph, seed).items() if reaches(plan, index)}
        set_leaves(plan, graph, values)
        assert_same(plan, graph, output, values)


def reaches(plan: Plan, index: int) -> bool:
    try:
        plan.value(index)
    except KeyError:
        return False
    return True


def weighted(example: Example) -> Graph:
    """Return a graph in which the operation's result has an upstream gradient that is given by a leaf."""
    builder = GraphBuilder()
    leaves = [builder.leaf(value) for value in example.operands]
    result = builder.apply(example.op, leaves, example.attributes)
    weight = builder.leaf(np.random.default_rng(3).normal(size=builder.shape(result)))
    return builder.build(builder.apply("sum", [builder.apply("multiply", [result, weight])]))


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_every_operation_gives_the_numbers_of_the_trace(example: Example) -> None:
    graph = example.graph()
    assert_plan_is_right(graph, graph.output, sets=6)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_every_operation_gives_them_under_an_upstream_gradient(example: Example) -> None:
    graph = weighted(example)
    assert_plan_is_right(graph, graph.output)


@pytest.mark.parametrize("lesson_id", [name for name, trace in TRACES.items() if "program" in trace])
def test_a_lessons_program_gives_the_numbers_of_its_trace(lesson_id: str) -> None:
    body = TRACES[lesson_id]
    program = read_program(body["program"], body.get("values", {}), roles=body.get("roles", {}))
    assert_plan_is_right(program.graph, program.output)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(programs())
def test_a_random_program_gives_the_numbers_of_its_trace(source: str) -> None:
    program = read_program(source)
    assert_plan_is_right(program.graph, program.output, sets=2)


@pytest.mark.parametrize("seed", range(60))
def test_a_random_network_gives_the_numbers_of_its_trace(seed: int) -> None:
    rng = np.random.default_rng(seed)
    loss, last = LOSSES[seed % len(LOSSES)]
    sizes = tuple(rng.integers(1, 10, rng.integers(2, 5)).tolist()) if seed % 20 else (784, 128, 10)
    hidden = [name for name in ACTIVATIONS if name != "softmax"]
    activations = (*rng.choice(hidden, len(sizes) - 2).tolist(), last)
    graph = network(sizes, activations, loss, batch=int(rng.choice([1, 2, 5, 64, 250])), seed=seed)
    assert_plan_is_right(graph, graph.output)


@pytest.mark.parametrize("op", [op for op in OPS.values() if op.name not in AS_THEY_ARE], ids=lambda op: op.name)
def test_an_operation_is_recorded(op: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*inputs: Any) -> Any:
        raise AssertionError("called as it is")

    monkeypatch.setattr("app.engine.recorder.as_one_call", refuse)
    for example in EXAMPLES:
        labels = example.op in ("cross_entropy", "nll") and np.ndim(example.operands[1]) == 1
        if example.op == op.name and not labels:
            graph = weighted(example)
            Plan(graph, graph.output, gradients=op.family != "selection")


def test_plans_share_their_parameters() -> None:
    sizes, activations = (3, 4, 2), ("tanh", None)
    train = network(sizes, activations, "mse", 8)
    plan = Plan(train, train.output)
    rest, every = network(sizes, activations, "mse", 3), network(sizes, activations, "mse", 100)
    last = Plan(rest, rest.output, parameters=plan.parameters)
    whole = Plan(every, every.output, parameters=plan.parameters, gradients=False)
    assert last.places == whole.places == plan.places
    assert list(plan.places) == ["W1", "b1", "W2", "b2"]
    first = whole.run_forward()
    plan.run()
    plan.parameters -= 0.1 * plan.gradient
    values = {train.ids[name]: plan.parameters[p.start : p.stop].reshape(p.shape) for name, p in plan.places.items()}
    for one, graph in ((last, rest), (plan, train)):
        assert_same(one, graph, graph.output, values)
    assert whole.run_forward() == record_trace(every, leaves=values).values[every.output] != first


def test_a_forward_run_leaves_the_gradient_alone() -> None:
    graph = network((2, 3, 1), ("sigmoid", None), "mse", 4)
    plan = Plan(graph, graph.output)
    plan.run()
    before = plan.gradient.copy()
    plan.parameters += 1.0
    loss = plan.run_forward()
    assert np.array_equal(plan.gradient, before)
    assert loss == plan.run() != record_trace(graph).values[graph.output]
    assert not np.array_equal(plan.gradient, before)


def test_a_run_allocates_nothing_of_size() -> None:
    graph = network((784, 128, 10), ("relu", None), "cross_entropy", 64)
    plan = Plan(graph, graph.output)
    plan.run()
    tracemalloc.start()
    try:
        for _ in range(10):
            plan.feed(graph.names["x"], graph.nodes[graph.names["x"]].value)  # type: ignore[arg-type]
            plan.run()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4_000  # one row of the input alone is 6 kB


def test_arrays_that_are_no_longer_read_lend_their_buffers() -> None:
    builder = GraphBuilder()
    x = builder.leaf(np.ones((100, 100)), role="input")
    for _ in range(3):
        x = builder.apply("sigmoid", [x])  # seven arrays each, of which one is kept
    graph = builder.build(x)
    tracemalloc.start()
    try:
        Plan(graph, x, gradients=False)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 8 * 80_000


@pytest.mark.parametrize("line", ["y = y.reshape(2, 1).reshape(2)", "y = y + x", "y = tanh(y)"])
def test_a_deep_program_is_compiled(line: str) -> None:
    program = read_program("\n".join(["x = [0.1, 0.2]", "y = x", "for i in range(600):", f"    {line}", "z = exp(y)"]))
    plan = Plan(program.graph, program.output)
    assert_same(plan, program.graph, program.output)


def test_a_bad_label_is_told_as_the_trace_tells_it() -> None:
    program = read_program("z = [[1, 2, 3], [4, 5, 6]]\nt = [0, 2]\nL = cross_entropy(z, t)")
    plan = Plan(program.graph, program.output)
    assert list(plan.places) == ["z"]
    plan.feed(program.graph.names["t"], np.array([0.0, 3.0]))
    with pytest.raises(DomainError, match="class label"):
        plan.run()
    plan.feed(program.graph.names["t"], np.array([1.0, 1.0]))
    assert_same(plan, program.graph, program.output, {program.graph.names["t"]: np.array([1.0, 1.0])})


def test_an_output_of_several_numbers_has_no_single_one() -> None:
    program = read_program("x = [1, 2]\ny = x * x")
    plan = Plan(program.graph, program.output)
    assert np.isnan(plan.run())
    assert plan.gradient.tolist() == [2.0, 4.0]
    assert plan.value(program.output).tolist() == [1.0, 4.0]


@pytest.mark.parametrize("source", ["x = 3", "x = 3\ny = x + x", "x = 3\ny = x", "x = 2\nw = 5\ny = w * 1 + 0 * x"])
def test_a_gradient_that_no_call_makes_is_there_too(source: str) -> None:
    program = read_program(source)
    assert_plan_is_right(program.graph, program.output)


def test_overflow_is_no_warning_and_nothing_outside_is_changed() -> None:
    program = read_program("x = 800\ny = exp(x) - exp(x)")
    plan = Plan(program.graph, program.output)
    before = np.geterr()
    assert np.isnan(plan.run())
    assert np.geterr() == before
