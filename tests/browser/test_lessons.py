"""Every lesson, to its end and back by keyboard, with its figures read from the picture that it opens with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.lessons import get_lesson, list_lessons, read_figures
from tests.browser.lab import expect_step, leave_training, open_lab, snapshot, step_count, timeline

PUBLIC = {case["id"]: case for case in json.loads((Path(__file__).parents[1] / "fixtures" / "public.json").read_text())}
LESSONS = [lesson["id"] for lesson in list_lessons("en")]
VIEWS = {lesson: get_lesson(lesson)["view"] for lesson in LESSONS}
HOSTS = {"graph": "#picture", "network": "#network", "backward": "#network", "matrices": "#matrices"}

# What a view shows after two repaints: all that its elements say of themselves, and the numbers in a matrix' cells.
SEEN = """async (host) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const told = [...host.querySelectorAll("*")].filter(({ dataset }) => dataset && Object.keys(dataset).length);
  const cells = (one) => [...one.querySelectorAll("text")].map((text) => text.textContent).join(" ");
  const heat = (one) => (one.classList.contains("heat") ? { look: one.className, cells: cells(one) } : {});
  return [Number(document.body.dataset.step), told.map((one) => ({ ...one.dataset, ...heat(one) }))];
}"""


def seen(page: Page, host: str, step: int) -> list[dict[str, str]]:
    """All that a view's elements say of themselves after `step` steps."""
    taken, told = page.locator(host).evaluate(SEEN)
    assert taken == step
    found: list[dict[str, str]] = told
    return found


# One of the lessons on training stands for all: their traces are opened in journeys of their own.
@pytest.mark.parametrize("lesson", [one for one in LESSONS if one == "xor" or not get_lesson(one)["train"]])
def test_a_lesson_goes_to_its_end_and_back_by_keyboard(page: Page, lesson: str) -> None:
    open_lab(page, f"/lessons/{lesson}")
    if get_lesson(lesson)["train"]:
        leave_training(page)
    count, host = step_count(page), HOSTS[VIEWS[lesson]]
    expect(page.locator(host).locator("svg, table").first).to_be_visible()
    start = seen(page, host, 0)
    page.keyboard.press("End")
    expect_step(page, count)
    assert seen(page, host, count) != start
    page.keyboard.press("1")
    expect(page.locator("#picture [data-id]").first).to_be_visible()
    check_figures(page, lesson)
    page.keyboard.press({"#picture": "1", "#network": "2", "#matrices": "3"}[host])
    if VIEWS[lesson] == "backward":
        page.get_by_role("button", name="Backward network").click()
    expect(page.locator(host)).to_be_visible()
    if host == "#network":
        check_network(page, lesson)
    page.keyboard.press("Home")
    # Every step is taken; of a long story only some are looked at, of matrices enough to see each result.
    stride = 1 + count // (30 if host == "#matrices" else 10)
    on_the_way = {0: seen(page, host, 0)}
    for step in range(1, count + 1):
        page.keyboard.press("ArrowRight")
        if step % stride == 0:
            on_the_way[step] = seen(page, host, step)
    assert on_the_way[0] == start
    for step in reversed(range(count - count // 3, count)):
        page.keyboard.press("ArrowLeft")
        if step % stride == 0:
            assert seen(page, host, step) == on_the_way[step]
    if host == "#matrices":
        check_matrices(lesson, list(on_the_way.values()))


def check_matrices(lesson: str, moments: list[list[dict[str, str]]]) -> None:
    """Compare each step's result with the lesson's figures, where its numbers are large enough to be written."""
    figures, compared = figures_of(lesson), set()
    for part in (part for moment in moments for part in moment if part.get("key") == "result"):
        told = figures["gradients" if "gradient" in part["look"] else "values"].get(part["node"])
        if told is not None and part["cells"]:
            numbers = [float(cell.replace("−", "-")) for cell in part["cells"].split()]
            np.testing.assert_allclose(numbers, np.ravel(told), rtol=1e-4, atol=1e-9)
            compared.add(part["node"])
    assert len(compared) > len(figures["values"])


def check_network(page: Page, lesson: str) -> None:
    """Compare the network's numbers with the lesson's figures, else with the API's; of a batch the first sample's."""
    trace = {**get_lesson(lesson)["trace"], "include": []}
    answer = page.request.post("/api/v1/trace", data=trace).json()
    figures = {key: answer[key] | figures_of(lesson)[key] for key in ("values", "gradients")}
    layers, compared = answer["network"]["layers"], 0
    for shown in page.locator("#network [data-neuron]").evaluate_all("(all) => all.map((e) => ({...e.dataset}))"):
        if shown["neuron"].endswith(":"):
            continue  # a layer drawn as one picture
        layer, unit = map(int, shown["neuron"].split(":"))
        for key, (name, index) in name_neuron(layers[layer], unit).items():
            told = figures["gradients" if key == "delta" else "values"]
            if name in told:
                close(shown[key], np.asarray(told[name])[index])
                compared += 1
    assert compared >= len(layers)
    close(page.locator("#network [data-loss]").get_attribute("data-gradient"), 1)


def name_neuron(layer: dict[str, Any], unit: int) -> dict[str, tuple[str, Any]]:
    """What a neuron's numbers are called in the program, and where in it they stand; of a batch the first sample."""
    one, index = (layer["neurons"][unit], ()) if layer["neurons"] else (layer, (0, unit))
    activation, affine = one.get("a"), one.get("z")
    names = {"a": activation, "z": affine, "delta": affine or activation}
    return {key: (name, index) for key, name in names.items() if name}


def to_before_updates(page: Page) -> None:
    """Go back to before any weight moved."""
    if page.locator("body").get_attribute("data-phase") == "update":
        page.keyboard.press("Shift+ArrowLeft")
        expect(page.locator("body")).to_have_attribute("data-phase", "backward")


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
    now = snapshot(page)
    for name, value in figures["updates"].items():
        close(now[name][0], value)
    to_before_updates(page)
    now = snapshot(page)
    for name, value in figures["values"].items():
        close(now[name][0], value)
    for name, gradient in figures["gradients"].items():
        if name not in targets:
            close(now[name][1], gradient)


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
