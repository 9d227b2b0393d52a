"""Convolution, pooling, normalization and lookup: published and hand-worked figures, and where they are refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.engine import EngineError, GraphBuilder, Limits, Trace, check_gradients, record_trace
from tests.engine.examples import Example

# Dumoulin and Visin, A guide to convolution arithmetic for deep learning, figures 1.1, 1.5 and 1.6.
IMAGE = [[[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]]
KERNEL = [[[[0, 1, 2], [2, 2, 0], [0, 1, 2]]]]
CONVOLVED = [[[12, 12, 17], [10, 17, 19], [9, 6, 14]]]
AVERAGED = [[[1.7, 1.7, 1.7], [1.0, 1.2, 1.8], [1.1, 0.8, 1.3]]]
LARGEST = [[[3, 3, 3], [3, 3, 3], [3, 2, 3]]]


def run(op: str, *operands: Any, seed: Any = None, **attributes: Any) -> Trace:
    return record_trace(Example(op, operands, attributes).graph(), seed=None if seed is None else np.array(seed))


def test_the_convolution_of_the_guide_comes_out() -> None:
    assert run("conv2d", IMAGE, KERNEL).values[2].tolist() == CONVOLVED


def test_the_pooling_of_the_guide_comes_out() -> None:
    average = run("avg_pool2d", IMAGE, kernel_size=3, stride=1).values[1]
    assert np.round(average, 1).tolist() == AVERAGED
    assert run("max_pool2d", IMAGE, kernel_size=3, stride=1).values[1].tolist() == LARGEST


def test_a_small_convolution_is_differentiated_by_hand() -> None:
    # 37.5 = 1·1 + 2·2 + 4·3 + 5·4 + 0.5, and so on.
    x, w, u = [[[1.0, 2, 3], [4, 5, 6], [7, 8, 9]]], [[[[1.0, 2], [3, 4]]]], [[[1.0, 0], [0, 10]]]
    trace = run("conv2d", x, w, [0.5], seed=u)
    assert trace.values[3].tolist() == [[[37.5, 47.5], [67.5, 77.5]]]
    # The first window and ten times the last one.
    assert trace.gradients[1].tolist() == [[[[51, 62], [84, 95]]]]
    assert trace.gradients[0].tolist() == [[[1, 2, 0], [3, 4 + 10, 20], [0, 30, 40]]]
    assert trace.gradients[2].tolist() == [11]


def test_strides_and_padding_are_pytorchs() -> None:
    # PyTorch 2.13.0: conv2d(arange(12).view(1, 3, 4), [[[[1, 2, 3], [4, 5, 6]]]], stride=2, padding=(1, 1)).
    image = np.arange(12.0).reshape(1, 3, 4)
    trace = run("conv2d", image, [[[[1.0, 2, 3], [4, 5, 6]]]], stride=2, padding=(1, 1))
    assert trace.values[2].tolist() == [[[6, 32], [117, 190]]]
    assert trace.gradients[0].tolist() == [[[5, 10, 5, 6], [2, 4, 2, 3], [5, 10, 5, 6]]]


def test_the_first_of_equals_receives_the_gradient_of_its_window() -> None:
    trace = run("max_pool2d", [[[2.0, 2.0, 1.0], [2.0, 0.0, 1.0]]], kernel_size=2, stride=1, seed=[[[1.0, 10.0]]])
    assert trace.values[1].tolist() == [[[2, 2]]]
    assert trace.gradients[0].tolist() == [[[1, 10, 0], [0, 0, 0]]]
    (leaf,) = check_gradients(trace).leaves
    assert leaf.passed and leaf.kinks


def test_padding_never_wins_a_window() -> None:
    trace = run("max_pool2d", [[[-np.inf, -5.0], [-7.0, -6.0]]], kernel_size=2, padding=1)
    assert trace.values[1].tolist() == [[[-np.inf, -5], [-7, -6]]]
    assert trace.gradients[0].tolist() == [[[1, 1], [1, 1]]]


def test_padding_counts_in_an_average() -> None:
    trace = run("avg_pool2d", [[[4.0, 8.0]]], kernel_size=2, padding=1)
    assert trace.values[1].tolist() == [[[1, 2]]]
    assert trace.gradients[0].tolist() == [[[0.25, 0.25]]]


def test_a_row_is_normalized_as_published() -> None:
    # (x − 2.5) / √1.25 without eps; PyTorch 2.13.0 with eps 1e-5.
    assert run("layer_norm", [1.0, 2, 3, 4], eps=0.0).values[1] == pytest.approx(np.array([-3, -1, 1, 3]) / 5**0.5)
    found = run("layer_norm", [1.0, 2, 3, 4], seed=[1.0, 0, 0, 0])
    outer, inner = 1.3416354199689269, 0.447211806656309
    assert found.values[1] == pytest.approx([-outer, -inner, inner, outer])
    # By hand: J = (I − 1/4 − x̂x̂ᵀ/4) / s, its first row at x̂ = (−3, −1, 1, 3)/√5.
    assert found.gradients[0] == pytest.approx(np.array([0.3, -0.4, -0.1, 0.2]) / 1.25**0.5, abs=1e-5)


def test_a_rows_level_and_scale_receive_no_gradient() -> None:
    x = np.array([0.3, -1.2, 2.5])
    gradient = run("layer_norm", x, eps=0.0, seed=[1.0, 2.0, -4.0]).gradients[0]
    assert gradient.sum() == pytest.approx(0, abs=1e-14)
    assert gradient @ x == pytest.approx(0, abs=1e-14)


def test_large_rows_are_normalized_without_overflow() -> None:
    trace = run("layer_norm", [1e200, -1e200, 3e200, -3e200])
    assert trace.values[1] == pytest.approx(np.array([1, -1, 3, -3]) / 5**0.5)
    assert not trace.nonfinite
    assert run("layer_norm", [7.0, 7.0]).values[1].tolist() == [0, 0]


def test_a_row_that_is_used_twice_adds_up() -> None:
    table = [[1.0, 2], [3, 4], [5, 6]]
    trace = run("embedding", [2.0, 0.0, 2.0], table, seed=[[1.0, 2], [10, 20], [100, 200]])
    assert trace.values[2].tolist() == [[5, 6], [1, 2], [5, 6]]
    assert trace.gradients[1].tolist() == [[10, 20], [0, 0], [101, 202]]
    assert trace.graph.nodes[0].role == "target" and 0 not in trace.gradients


@pytest.mark.parametrize("index", [3.0, -1.0, 0.5, np.nan, np.inf])
def test_a_row_that_is_not_there_is_refused(index: float) -> None:
    with pytest.raises(EngineError, match="a row is chosen by a whole number that counts from 0"):
        run("embedding", [index], [[1.0], [2.0], [3.0]])


IMAGE_SHAPE, WEIGHT_SHAPE = (2, 4, 4), (3, 2, 2, 2)
REFUSED: list[tuple[str, tuple[tuple[int, ...], ...], dict[str, Any], str]] = [
    ("conv2d", ((4, 4), WEIGHT_SHAPE), {}, "needs an image of shape"),
    ("conv2d", (IMAGE_SHAPE, (2, 2)), {}, "needs a weight of shape"),
    ("conv2d", (IMAGE_SHAPE, (3, 5, 2, 2)), {}, "as many channels"),
    ("conv2d", (IMAGE_SHAPE, WEIGHT_SHAPE, (2,)), {}, "one bias for each output channel"),
    ("conv2d", (IMAGE_SHAPE, (3, 2, 5, 5)), {}, "a window must fit"),
    ("conv2d", (IMAGE_SHAPE, WEIGHT_SHAPE), {"stride": 0}, "a stride is one whole number"),
    ("conv2d", (IMAGE_SHAPE, WEIGHT_SHAPE), {"padding": (1, 2, 3)}, "padding is one whole number"),
    ("conv2d", (IMAGE_SHAPE, WEIGHT_SHAPE), {"padding": 2}, "padding here may be at most 1 and 1"),
    ("max_pool2d", (IMAGE_SHAPE,), {"kernel_size": 5}, "a window must fit"),
    ("max_pool2d", ((4, 4),), {}, "needs an image of shape"),
    ("avg_pool2d", (IMAGE_SHAPE,), {"kernel_size": 3, "padding": 2}, "padding here may be at most 1 and 1"),
    ("avg_pool2d", (IMAGE_SHAPE,), {"kernel_size": 0}, "kernel_size is one whole number"),
    ("layer_norm", ((),), {}, "at least one number along the last axis"),
    ("layer_norm", ((2, 3), (2,)), {}, "a weight and a bias with one number"),
    ("embedding", ((2,), (3,)), {}, "a table with one row for each index"),
]


@pytest.mark.parametrize(("op", "shapes", "attributes", "rule"), REFUSED)
def test_what_does_not_fit_is_refused_with_its_rule(op: str, shapes: Any, attributes: Any, rule: str) -> None:
    with pytest.raises(EngineError, match=rule) as caught:
        run(op, *(np.ones(shape) for shape in shapes), **attributes)
    assert caught.value.found and caught.value.hint


def test_windows_that_would_read_too_much_are_refused_before_any_is_made() -> None:
    builder = GraphBuilder(Limits(elements=300_000))
    image = builder.leaf(np.zeros((1, 500, 500)))
    with pytest.raises(EngineError, match="all windows together may read 10,000,000 numbers"):
        builder.apply("max_pool2d", [image], {"kernel_size": 250, "stride": 1})
