"""Every operation in the registry, whatever is added to it."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from app.engine import OPS, GraphBuilder, check_gradients, record_trace, to_elements
from app.engine.backward import Term
from app.engine.trace import BackwardStep, Trace
from tests.engine.examples import Example, examples

EXAMPLES = list(examples())


def run(example: Example) -> Trace:
    graph = example.graph()
    shape = graph.nodes[graph.output].shape
    return record_trace(graph, seed=np.random.default_rng(1).normal(size=shape))


def terms(trace: Trace) -> list[Term]:
    return [term for step in trace.steps if isinstance(step, BackwardStep) for term in step.terms]


def test_every_operation_has_an_example() -> None:
    assert {example.op for example in EXAMPLES} == set(OPS)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_gradient_agrees_with_central_differences(example: Example) -> None:
    check = check_gradients(run(example))
    assert check.passed, [(leaf.gradient, leaf.numeric) for leaf in check.leaves]
    assert all(leaf.compared for leaf in check.leaves)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_contribution_is_the_upstream_gradient_times_the_jacobian(example: Example) -> None:
    trace = run(example)
    for term in terms(trace):
        node = trace.graph.nodes[term.edge.target]
        xs = [trace.values[i] for i in node.operands]
        assert node.op is not None
        entries = node.op.entries(term.edge.operand, trace.values[node.index], xs, node.attributes)
        assert np.all(np.diff(entries.outputs) >= 0)
        total = np.zeros(np.size(term.contribution))
        np.add.at(total, entries.inputs, np.ravel(term.upstream)[entries.outputs] * entries.values)
        np.testing.assert_allclose(total, np.ravel(term.contribution), rtol=1e-12, atol=1e-14)
        assert np.shape(term.contribution) == trace.graph.nodes[term.edge.source].shape


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_elements_have_the_values_and_gradients_of_the_whole(example: Example) -> None:
    whole = run(example)
    parts = to_elements(whole)
    flat = np.concatenate([np.ravel(value) for value in whole.values])
    assert np.array_equal(flat, np.array(parts.values))
    for index, gradient in whole.gradients.items():
        first = parts.graph.ids[next(iter_ids(whole, index))]
        mine = [parts.gradients[first + i] for i in range(np.size(gradient))]
        assert np.array_equal(np.ravel(gradient), mine)
    for step in parts.steps:
        if isinstance(step, BackwardStep) and not step.seeded:
            total = sum(float(term.contribution) for term in step.terms)
            assert total == pytest.approx(float(step.gradient), rel=1e-11, abs=1e-13)


def iter_ids(trace: Trace, index: int) -> Any:
    from app.engine.columns import element_ids

    return iter(element_ids(trace.graph.nodes[index].id, trace.graph.nodes[index].shape))


@pytest.mark.parametrize("op", OPS.values(), ids=lambda op: op.name)
def test_a_record_is_complete(op: Any) -> None:
    assert op.symbol and op.signature and op.formula and op.source and op.shapes
    assert op.derivative
    assert bool(op.kink) >= (op.branch is not None)


KINKS = {
    "relu": (0.0, 0.0),
    "abs": (0.0, 0.0),
    "sign": (0.0, 0.0),
    "leaky_relu": (0.0, 0.01),
    "elu": (0.0, 1.0),
}


@pytest.mark.parametrize(("name", "at_and_slope"), KINKS.items())
def test_the_derivative_at_a_kink_follows_the_convention(name: str, at_and_slope: tuple[float, float]) -> None:
    at, slope = at_and_slope
    assert record_trace(Example(name, (at,)).graph()).gradients[0] == slope


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_a_tie_is_shared(name: str) -> None:
    gradients = record_trace(Example(name, (2.0, 2.0)).graph()).gradients
    assert gradients[0] == gradients[1] == 0.5


def test_the_largest_elements_share_the_gradient() -> None:
    trace = record_trace(Example("max", (np.array([1.0, 3.0, 3.0]),)).graph())
    assert trace.gradients[0].tolist() == [0.0, 0.5, 0.5]


def test_clip_passes_the_gradient_at_its_bounds() -> None:
    trace = record_trace(Example("clip", (np.array([-1.0, 0.0, 0.5, 1.0, 2.0]),), {"min": 0.0, "max": 1.0}).graph())
    assert trace.gradients[0].tolist() == [0.0, 1.0, 1.0, 1.0, 0.0]


def test_a_product_with_zeros_has_the_right_gradient() -> None:
    trace = record_trace(Example("prod", (np.array([[2.0, 0.0, 3.0], [0.0, 0.0, 4.0]]),), {"axis": 1}).graph())
    assert trace.gradients[0].tolist() == [[0.0, 6.0, 0.0], [0.0, 0.0, 0.0]]


def test_powers_of_zero_have_the_right_gradient() -> None:
    for exponent, slope in ((0.0, 0.0), (1.0, 1.0), (2.0, 0.0)):
        trace = record_trace(Example("power", (0.0, exponent)).graph())
        assert trace.gradients[0] == slope


EXTREMES: dict[str, tuple[Any, Any, Any]] = {
    # operand, value, gradient of the sum of the result
    "sigmoid": ([-1000.0, 1000.0, -40.0], [0.0, 1.0, 4.248354255291589e-18], [0.0, 0.0, 4.248354255291589e-18]),
    "softplus": ([-1000.0, 1000.0, -40.0], [0.0, 1000.0, 4.248354255291589e-18], [0.0, 1.0, 4.248354255291589e-18]),
    "tanh": ([-1000.0, 1000.0], [-1.0, 1.0], [0.0, 0.0]),
    "gelu": ([-1000.0, 1000.0], [0.0, 1000.0], [0.0, 1.0]),
    "silu": ([-1000.0, 1000.0], [0.0, 1000.0], [0.0, 1.0]),
    "elu": ([-1000.0, 1000.0], [-1.0, 1000.0], [0.0, 1.0]),
    "softmax": ([-1000.0, 1000.0, 999.0], [0.0, 0.7310585786300049, 0.2689414213699951], [0.0, 0.0, 0.0]),
    "log_softmax": (
        [-1000.0, 1000.0],
        [-2000.0, 0.0],
        [1.0, -1.0],
    ),
    "logsumexp": ([-1000.0, 1000.0], 1000.0, [0.0, 1.0]),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_values_of_a_thousand_are_right(name: str) -> None:
    operand, value, gradient = EXTREMES[name]
    trace = record_trace(Example(name, (operand,)).graph())
    np.testing.assert_allclose(trace.values[1], value, rtol=1e-14, atol=0)
    np.testing.assert_allclose(trace.gradients[0], gradient, rtol=1e-14, atol=1e-16)
    assert not trace.nonfinite


@pytest.mark.parametrize(
    ("name", "scores", "targets", "value", "gradient"),
    [
        ("cross_entropy", [1000.0, -1000.0], [0.0, 1.0], 2000.0, [1.0, -1.0]),
        ("cross_entropy", [1000.0, -1000.0], [1.0, 0.0], 0.0, [0.0, 0.0]),
        ("binary_cross_entropy_with_logits", [1000.0, -1000.0], [0.0, 0.0], 500.0, [0.5, 0.0]),
        ("binary_cross_entropy_with_logits", [1000.0, -1000.0], [1.0, 1.0], 500.0, [0.0, -0.5]),
        ("cross_entropy_probs", [0.0, 1.0], [0.0, 1.0], 0.0, [0.0, -1.0]),
        ("binary_cross_entropy", [0.0, 1.0], [0.0, 1.0], 0.0, [0.5, -0.5]),
    ],
)
def test_cross_entropies_are_right_at_the_extremes(
    name: str, scores: Any, targets: Any, value: float, gradient: Any
) -> None:
    builder = GraphBuilder()
    z, t = builder.leaf(scores), builder.leaf(targets, role="target")
    trace = record_trace(builder.build(builder.apply(name, [z, t])))
    assert trace.values[2] == value
    assert np.asarray(trace.gradients[0]).tolist() == gradient


def test_the_checker_rejects_each_wrong_derivative() -> None:
    """Scale each operation's vjp by a little, one at a time: the check must fail every time."""
    for example in EXAMPLES:
        graph = example.graph()
        trace = run(example)
        if all(not np.any(trace.gradients.get(i, 0.0)) for i in range(len(example.operands))):
            continue  # a flat operation: scaling its zero derivative leaves it right
        op = OPS[example.op]

        def wrong(*args: Any, right: Any = op.vjp) -> Any:
            local, contribution = right(*args)
            return local, contribution * 1.0001

        pulls = tuple(tuple(pull._replace(vjp=wrong) for pull in row) for row in graph.pulls)
        broken = record_trace(dataclasses.replace(graph, pulls=pulls), seed=trace.seed)
        assert not check_gradients(broken).passed, str(example)
