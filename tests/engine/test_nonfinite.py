"""Infinite and undefined numbers are traced to where they first appear."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine import GraphBuilder, record_trace
from app.engine.nonfinite import NonFinite


def build(*steps: tuple[str, list[int]], leaves: list[object]) -> tuple[NonFinite, ...]:
    builder = GraphBuilder()
    for i, leaf in enumerate(leaves):
        builder.bind("xyz"[i], builder.leaf(leaf))
    for name, operands in steps:
        builder.apply(name, operands)
    return record_trace(builder.build()).nonfinite


@pytest.mark.parametrize(
    ("steps", "leaves", "node", "cause", "rewrite"),
    [
        ([("log", [0]), ("exp", [1])], [0.0], 1, "log-of-zero", ""),
        ([("log", [0]), ("add", [1, 1])], [-1.0], 1, "outside-domain", ""),
        ([("divide", [0, 1])], [1.0, 0.0], 2, "divide-by-zero", ""),
        ([("divide", [0, 1])], [0.0, 0.0], 2, "indeterminate", ""),
        ([("exp", [0]), ("square", [1])], [1000.0], 1, "overflow", ""),
        ([("power", [0, 1])], [-8.0, 1 / 3], 2, "outside-domain", ""),
        ([("softmax", [0]), ("log", [1])], [[0.0, 1000.0]], 2, "log-of-zero", "log_softmax(x)"),
        ([("sigmoid", [0]), ("log", [1])], [-1000.0], 2, "log-of-zero", "-softplus(-x)"),
        ([("exp", [0]), ("sum", [1]), ("log", [2])], [[1000.0, 0.0]], 1, "overflow", "logsumexp(x)"),
        ([("exp", [0]), ("sum", [1]), ("divide", [1, 2])], [[1000.0, 0.0]], 1, "overflow", "softmax(x)"),
        (
            [("softmax", [0]), ("cross_entropy_probs", [2, 1])],
            [[0.0, 1000.0], [1.0, 0.0]],
            3,
            "log-of-zero",
            "cross_entropy(x, y)",
        ),
        ([("exp", [0])], [float("inf")], 0, "given", ""),
    ],
)  # fmt: skip
def test_the_first_place_is_named_with_its_cause(
    steps: list[tuple[str, list[int]]], leaves: list[object], node: int, cause: str, rewrite: str
) -> None:
    first = build(*steps, leaves=leaves)[0]
    assert (first.node, first.cause, first.rewrite) == (node, cause, rewrite)


def test_a_gradient_that_blows_up_alone_is_found() -> None:
    found = build(("sqrt", [0]), leaves=[0.0])
    assert [(one.node, one.phase, one.cause) for one in found] == [(0, "backward", "infinite-slope")]


def test_huge_finite_numbers_are_not_reported() -> None:
    assert build(("add", [0, 1]), leaves=[1.7e308, -1.7e308]) == ()
    assert build(("multiply", [0, 1]), leaves=[1e308, 1.0]) == ()


def test_an_update_that_overflows_is_found() -> None:
    builder = GraphBuilder()
    builder.apply("multiply", [builder.leaf(1.0), builder.leaf(1e100, role="constant")])
    found = record_trace(builder.build(), learning_rate=1e300).nonfinite
    assert [(one.node, one.phase, one.value) for one in found] == [(0, "update", -np.inf)]
