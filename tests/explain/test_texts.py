from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from app.engine.check import check_gradients
from app.engine.element import to_elements
from app.engine.graph import Graph
from app.engine.ops import FIRST, OPS
from app.engine.trace import Trace, record_trace
from app.engine.what_if import what_if
from app.explain import (
    explain_check,
    explain_kink,
    explain_seed,
    explain_step,
    explain_warning,
    explain_what_if,
    format_number,
)
from app.explain.snippets import SNIPPETS
from app.explain.texts import MOST_CHARACTERS
from app.explain.words import FAMILIES, OPERATIONS, words_for
from app.i18n import LOCALES, catalog_for
from tests.explain.traces import all_traces, trace_of

CASES = json.loads((Path(__file__).parent.parent / "fixtures" / "numbers.json").read_text(encoding="utf-8"))


def texts(trace: Trace, locale: str = "en") -> dict[tuple[str, str], str]:
    return {
        (step.phase, trace.graph.nodes[step.node].id): explain_step(trace, step, locale).text for step in trace.steps
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["value"]))
def test_a_number_reads_as_the_page_writes_it(case: dict) -> None:
    value = case["value"]
    assert format_number(float(value) if isinstance(value, str) else value) == case["text"]


# What someone adds in a file of their own may be told in the words of its family.
OURS = [op.name for file in FIRST for op in import_module(f"app.engine.ops.{file}").OPERATIONS]


@pytest.mark.parametrize("name", OURS)
def test_every_operation_has_its_own_words_and_code(name: str) -> None:
    words = OPERATIONS[name]
    assert words_for(OPS[name]) is words
    assert words.noun and words.forward and all(words.backward)
    assert name in SNIPPETS


def test_a_new_operation_is_told_in_its_familys_words() -> None:
    assert set(FAMILIES) == {op.family for op in OPS.values()}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_is_short_and_complete(locale: str) -> None:
    for name, trace in all_traces():
        for step in trace.steps:
            found = explain_step(trace, step, locale)
            assert 5 <= len(found.text) <= MOST_CHARACTERS, (name, found.text)
            for text in (found.text, found.title, *found.code.values()):
                assert not re.search(r"\{\w+\}|#\d|#\{|<\w+", text), (name, text)
            assert found.title


def test_the_first_sentence_names_the_numbers_at_hand() -> None:
    found = texts(trace_of("n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax"))
    assert found["backward", "fruit"].startswith("If fruit rises by 1, total changes by tax, 1.1")
    assert "1.1 · 100 = 110" in found["backward", "n"]


def test_a_kink_that_was_met_is_told_with_its_convention() -> None:
    assert "kink" in texts(trace_of("x = 0\ny = relu(x)"))["backward", "x"]
    assert "kink" not in texts(trace_of("x = 1\ny = relu(x)"))["backward", "x"]
    assert "each receives half" in texts(trace_of("x = 1\nz = 1\ny = maximum(x, z)"))["backward", "x"]


def test_the_seed_says_why_it_is_1_or_where_it_came_from() -> None:
    assert "if y rises by 1, y rises by 1" in texts(trace_of("x = 2\ny = x * 3"))["backward", "y"]
    assumed = trace_of("x = [1, 2]\ny = x * 3")
    assert "starts with ones" in texts(assumed)["backward", "y"]
    assert "ones were used" in explain_seed(assumed)[0]
    given = record_trace(assumed.graph, None, np.array([1.0, 5.0]))
    assert "was given" in texts(given)["backward", "y"]


def numbers_of(trace: Trace) -> set[str]:
    """Return every number that the trace recorded, as it is written, without its sign."""
    recorded: list[float] = [0.5]
    for step in trace.steps:
        for part in ("value", "gradient", "old", "new"):
            recorded.extend(np.ravel(getattr(step, part, ())).tolist())
        for term in getattr(step, "terms", ()):
            for array in (term.upstream, term.local, term.contribution):
                recorded.extend(() if array is None else np.ravel(array).tolist())
    for value in trace.values:
        recorded.extend(np.ravel(value).tolist())
    return {f"{abs(number):.5g}" for number in recorded}


@pytest.mark.parametrize("element", [False, True])
def test_every_number_in_a_formula_was_recorded(element: bool) -> None:
    program = """
x = [[0.31, -0.72], [1.13, 0.54]]
W = [[0.41, -0.53], [0.62, 0.75]]
b = [0.17, -0.28]
t = [[1, 0], [0, 1]]
z = x @ W + b
h = tanh(z)
s = softmax(h * h + z)
L = sse(s, t) / 3.3
"""
    trace = trace_of(program, 0.5)
    trace = to_elements(trace) if element else trace
    known = numbers_of(trace) | {"1", "2"}  # 1 and 2 stand in the rules themselves: 1 − a², ½
    for step in trace.steps:
        found = explain_step(trace, step)
        for text in (found.numeric, *(numeric for _, numeric in found.terms)):
            plain = re.sub(r"\^\{[^}]*\}|_\{[^}]*\}|\\[a-z]+", " ", text)
            for number in re.findall(r"\d+(?:\.\d+)?", plain):
                assert number in known, (number, text)


def run_code(graph: Graph, trace: Trace) -> dict[str, np.ndarray]:
    """Run the NumPy lines of all steps, as a reader would type them."""
    space: dict = {"np": np}
    for node in graph.nodes:
        if node.op is None:
            space[node.id] = np.array(trace.values[node.index])
    for step in trace.steps:
        exec(explain_step(trace, step).code["numpy"], space)  # noqa: S102 - our own lines are what is tested
    return space


# Those left out name a helper instead of writing it out.
HELPED = ("gelu", "huber", "conv2d", "max_pool2d", "avg_pool2d", "layer_norm")
WRITTEN_OUT = {
    name: trace
    for name, trace in all_traces()
    if not trace.element_of and not name.startswith(HELPED) and name.split()[0] in SNIPPETS
}


LAYERS = {name: trace for name, trace in all_traces() if not trace.element_of and name.startswith(HELPED[2:])}


@pytest.mark.parametrize("name", LAYERS)
def test_the_lines_of_numpy_compute_what_windows_see(name: str) -> None:
    trace = LAYERS[name]
    space: dict = {"np": np, "sliding_window_view": np.lib.stride_tricks.sliding_window_view}
    for node in trace.graph.nodes:
        space[node.id] = np.array(trace.values[node.index])
    output = trace.graph.nodes[trace.output]
    space[f"d_{output.id}"] = np.ones(output.shape)
    for step in trace.steps:
        line = explain_step(trace, step).code["numpy"]
        if step.phase == "forward" or (step.phase == "backward" and step.node in (1, 2) and not step.seeded):
            exec(line, space)  # noqa: S102 - our own lines are what is tested
    np.testing.assert_allclose(space[output.id], trace.values[output.index], rtol=1e-9)
    for index in range(1, output.index):
        np.testing.assert_allclose(space[f"d_{trace.graph.nodes[index].id}"], trace.gradients[index], atol=1e-12)


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_the_lines_of_numpy_compute_the_recorded_numbers(name: str) -> None:
    trace = WRITTEN_OUT[name]
    space = run_code(trace.graph, record_trace(trace.graph))
    output = trace.graph.nodes[trace.output]
    np.testing.assert_allclose(space[output.id], trace.values[output.index], rtol=1e-9, err_msg=name)
    for index, gradient in trace.gradients.items():
        np.testing.assert_allclose(
            space[f"d_{trace.graph.nodes[index].id}"], gradient, rtol=1e-7, atol=1e-12, err_msg=name
        )


def test_the_lines_of_numpy_add_up_what_is_used_twice() -> None:
    program = "a = [1.0, 2.0]\nc = a * a\nc += a\nd = (c[0] + c[1]) * sum(a)\ne = concatenate([c, a]).sum() + d"
    trace = trace_of(program)
    space = run_code(trace.graph, trace)
    np.testing.assert_allclose(space["d_a"], trace.gradients[trace.graph.find("a")])


@pytest.mark.parametrize("locale", LOCALES)
def test_a_number_that_is_not_finite_is_explained(locale: str) -> None:
    trace = trace_of("x = 0\ny = log(x)")
    message, hint = explain_warning(trace, trace.nonfinite[0], locale)
    assert "y" in message and "−∞" in message and hint
    stable = trace_of("z = 1000\ny = log(1 + exp(z))")
    assert "softplus(z)" in explain_warning(stable, stable.nonfinite[0], locale)[1]


def test_a_check_is_summed_up_in_a_sentence() -> None:
    trace = trace_of("x = 2\ny = x * x")
    assert explain_check(check_gradients(trace), trace).startswith("Every gradient agrees")
    kinked = trace_of("x = [0, 1]\ny = sum(abs(x))")
    assert "At a kink" in explain_check(check_gradients(kinked), kinked)
    only = trace_of("x = 0\ny = abs(x)")
    check = check_gradients(only)
    assert explain_check(check, only).startswith("Nothing could be measured")
    assert explain_kink(only, check.leaves[0].kinks[0]) == r"x = 0 \Rightarrow 0"


def test_a_what_if_is_summed_up_in_a_sentence() -> None:
    trace = trace_of("n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax")
    found = explain_what_if(what_if(trace, {0: 3.0}), trace)
    assert found.startswith("total changes by 110, exactly what the gradients predicted")
    curved = trace_of("x = 2\ny = x * x")
    assert "predicted 4" in explain_what_if(what_if(curved, {0: 3.0}), curved)


def test_english_is_never_left_over_in_chinese() -> None:
    for locale in ("zh_Hant", "zh_Hans"):
        gettext = catalog_for(locale).gettext
        for words in (*OPERATIONS.values(), *FAMILIES.values()):
            for text in (words.noun, words.forward, *words.backward, *words.scalar):
                assert gettext(text) != text


def test_a_mean_counts_its_elements_in_both_views() -> None:
    trace = trace_of("x = [1, 2, 3, 4]\ny = mean(x)")
    assert "4 elements" in texts(trace)["backward", "x"]
    assert "4 elements" in texts(to_elements(trace))["backward", "x[0]"]
