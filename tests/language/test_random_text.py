"""Whatever is typed, reading it gives a graph or a list of errors."""

from __future__ import annotations

import warnings

from hypothesis import given, settings
from hypothesis import strategies as st

from app.language import ProgramError, ProgramErrors, read_program
from app.language.functions import FUNCTIONS, LIBRARIES
from app.language.specials import SPECIALS
from app.language.wrappers import MAKERS

WORDS = [
    *"xyzab0123(){}[],.:;=+-*/@%<>!~^&|'\"#\\ \n\t", "    ", "\n    ", " = ", "**", "//", "==", "+=", ":=", "->", "1.5",
    "def f(x):\n    ", "return ", "for i in range(3):\n    ", "range(", "import ", "from ", "lambda ", "if ", "else",
    "class ", "while ", "print(", ".backward()", ".T", ".sum(", "axis=", "None", "True", "x = ", "y = ", "f(", "甲",
    "＋", "\0", "\r", "'''", '"""', "1e400", "0x", "1j", "...", "np.", "[[1, 2], [3, 4]]", "async ", "await ", "yield ",
    "try:\n", "with ", "del ", "global ", "not ", " in ", " and ", "*", "\f", "\x1a",
]  # fmt: skip
NAMES = sorted({*FUNCTIONS, *SPECIALS, *MAKERS})
TEXT = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
NUMBER = st.sampled_from(["0", "1", "-1", "2", "0.5", "1e308", "3 - 5", "i", "None", "True", "'mean'", "10 ** 20"])
LEAF = st.one_of(st.sampled_from(["x", "y", "W", "q", "[1, 2]", "[[1, 2], [3, 4]]", "[x, x]", "[]", "(1, 2)"]), NUMBER)


def extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Make a larger expression of smaller ones."""
    arguments = st.lists(st.one_of(inner, st.builds("{}={}".format, st.sampled_from(["axis", "dim", "x", "b"]), inner)))
    prefix = st.sampled_from(["", "", *(f"{name}." for name in LIBRARIES if name)])
    operator = st.sampled_from(["+", "-", "*", "/", "**", "@", "<", ">=", "==", "//", "%", "and", "in"])
    return st.one_of(
        st.builds("({} {} {})".format, inner, operator, inner),
        st.builds(lambda p, n, a: f"{p}{n}({', '.join(a)})", prefix, st.sampled_from(NAMES), arguments),
        st.builds(lambda x, n, a: f"({x}).{n}({', '.join(a)})", inner, st.sampled_from(NAMES), arguments),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("({})[{}:{}]".format, inner, NUMBER, NUMBER),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("[{} for i in range({})]".format, inner, NUMBER),
        st.builds("({}).{}".format, inner, st.sampled_from(["T", "shape", "mT", "grad", "size"])),
        st.builds("f({}, {})".format, inner, inner),
        st.builds("-{}".format, inner),
    )


EXPRESSION = st.recursive(LEAF, extend, max_leaves=8)
STATEMENT = st.one_of(
    st.builds("{} = {}".format, st.sampled_from(["x", "y", "a, b", "a = b", "x[0]", "W"]), EXPRESSION),
    st.builds("{} {}= {}".format, st.sampled_from(["x", "q"]), st.sampled_from(["+", "*", "@", "//"]), EXPRESSION),
    st.builds("for i in range({}):\n    y = {}".format, NUMBER, EXPRESSION),
    st.builds("def f(a, b=2):\n    c = {}\n    return {}".format, EXPRESSION, EXPRESSION),
    EXPRESSION,
)
PROGRAM = st.lists(STATEMENT, min_size=1, max_size=6).map(lambda lines: "\n".join(["x = 2", *lines]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), lambda one: st.lists(one, max_size=3)
)


def read(source: str, values: dict[str, object] | None = None) -> None:
    """Read a program; any failure but the language's own is an error of ours."""
    with warnings.catch_warnings():
        # Python's parser warns of doubtful escapes and numbers; the program says no more by that.
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        errors: tuple[ProgramError, ...] = ()
        try:
            program = read_program(source, values)
        except ProgramErrors as failure:
            errors = failure.errors
    if not errors:
        assert 0 <= program.output < len(program.graph.nodes)
        assert len({node.id for node in program.graph.nodes}) == len(program.graph.nodes)
    for error in errors:
        assert error.detail.encode()
        if error.line is not None:
            check_place(source, error.line, error.column, error.end_line, error.end_column)


def check_place(source: str, line: int, column: int | None, end_line: int | None, end_column: int | None) -> None:
    """Check that a place lies in the text, its end after its start."""
    assert column is not None and end_line is not None and end_column is not None
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= line <= end_line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1
    assert (line, column) < (end_line, end_column)


@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_any_text_is_read_or_refused(source):
    read(source)


@settings(max_examples=400, deadline=None)
@given(PROGRAM)
def test_any_program_of_known_words_is_read_or_refused(source):
    read(source)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["x", "y", "x#1", "#", ""]), JSON, max_size=3))
def test_any_values_are_taken_or_refused(values):
    read("x = 1\nz = x * y", values)
