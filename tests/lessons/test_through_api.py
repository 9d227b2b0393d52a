"""Each lesson's figures once more, as a visitor's page gets them: from the API."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.lessons import list_lessons, read_figures

IDS = [card["id"] for card in list_lessons()]


def post_lesson(client: Any, lesson_id: str, address: str = "trace", **more: Any) -> dict[str, Any]:
    lesson = client.get(f"/api/v1/lessons/{lesson_id}").json()
    answer = client.post(f"/api/v1/{address}", json={**lesson["trace"], **more})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("lesson_id", IDS)
def test_the_api_gives_a_lessons_figures(client: Any, lesson_id: str) -> None:
    figures, told = read_figures(lesson_id), post_lesson(client, lesson_id)
    for kind in ("values", "gradients", "updates"):
        for name, expected in figures.get(kind, {}).items():
            np.testing.assert_allclose(told[kind][name], expected, rtol=1e-12, atol=1e-15, err_msg=name)


@pytest.mark.parametrize("lesson_id", IDS)
def test_the_elements_of_a_lesson_have_the_same_figures(client: Any, lesson_id: str) -> None:
    told = post_lesson(client, lesson_id, granularity="element")
    for name, expected in read_figures(lesson_id).get("gradients", {}).items():
        for place in np.ndindex(np.shape(expected)):
            element = f"{name}[{','.join(map(str, place))}]" if place else name
            assert told["gradients"][element] == pytest.approx(np.array(expected)[place], rel=1e-12)


@pytest.mark.parametrize("lesson_id", IDS)
def test_the_elements_of_a_lesson_are_the_very_numbers_of_the_whole(client: Any, lesson_id: str) -> None:
    whole, parts = (post_lesson(client, lesson_id, granularity=each) for each in ("tensor", "element"))
    for kind in ("values", "gradients", "updates"):
        numbers = {
            f"{name}[{','.join(map(str, place))}]" if place else name: np.asarray(told)[place]
            for name, told in whole[kind].items()
            for place in np.ndindex(np.shape(told))
        }
        assert parts[kind] == numbers


@pytest.mark.parametrize("lesson_id", IDS)
def test_a_lessons_gradients_pass_the_check(client: Any, lesson_id: str) -> None:
    assert post_lesson(client, lesson_id, "check")["passed"]


@pytest.mark.parametrize("lesson_id", [one for one in IDS if "what_if" in read_figures(one)])
def test_the_api_predicts_a_lessons_what_if(client: Any, lesson_id: str) -> None:
    for case in read_figures(lesson_id)["what_if"]:
        told = post_lesson(client, lesson_id, "what-if", changes=case["changes"])
        assert (told["actual"], told["predicted"]) == (pytest.approx(case["actual"]), pytest.approx(case["predicted"]))


@pytest.mark.parametrize("locale", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("lesson_id", IDS)
def test_every_step_of_a_lesson_says_why(client: Any, lesson_id: str, locale: str) -> None:
    for step in post_lesson(client, lesson_id, locale=locale)["steps"]:
        assert step["title"] and step["text"] and step["formula"]["symbolic"] and step["formula"]["numeric"]
        assert set(step["code"]) == {"numpy", "pytorch"}
