from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.trace import Trace, record_trace
from app.engine.what_if import what_if
from app.i18n import LOCALES
from app.language import read_program
from app.language.values import to_array
from app.lessons import get_lesson, list_lessons, read_figures

IDS = [card["id"] for card in list_lessons()]
# The lessons on training name a network and data; what their programs give is asked of the API.
PROGRAMS = [lesson_id for lesson_id in IDS if "program" in get_lesson(lesson_id)["trace"]]
PUBLIC = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent.parent / "fixtures" / "public.json").read_text(encoding="utf-8"))
}


def run(body: dict[str, Any], **changes: Any) -> Trace:
    """Return the trace that a lesson's body asks for."""
    asked = {**body, **changes}
    read = read_program(
        asked["program"],
        asked.get("values", {}),
        output=asked.get("output"),
        constants=asked.get("constants", ()),
        roles=asked.get("roles", {}),
    )
    seed = None if asked.get("seed") is None else to_array(asked["seed"])
    return record_trace(read.graph, read.output, seed, asked.get("learning_rate"))


def agree(trace: Trace, figures: dict[str, Any]) -> None:
    for kind in ("values", "gradients", "updates"):
        found = getattr(trace, kind)
        for name, expected in figures.get(kind, {}).items():
            np.testing.assert_allclose(found[trace.graph.find(name)], expected, rtol=1e-12, atol=1e-15, err_msg=name)


def test_the_gallery_holds_the_lessons_that_are_due() -> None:
    due = [
        "multiply", "add", "fruit", "dot", "bias", "affine",
        "neuron", "two-passes", "backward-network", "two-outputs", "batch", "three-layers", "softmax-batch",
        "xor", "slow-and-stuck", "approximate", "classify", "recognise", "compress",
    ]  # fmt: skip
    assert [one for one in IDS if one in due] == due


@pytest.mark.parametrize("lesson_id", PROGRAMS)
def test_a_lessons_figures_come_out(lesson_id: str) -> None:
    agree(run(get_lesson(lesson_id)["trace"]), read_figures(lesson_id))


@pytest.mark.parametrize("lesson_id", ["multiply", "add"])
def test_a_lessons_local_derivatives_come_out(lesson_id: str) -> None:
    trace = run(get_lesson(lesson_id)["trace"])
    for name, expected in read_figures(lesson_id)["locals"].items():
        step = next(s for s in trace.steps if s.phase == "backward" and s.node == trace.graph.find(name))
        (term,) = step.terms
        assert [float(term.upstream), float(term.local), float(term.contribution)] == [1, expected, expected]


@pytest.mark.parametrize("lesson_id", ["multiply", "add", "fruit"])
def test_a_lessons_what_if_comes_out(lesson_id: str) -> None:
    trace = run(get_lesson(lesson_id)["trace"])
    for case in read_figures(lesson_id)["what_if"]:
        found = what_if(trace, {trace.graph.find(name): value for name, value in case["changes"].items()})
        assert found.actual == pytest.approx(case["actual"], rel=1e-12)
        assert found.predicted == pytest.approx(case["predicted"], rel=1e-12)


def test_another_upstream_gradient_goes_through_the_layer() -> None:
    body = get_lesson("affine")["trace"]
    for case in read_figures("affine")["seeds"]:
        agree(run(body, seed=case["seed"]), case)


@pytest.mark.parametrize("lesson_id", ["neuron", "batch"])
def test_a_line_written_otherwise_gives_the_figures_that_the_lesson_promises(lesson_id: str) -> None:
    body, variant = get_lesson(lesson_id)["trace"], read_figures(lesson_id)["variant"]
    assert variant["replace"] in body["program"]
    agree(run(body, program=body["program"].replace(variant["replace"], variant["by"])), variant)


def test_the_two_outputs_agree_with_the_published_example() -> None:
    trace = run(get_lesson("two-outputs")["trace"])
    case = PUBLIC[read_figures("two-outputs")["published"]]["expect"]
    graph = trace.graph
    for name, expected in case["gradients"].items():
        if graph.nodes[graph.find(name)].role != "target":
            assert trace.gradients[graph.find(name)] == pytest.approx(expected, rel=1e-9), name
    for name, expected in case["after_update"]["values"].items():
        assert trace.updates[graph.find(name)] == pytest.approx(expected, rel=1e-12), name


def test_a_hidden_value_receives_a_gradient_from_both_outputs() -> None:
    trace = run(get_lesson("two-outputs")["trace"])
    step = next(s for s in trace.steps if s.phase == "backward" and s.node == trace.graph.find("out_h1"))
    first, second = sorted(float(term.contribution) for term in step.terms)
    assert (round(second, 4), round(first, 4), round(float(step.gradient), 4)) == (0.0554, -0.0190, 0.0364)


@pytest.mark.parametrize("lesson_id", IDS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_lesson_is_told_in_every_language(lesson_id: str, locale: str) -> None:
    lesson, english = get_lesson(lesson_id, locale), get_lesson(lesson_id)
    assert lesson["title"] and lesson["summary"] and lesson["group"]
    # The homework tells its eight results one by one.
    assert 2 <= len(lesson["idea"]) <= (9 if lesson_id == "softmax-batch" else 4)
    assert len(lesson["try"]) == 3
    assert len(lesson["idea"]) == len(english["idea"])
    assert (lesson["trace"], lesson["train"]) == (english["trace"], english["train"])
    assert [[run["train"] for run in scene["runs"]] for scene in lesson["scenes"]] == [
        [run["train"] for run in scene["runs"]] for scene in english["scenes"]
    ]
    assert all(scene["title"] and scene["text"] and 1 <= len(scene["runs"]) <= 6 for scene in lesson["scenes"])
    if locale != "en":
        assert lesson["title"] != english["title"]


def test_a_lesson_on_networks_opens_with_a_picture_of_one() -> None:
    assert {lesson_id: view for lesson_id in IDS if (view := get_lesson(lesson_id)["view"]) != "graph"} == {
        "neuron": "network",
        "two-passes": "network",
        "backward-network": "backward",
        "two-outputs": "network",
        "batch": "matrices",
        "three-layers": "network",
        "softmax-batch": "matrices",
        "xor": "network",
        "slow-and-stuck": "network",
        "approximate": "network",
        "classify": "network",
        "recognise": "network",
        "compress": "network",
    }


def test_a_proposed_change_names_a_leaf() -> None:
    for lesson_id in PROGRAMS:
        lesson = get_lesson(lesson_id)
        graph = run(lesson["trace"]).graph
        for name in lesson["what_if"] or {}:
            assert graph.nodes[graph.find(name)].op is None


def test_an_unknown_lesson_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        get_lesson("../settings")


def test_a_lesson_that_was_told_can_be_changed_freely() -> None:
    get_lesson("bias")["trace"]["seed"][0][0] = 99
    assert get_lesson("bias")["trace"]["seed"][0][0] == 1
