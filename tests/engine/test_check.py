"""The gradient check, its kinks and its sweep."""

from __future__ import annotations

import numpy as np

from app.engine import Graph, GraphBuilder, check_gradients, record_trace


def relu_sum(values: list[float]) -> Graph:
    builder = GraphBuilder()
    x = builder.leaf(values)
    builder.apply("sum", [builder.apply("relu", [x])])
    return builder.build()


def test_a_kink_is_reported_with_its_convention_and_not_as_a_failure() -> None:
    check = check_gradients(record_trace(relu_sum([0.0, 1.0, -1.0])))
    leaf = check.leaves[0]
    assert check.passed and leaf.compared == 2
    assert [(kink.node, kink.index, kink.convention) for kink in leaf.kinks] == [(1, (0,), r"#1 = 0 \Rightarrow 0")]
    assert np.isnan(leaf.numeric[0])


def test_a_kink_close_by_makes_the_step_smaller() -> None:
    leaf = check_gradients(record_trace(relu_sum([1e-7, -1e-8]))).leaves[0]
    assert leaf.passed and leaf.compared == 2 and not leaf.kinks


def test_two_kinks_that_cancel_are_no_false_alarm() -> None:
    builder = GraphBuilder()
    x = builder.leaf(0.0)
    builder.apply("subtract", [builder.apply("relu", [x]), builder.apply("relu", [builder.apply("negative", [x])])])
    check = check_gradients(record_trace(builder.build()))
    assert check.passed and len(check.leaves[0].kinks) == 2


def test_the_sweep_falls_and_rises_again() -> None:
    builder = GraphBuilder()
    builder.apply("exp", [builder.leaf(0.7)])
    curve = check_gradients(record_trace(builder.build()), sweep=True).leaves[0].sweep
    steps, errors = zip(*curve, strict=True)
    assert steps == tuple(10.0**-k for k in range(1, 13))
    best = errors.index(min(errors))
    assert 3 <= best <= 7 and errors[0] > 1e-4 and errors[-1] > 100 * errors[best]


def test_many_elements_are_sampled_and_counted() -> None:
    builder = GraphBuilder()
    builder.apply("sum", [builder.apply("tanh", [builder.leaf(np.linspace(-1, 1, 500))])])
    leaf = check_gradients(record_trace(builder.build()), max_evaluations=300).leaves[0]
    assert leaf.passed and 10 < leaf.compared < 500


def test_constants_and_targets_are_not_checked() -> None:
    builder = GraphBuilder()
    x, t = builder.leaf(1.0), builder.leaf(0.5, role="target")
    builder.apply("sse", [x, t])
    assert [leaf.leaf for leaf in check_gradients(record_trace(builder.build())).leaves] == [0]


def test_the_check_runs_with_the_seed_of_the_trace() -> None:
    builder = GraphBuilder()
    builder.apply("square", [builder.leaf([1.0, 2.0])])
    leaf = check_gradients(record_trace(builder.build(), seed=[1.0, 10.0])).leaves[0]
    assert leaf.passed and np.allclose(leaf.numeric, [2.0, 40.0])
