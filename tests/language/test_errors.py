"""Every error says what is wrong, and points at the very characters."""

from __future__ import annotations

import pytest

from app.language import ProgramErrors, read_program
from tests.language.support import errors_of, marked

PLACES = [
    ("y = x", "x", "name", 422),
    ("數 = 1\n結果 = 數 * 未知", "未知", "name", 422),
    ("x = 1\ny = foo(x)", "foo", "name", 422),
    ("x = 1\ny = x.foo() + 1", "foo", "name", 422),
    ("x = [1, 2]\ny = x.sum(axis=0, foo=1)", "foo=1", "name", 422),
    ("x = 1\ny = relu(x, 3)", "3", "name", 422),
    ("x = [1, 2]\nW = [1, 2, 3]\ny = 2 * (x @ W)", "x @ W", "shape", 422),
    ("x = [1, 2]\ny = x[5] * 2", "x[5]", "domain", 422),
    ("x = [1, 2]\ny = x[1.5]", "1.5", "domain", 422),
    ("x = [[1, 2], [3]]", "[[1, 2], [3]]", "shape", 422),
    ("x = 10 ** 10 ** 10", "10 ** 10 ** 10", "domain", 422),
    ("x = 1\ny = x ^ 2", "x ^ 2", "language", 400),
    ("x = lambda a: a", "lambda a: a", "language", 400),
    ("x = 1\nwhile x:\n    x = 2", "while", "language", 400),
    ("x = 1\nif x:\n    x = 2", "if", "language", 400),
    ("class A:\n    pass", "class", "language", 400),
    ("async def f():\n    pass", "async", "language", 400),
    ("@f\ndef g(x):\n    return x", "f", "language", 400),
    ("x = (y := 2)", "y := 2", "language", 400),
    ("x = ().__class__", "().__class__", "language", 400),
    ("x = f'{1}'", "f'{1}'", "language", 400),
    ("x = 1\nx[0] = 2", "x[0]", "language", 400),
    ("x = 1\nx.data = 2", "x.data", "language", 400),
    ("x = 1\ny = 0 < x < 2", "0 < x < 2", "language", 400),
    ("x = 1\ny = 2 if x else 3", "2 if x else 3", "language", 400),
    ("x = [1]\ny = x and x", "x and x", "language", 400),
    ("甲 = 1\n乙 = 甲 ＋ 1", "＋", "syntax", 400),
    ("甲 = (1, 2\n乙 = 3", "(", "syntax", 400),
    ("x = 1 2", "2", "syntax", 400),
    ("for i in range(10 ** 6):\n    x = i", "range(10 ** 6)", "limit", 413),
    ("def f(x):\n    return f(x)\ny = f(1)", "f(x)", "language", 400),
    ("def f(x):\n    return x\ny = f(1, 2)", "f(1, 2)", "name", 422),
    ("def unused(x):\n    while x:\n        pass\ny = 1", "while", "language", 400),
]


@pytest.mark.parametrize(("source", "characters", "kind", "status"), PLACES, ids=[place[0] for place in PLACES])
def test_an_error_points_at_its_characters(source, characters, kind, status):
    (error,) = errors_of(source)
    assert marked(source, error) == characters
    assert (error.kind, error.status) == (kind, status)
    assert error.rule and error.found and not error.detail.startswith(";")


def test_a_message_has_the_rule_what_was_found_where_and_what_to_try():
    (error,) = errors_of("x = [[1, 2, 3], [4, 5, 6]]\nW = [[1, 2]]\nb = 1\nz1 = x @ W + b")
    assert error.detail == (
        "matmul needs inner sizes to agree; got (2, 3) and (1, 2) at line 4, 'z1'. Transpose one of them?"
    )
    assert error.shapes == ((2, 3), (1, 2))
    assert error.node == "z1"


def test_every_error_is_reported_and_none_twice():
    source = "x = foo(1) + bar\ny = x * 2\nz = [1, 2] + [1, 2, 3]\nw = y + z\nq = nothing"
    found = errors_of(source)
    assert [(error.line, marked(source, error)) for error in found] == [
        (1, "foo"),
        (1, "bar"),
        (3, "[1, 2] + [1, 2, 3]"),
        (5, "nothing"),
    ]


def test_several_broken_lines_are_all_reported_with_what_is_wrong_elsewhere():
    source = (
        "x = (1 + 2\ny = 3 +\nz = 5 ＊ 2\nfor i in range(3)\n    w = 3\nW = [[1,2],\n [3 4]]\n"
        "fine = x * w * W\nq = missing * 3\ndef f(x:\n    return 3\nu = f(3)\n"
    )
    found = errors_of(source)
    assert [error.line for error in found] == [1, 2, 3, 4, 7, 9, 10]
    assert {error.kind for error in found} == {"syntax", "name"}


def test_an_error_in_a_function_is_reported_once_where_it_stands():
    source = "def f(x):\n    return foo(x)\na = f(3)\nb = f(4)\nc = a + b"
    (error,) = errors_of(source)
    assert marked(source, error) == "foo"


def test_a_loop_stops_at_its_first_errors():
    source = "x = [1, 2]\ns = 0\nfor i in range(9000):\n    s = s + x[i]\ny = s * 2"
    (error,) = errors_of(source)
    assert marked(source, error) == "x[i]"


def test_a_mistyped_name_is_recognized():
    (error,) = errors_of("weight = 1\ny = wieght * 2")
    assert error.hint == "Is 'weight' meant?"


def test_a_function_without_its_parentheses_is_recognized():
    (error,) = errors_of("y = relu")
    assert "relu(…)" in error.hint


@pytest.mark.parametrize("name", ["Conv2d", "LayerNorm", "Embedding", "einsum", "randn", "detach"])
def test_a_function_outside_the_language_comes_with_what_to_write(name):
    (error,) = errors_of(f"x = 1\ny = torch.{name}(x)")
    assert error.kind == "name" and error.hint


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"q": 1}, "the program has no 'q'"),
        ({"y": 1}, "'y' is computed"),
        ({"x": [1, [2]]}, "got a row beside a number"),
        ({"x": [[1], [2, 3]]}, "got rows that differ"),
        ({"x": None}, "got null"),
        ({"x": True}, "got true"),
        ({"x": "1"}, "got the text '1'"),
        ({"x": "\ud800"}, "got the text '?'"),
        ({"x": {}}, "got an object"),
        ({"x": []}, "got an empty one"),
        ({"x": [[[[[1]]]]]}, "got lists nested deeper"),
        ({"x": 10**400}, "got one beyond 1.8e308"),
    ],
)
def test_a_value_of_the_request_is_checked(values, found):
    (error,) = errors_of("x = 1\ny = x * 2", values)
    assert error.found == found
    assert error.status == 422 and error.line is None


@pytest.mark.parametrize(
    "options",
    [{"output": "q"}, {"constants": ["q"]}, {"constants": ["y"]}, {"roles": {"x": "king"}}, {"roles": {"q": "input"}}],
)
def test_what_the_request_names_must_be_there(options):
    (error,) = errors_of("x = 1\ny = x * 2", **options)
    assert error.status == 422


@pytest.mark.parametrize("source", ["", "# nothing", "print(1)", "x", "x = "])
def test_a_program_without_an_assignment_is_an_error(source):
    assert errors_of(source)


def test_the_status_is_that_of_the_worst_error():
    def status(source: str) -> int:
        with pytest.raises(ProgramErrors) as caught:
            read_program(source)
        return caught.value.status

    assert status("y = x") == 422
    assert status("y = x\nz = lambda: 1") == 400
    assert status("y = x\nfor i in range(10 ** 9):\n    z = 1") == 413
