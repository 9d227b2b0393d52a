"""Programs made to do harm are refused at once, or simply read."""

from __future__ import annotations

import time

import pytest

from app.language import ProgramErrors, ProgramLimits, read_program

# Far below the budget for one question, however busy the machine is.
SOON = 5.0

DOUBLING = "def f0(x):\n    return x\n" + "".join(
    f"def f{i}(x):\n    a = f{i - 1}(x)\n    b = f{i - 1}(x)\n    return a\n" for i in range(1, 12)
)
DEEP_CALLS = "def f0(x):\n    return x * 2\n" + "".join(
    f"def f{i}(x):\n    return f{i - 1}(x)\n" for i in range(1, 400)
)
REFUSED = {
    "deep parentheses": "x = " + "(" * 5000 + "1" + ")" * 5000,
    "deep lists": "x = " + "[" * 90 + "1" + "]" * 90,
    "open brackets": "(\n" * 20_000,
    "open braces on one line": "x = " + "{" * 40_000,
    "long power": "x = 1\ny = " + "**".join(["x"] * 5000),
    "long name": "x" * 40_000 + " = y" + "z" * 9000,
    "long name of a function": "y = " + "relu" * 5000 + "(1)",
    "long name of an option": "y = relu(1, " + "o" * 40_000 + "=1)",
    "many parameters": "def f(" + ", ".join(f"a{i}" for i in range(6000)) + "):\n    return a0\ny = f(1, b=2)",
    "many shapes": "a = 1\nb = [1, 2]\ny = [" + "a, " * 9000 + "b]",
    "blank lines after a broken one": "x = = 1\n" + "\n" * 49_000 + " " * 900,
    "blank lines in an open bracket": "x = (\na" + "\n" * 49_000 + "b = 1",
    "spaces": "x = (" + " " * 45_000 + ";",
    "many signs": "x = " + "-" * 40_000 + "1",
    "some signs": "y = 1\nx = " + "-" * 150 + "y",
    "many nots": "x = " + "not " * 10_000 + "1",
    "many conditions": "x = " + "1 if 1 else " * 4000 + "1",
    "many attributes": "x = 1\ny = x" + ".T" * 20_000,
    "many indices": "x = 1\ny = x" + "[0]" * 15_000,
    "many calls": "x = 1\ny = x" + "()" * 20_000,
    "many methods": "x = 1\ny = x" + ".relu()" * 400,
    "many lambdas": "x = " + "lambda:" * 6000 + "1",
    "huge exponent": "x = 10 ** 10 ** 10",
    "huge exponents in steps": "x = 9.0 ** 9 ** 9 ** 9",
    "huge integer": "x = " + "9" * 400,
    "integer beyond printing": "x = " + "9" * 40_000,
    "huge hexadecimal": "x = 0x" + "f" * 40_000,
    "huge float": "x = 1e999",
    "huge float in a list": "x = [1, -1e999]",
    "huge product": "x = 1e200 * 1e200",
    "huge hexadecimal index": "x = [1]\ny = x[0x" + "f" * 40_000 + "]",
    "huge hexadecimal axis": "x = [1]\ny = sum(x, axis=0x" + "f" * 40_000 + ")",
    "huge hexadecimal option": "x = [1]\ny = clip(x, 0, 0x" + "f" * 40_000 + ")",
    "huge range": "for i in range(10 ** 6):\n    x = i",
    "huge range of huge numbers": "for i in range(10 ** 15, 10 ** 15 * 2):\n    x = i",
    "nested ranges": "for i in range(1000):\n    for j in range(1000):\n        pass\nx = 1",
    "range beyond integers": "for i in range(10 ** 30):\n    x = i",
    "huge array": "x = ones((10 ** 6, 10 ** 6))",
    "huge identity": "x = eye(10 ** 9)",
    "huge shape": "x = zeros(10 ** 15, 10 ** 15)",
    "huge count": "x = arange(10 ** 15)",
    "infinite count": "x = arange(np.inf)",
    "undefined count": "x = linspace(0, 1, np.nan)",
    "huge outer product": "x = ones(1000)\ny = outer(x, x)",
    "huge broadcast": "x = ones((1000, 1))\ny = x + x.T",
    "doubling functions": DOUBLING + "".join(f"y{i} = f11(1)\n" for i in range(20)),
    "deep functions": DEEP_CALLS + "y = f399(1)",
    "functions that call each other": "def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\ny = f(1)",
    "work without nodes": "x = 1\nfor i in range(20000):\n" + "    a = x\n" * 3000,
    "counting without nodes": "for i in range(20000):\n    for j in range("
    + "+".join(["0"] * 900)
    + "):\n        x = 1",
    "growing values": "x = ones(60000)\n" + "x = [x, x]\n" * 3,
    "class": "x = ().__class__.__bases__[0].__subclasses__()",
    "builtins": "x = __import__('os').system('true')",
    "globals": "x = relu.__globals__",
    "full-width operators": "x = 1 ＋ ２",
    "lone surrogate": "x = '\ud800'",
    "null": "x = 1\0",
    "control characters": "x = 1\x07\x1b[0m",
    "unknown escape": "x = '\\N{NOT A NAME}'",
    "text of a bidirectional trick": "x = 1\u202e2",
    "10 MB": "x = 1\n" * 1_700_000,
    "star import and eval": "from os import *\nx = eval('1')",
    "walrus": "(x := 1)",
    "match": "match 1:\n    case 1:\n        x = 1",
}


@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_soon(source):
    start = time.perf_counter()
    with pytest.raises(ProgramErrors) as caught:
        read_program(source)
    assert time.perf_counter() - start < SOON
    for error in caught.value.errors:
        assert error.rule and error.found
        assert len(error.detail) < 1000
        error.detail.encode()


def test_a_sum_of_five_thousand_terms_on_one_line_is_read_or_refused_at_once():
    start = time.perf_counter()
    told: list[str | int] = []
    try:
        told.append(len(read_program("x = 1\ny = " + "+".join(["x"] * 5000)).graph.nodes))
    except ProgramErrors as errors:
        told.extend(error.kind for error in errors.errors)
    # How long an expression may be depends on Python's version: its own parser refuses it first.
    assert told in ([5000], ["limit"])
    assert time.perf_counter() - start < SOON


def test_a_sum_of_a_thousand_terms_on_one_line_is_read():
    program = read_program("x = 1\ny = " + " + ".join(["x"] * 1000))
    assert len(program.graph.nodes) == 1000


def test_a_chain_of_five_thousand_lines_is_read():
    program = read_program("x = 1\n" + "x = x * 1\n" * 4000, limits=ProgramLimits())
    assert len(program.graph.nodes) == 8001


def test_limits_are_the_callers():
    with pytest.raises(ProgramErrors) as caught:
        read_program("x = 1\ny = x + x\nz = y * y", limits=ProgramLimits(nodes=2))
    assert caught.value.status == 413
    with pytest.raises(ProgramErrors) as caught:
        read_program("x = 1", limits=ProgramLimits(characters=3))
    assert caught.value.status == 413


def test_at_most_fifty_errors_are_told():
    with pytest.raises(ProgramErrors) as caught:
        read_program("".join(f"x{i} = y{i}\n" for i in range(500)))
    assert len(caught.value.errors) == 50
