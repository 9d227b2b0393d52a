"""Every lesson, to its end and back by keyboard, with its figures read from the picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.lessons import get_lesson, list_lessons, read_figures
from tests.browser.lab import expect_step, open_lab, snapshot, step_count, timeline

PUBLIC = {case["id"]: case for case in json.loads((Path(__file__).parents[1] / "fixtures" / "public.json").read_text())}
LESSONS = [lesson["id"] for lesson in list_lessons("en")]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_goes_to_its_end_and_back_by_keyboard(page: Page, lesson: str) -> None:
    open_lab(page, f"/lessons/{lesson}")
    count = step_count(page)
    start = snapshot(page)
    assert all(gradient is None for _, gradient in start.values())
    page.keyboard.press("End")
    expect_step(page, count)
    check_figures(page, lesson)
    page.keyboard.press("Home")
    on_the_way = [snapshot(page, 0)]
    for step in range(1, count + 1):
        page.keyboard.press("ArrowRight")
        on_the_way.append(snapshot(page, step))
    for step in reversed(range(count)):
        page.keyboard.press("ArrowLeft")
        assert snapshot(page, step) == on_the_way[step]
    assert on_the_way[0] == start


def figures_of(lesson: str) -> dict[str, dict[str, Any]]:
    """The lesson's figures; where it is an example that others published, theirs as well."""
    figures = read_figures(lesson)
    case = PUBLIC[figures["published"]]["expect"] if "published" in figures else {}
    moved = case.get("after_update", {}).get("values", {})
    return {
        "values": case.get("values", {}) | figures.get("values", {}),
        "gradients": case.get("gradients", {}) | figures.get("gradients", {}),
        "updates": moved | figures.get("updates", {}),
    }


def check_figures(page: Page, lesson: str) -> None:
    """Compare the picture's numbers with the lesson's: the moved ones at the end, the others before any update."""
    figures = figures_of(lesson)
    roles = get_lesson(lesson, "en")["trace"].get("roles", {})
    targets = {name for name, role in roles.items() if role in ("target", "constant")}
    seen = snapshot(page)
    for name, value in figures["updates"].items():
        close(seen[name][0], value)
    if page.locator("body").get_attribute("data-phase") == "update":
        page.keyboard.press("Shift+ArrowLeft")
        expect(page.locator("body")).to_have_attribute("data-phase", "backward")
        seen = snapshot(page)
    for name, value in figures["values"].items():
        close(seen[name][0], value)
    for name, gradient in figures["gradients"].items():
        if name not in targets:
            close(seen[name][1], gradient)


def close(text: str | None, figure: Any) -> None:
    assert text is not None
    np.testing.assert_allclose(json.loads(text), figure, rtol=1e-4, atol=1e-9)


def test_each_step_says_what_it_does(page: Page) -> None:
    open_lab(page, "/lessons/fruit")
    slider = timeline(page)
    expect(slider).to_have_attribute("aria-valuenow", "0")
    for step in range(1, step_count(page) + 1):
        page.keyboard.press("ArrowRight")
        expect(slider).to_have_attribute("aria-valuenow", str(step))
        sentence = slider.get_attribute("aria-valuetext") or ""
        assert sentence.startswith(f"Step {step} of")
        expect(page.locator("#announcer")).to_have_text(sentence)
        expect(page.locator("#this-step .katex").first).to_be_visible()


def test_an_upstream_gradient_leads_to_the_step_that_made_it(page: Page) -> None:
    open_lab(page, "/lessons/fruit#s4")
    expect_step(page, 4)
    page.get_by_role("button", name="total", exact=True).click()
    expect_step(page, 3)


def test_phases_are_jumped_and_played(page: Page) -> None:
    open_lab(page, "/lessons/fruit", calm=False)
    body = page.locator("body")
    page.keyboard.press("Shift+ArrowRight")
    expect(body).to_have_attribute("data-phase", "forward")
    page.get_by_label("Speed").select_option("50")
    page.get_by_role("button", name="Play", exact=True).click()
    expect_step(page, step_count(page))
    expect(body).to_have_attribute("data-phase", "backward")
    page.keyboard.press("Shift+ArrowLeft")
    expect(body).to_have_attribute("data-phase", "forward")
