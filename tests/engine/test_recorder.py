"""What is recorded on some numbers is right on all others, or is not recorded."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np
import pytest

from app.engine.recorded import NotRecordable, Recorded
from app.engine.recorder import compile_calls
from app.engine.tape import Tape

FIRST, SECOND = np.array([1.0, 2.0, 4.0]), np.array([-3.0, 0.0, 0.5])
Arrays = Mapping[str, Any]


def at(x: Any) -> Any:
    total = np.zeros(3)
    np.add.at(total, [0, 1, 1], x)
    return total


def in_place(x: Any) -> Any:
    y = x + 0.0
    y += x
    return y


def filled(x: Any) -> Any:
    y = np.zeros(3)
    y[...] = x
    return y


# Each of these looks at the numbers themselves, or does what no tape holds.
PEEKS: dict[str, Callable[[Any], Any]] = {
    "a branch": lambda x: x * 2.0 if x[0] > 0 else -x,
    "a number": lambda x: float(x[0]) * x,
    "an array": lambda x: np.asarray(x) * 2.0,
    "a copy": lambda x: np.array(x) * 2.0,
    "an index": lambda x: FIRST[int(abs(x[0])) % 3] + x,
    "a mask": lambda x: x * len(x[x > 0]),
    "a choice": lambda x: x[np.argsort(x)],
    "a list": lambda x: np.array(x.tolist()),
    "a loop": lambda x: np.array([math.exp(one) for one in x]),
    "any": lambda x: x if (x > 0).any() else -x,
    "an extreme": lambda x: max(x[0], x[1]) * x,
    "accumulation at places": at,
    "a change in place": in_place,
    "an assignment": filled,
    "a sort": np.sort,
    "a power of powers": lambda x: np.abs(x) ** x,
    "a reduction that starts elsewhere": lambda x: np.add.reduce(x, initial=5.0) * x,
    "where it holds": lambda x: np.multiply(x, 2.0, where=x > 0, out=np.zeros(3)),
}
# Each of these is a few calls on a tape.
RECORDED: dict[str, Callable[[Any], Any]] = {
    **{f"x ** {p}": lambda x, p=p: np.abs(x) ** p for p in (2, 2.0, 3, 0.5, -1, -2.0, 0, 1)},  # type: ignore[misc]
    **{f"x[1] ** {p}": lambda x, p=p: np.abs(x[1]) ** p * x for p in (2, 3, 0.5, 1.7, -2.0)},  # type: ignore[misc]
    "a transpose": lambda x: (x[:, None] * x[None, ::-1]).T[0],
    "rows": lambda x: np.add.reduce(x.reshape(3, 1) @ x.reshape(1, 3), axis=1),
    "a number of the array": lambda x: x[-1] * x,
    "a mask as numbers": lambda x: (x > 0).astype(np.float64) * x,
    "a mask times one": lambda x: np.multiply(x > 0, 1.0) + x,
    "a choice for every run": lambda x: np.where(np.zeros(3) == 0, x, 0.0) + np.where(False, 0.0, x),
    "where": lambda x: np.where(x > 0.25, x, np.where(x == 0, 7.0, -x)),
    "clip": lambda x: np.clip(x, -1.0, 1.0),
    "joined": lambda x: np.concatenate([x[:1], np.zeros(1), x[2:]]),
    "stacked": lambda x: np.stack([x[0], x[1] * 2.0, np.float64(3.0)]),
    "mean": lambda x: x - np.mean(x),
    "ones": lambda x: np.ones_like(x) + x,
    "no change": lambda x: x,
    "a constant": lambda x: np.full(3, 2.0),
}


def replayed(function: Callable[[Any], Any]) -> Any:
    """Return what a replay gives on the second numbers when the first ones were recorded."""
    x, y = FIRST.copy(), np.zeros(3)
    run = compile_calls(lambda given: {"y": function(given["x"])}, {"x": x}, {"y": y})
    run()
    np.testing.assert_array_equal(y, function(FIRST.copy()))
    x[...] = SECOND
    run()
    return y


@pytest.mark.parametrize("name", PEEKS)
def test_what_depends_on_the_numbers_is_called_as_it_is(name: str) -> None:
    tape = Tape()
    with np.errstate(all="ignore"), pytest.raises(NotRecordable):
        PEEKS[name](Recorded(tape, tape.leaf(FIRST.copy())))
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(replayed(PEEKS[name]), PEEKS[name](SECOND.copy()))


@pytest.mark.parametrize("name", RECORDED)
def test_what_is_recorded_holds_for_other_numbers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*inputs: Any) -> Any:
        raise AssertionError("called as it is")

    monkeypatch.setattr("app.engine.recorder.call_and_copy", refuse)
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(replayed(RECORDED[name]), RECORDED[name](SECOND.copy()))


def test_a_result_may_take_the_place_of_what_was_read() -> None:
    w, v, g, rate = np.array([1.0, 2.0]), np.array([0.5, 0.5]), np.array([4.0, 8.0]), np.array(0.5)

    def momentum(given: Arrays) -> Arrays:
        velocity = 0.5 * given["v"] + given["g"]
        return {"unused": given["w"] * 3.0, "w": given["w"] - given["rate"] * velocity, "v": velocity}

    run = compile_calls(momentum, {"w": w, "v": v, "g": g, "rate": rate}, {"w": w, "v": v})
    run()
    assert (w.tolist(), v.tolist(), g.tolist()) == ([-1.125, -2.125], [4.25, 8.25], [4.0, 8.0])
    rate[()] = 0.0
    run()
    assert (w.tolist(), v.tolist()) == ([-1.125, -2.125], [6.125, 12.125])


@pytest.mark.parametrize(
    "function",
    [
        lambda given: {"a": given["b"], "b": given["a"]},
        lambda given: {"a": given["b"] + 0.0, "b": given["a"] + 0.0},
        lambda given: {"a": given["b"][::-1], "b": given["a"] + given["b"]},
        lambda given: {"a": given["a"] + given["a"][::-1], "b": given["a"] * given["b"]},
        lambda given: {"a": given["a"] * 2.0, "b": given["a"] * 2.0},
        lambda given: {"a": np.sort(given["b"]), "b": given["a"]},
        lambda given: {"a": given["a"] + given["b"][0], "b": given["b"] + given["a"][1]},
        lambda given: {"a": np.where(given["a"] > given["b"], given["a"], given["b"]), "b": given["b"] * given["a"]},
    ],
)
def test_all_is_read_before_anything_is_written_over(function: Callable[[Arrays], Arrays]) -> None:
    a, b = np.array([3.0, 1.0, 2.0]), np.array([-1.0, 5.0, 9.0])
    run = compile_calls(function, {"a": a, "b": b}, {"a": a, "b": b})
    for _ in range(3):
        expected = {name: np.array(value) for name, value in function({"a": a.copy(), "b": b.copy()}).items()}
        run()
        assert (a.tolist(), b.tolist()) == (expected["a"].tolist(), expected["b"].tolist())


def test_the_same_call_is_made_once_and_constants_are_folded() -> None:
    tape = Tape()
    x = Recorded(tape, tape.leaf(FIRST.copy()))
    one = np.exp(x) * (1.0 * x)
    other = np.exp(x) * x / 1.0 + np.float64(2.0) * np.ones(3)
    assert len(tape.made) == 3  # exp, the product, the sum
    assert one.shape == other.shape == (3,)


def test_arrays_of_two_recordings_do_not_mix() -> None:
    one, other = Tape(), Tape()
    with pytest.raises(NotRecordable):
        Recorded(one, one.leaf(FIRST)) + Recorded(other, other.leaf(FIRST))


@pytest.mark.parametrize("rows", [1, 2, 7, 64, 250])
def test_a_product_has_the_bits_of_matmul(rows: int) -> None:
    rng = np.random.default_rng(rows)
    for inner, columns, left, right in product((1, 2, 5, 128), (1, 2, 10, 64), (False, True), (False, True)):
        a = rng.normal(size=(inner, rows)).T if left else rng.normal(size=(rows, inner))
        b = rng.normal(size=(columns, inner)).T if right else rng.normal(size=(inner, columns))
        a[rng.random(a.shape) < 0.4] = 0.0
        b[rng.random(b.shape) < 0.2] = np.inf
        out = np.zeros((rows, columns))
        compile_calls(lambda given: {"y": given["a"] @ given["b"]}, {"a": a, "b": b}, {"y": out})()
        with np.errstate(all="ignore"):
            np.testing.assert_array_equal(out, a @ b)


@pytest.mark.parametrize("rows", [1, 2, 3, 97, 250, 1000])
@pytest.mark.parametrize("operate", [np.add, np.subtract, np.maximum, np.divide, np.power])
def test_a_row_is_repeated_for_all_rows(rows: int, operate: Any) -> None:
    rng = np.random.default_rng(0)
    x, row, column = rng.normal(size=(rows, 3)), rng.normal(size=3), rng.normal(size=(rows, 1))
    out = np.zeros((rows, 3))
    for name, other in (("row", row), ("column", column), ("single", row[:1])):
        for one, two in ((x, other), (other, x)):
            compile_calls(lambda given: {"y": operate(given["a"], given["b"])}, {"a": one, "b": two}, {"y": out})()
            with np.errstate(all="ignore"):
                np.testing.assert_array_equal(out, operate(one, two), err_msg=name)


def test_a_row_is_added_in_place() -> None:
    x, row = np.arange(600.0).reshape(200, 3), np.array([1.0, 2.0, 3.0])
    expected = x + row
    compile_calls(lambda given: {"x": given["x"] + given["row"]}, {"x": x, "row": row}, {"x": x[:]})()
    np.testing.assert_array_equal(x, expected)


@pytest.mark.parametrize("axis", [0, 1, None])
def test_sums_run_in_the_order_that_the_layout_gives_them(axis: int | None) -> None:
    x = np.random.default_rng(0).normal(size=(300, 70))

    def total(given: Arrays) -> Arrays:
        return {"y": np.add.reduce(np.exp(given["x"].T) * 1.5, axis=axis)}

    expected = np.array(total({"x": x})["y"])
    out = np.zeros_like(expected)
    compile_calls(total, {"x": x}, {"y": out})()
    np.testing.assert_array_equal(out, expected)
