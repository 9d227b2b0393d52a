"""A journey through each lesson on training: run, look back, open an iteration, branch, compare; then what it promises.

What the page shows is compared with what POST /train and POST /trace answer to the lesson's own body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from app.lessons import get_lesson
from tests.browser.lab import open_lab
from tests.browser.training import (
    SOME,
    Body,
    ask,
    expect_iteration,
    expect_trace,
    figure,
    look_inside,
    number,
    run_a_little,
    trace,
    train,
)


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Wait longer than usual: training may share its processors."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


def open_lesson(page: Page, lesson: str, more: str = "") -> Body:
    """Open a lesson on training, wait for its iteration 0, and return what it trains."""
    open_lab(page, f"/lessons/{lesson}{more}")
    expect_iteration(page, 0)
    train: Body = get_lesson(lesson)["train"]
    return train


def play(page: Page, lesson: str, scene_id: str) -> Body:
    """Press a scene's button, with few pictures on the way; its runs have the names that the lesson gives them."""
    found: Body = next(one for one in get_lesson(lesson)["scenes"] if one["id"] == scene_id)
    page.locator("#train-speed").select_option("fast")
    page.get_by_role("button", name=found["title"], exact=True).click()
    expect(page.locator(".run-label")).to_have_text([run["label"] for run in found["runs"]])
    expect(page.locator(".scene-text")).to_have_text(found["text"])
    return found


def expect_ends(page: Page, scene: Body, status: list[str]) -> None:
    """Each run of a scene ends as told, with the API's own figures."""
    expect(page.locator(".run-status")).to_have_text(status)
    for run, cells in zip(scene["runs"], page.locator(".compare-table tbody tr").all(), strict=True):
        expected = train(page, run["train"])["last"]
        iterations, *figures = [number(text) for text in cells.locator("td").all_inner_texts()]
        held = expected["validation_loss"] is not None
        rate = expected["validation_error_rate" if held else "error_rate"]
        told = [expected["loss"], *([expected["validation_loss"]] if held else []), *([] if rate is None else [rate])]
        assert iterations == expected["iteration"]
        np.testing.assert_allclose(figures, told, rtol=1e-4, atol=1e-3 if rate else 1e-9)


# The numbers that a canvas' pixels stand for have a sign: blue or orange.
HUES = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({ length: canvas.width * canvas.height }, (_, i) => Math.sign(data[4 * i + 2] - data[4 * i]));
}"""


def test_xor_needs_two_layers_and_the_target_is_the_visitors(page: Page) -> None:
    look_inside(page, open_lesson(page, "xor"))
    expect_ends(page, play(page, "xor", "both"), ["done", "target reached", "target reached"])
    expect(page.locator(".compare-table tbody tr").first).to_contain_text("0.25")
    page.locator(".run-name").nth(1).click()
    reached = int(page.locator("body").get_attribute("data-iteration") or 0)
    page.locator("#train-stop summary").click()
    page.locator("#train-loss").fill("0.001")
    page.locator("#train-loss").press("Tab")
    expect(page.locator("#train-stop summary")).to_contain_text("0.001")
    page.locator("#train-run").click()
    body = {**get_lesson("xor")["train"], "until": {"loss": 0.001}}
    after = train(page, body)["last"]["iteration"]
    assert after > 2 * reached
    expect_iteration(page, after)
    assert figure(page, "loss") <= 0.001


def test_everything_that_fails_does_so_at_a_click(page: Page) -> None:
    look_inside(page, open_lesson(page, "slow-and-stuck"))
    expect_ends(page, play(page, "slow-and-stuck", "slow"), ["target reached"] * 3)
    expect_ends(page, play(page, "slow-and-stuck", "stuck"), ["target reached", "done"])
    expect_ends(page, play(page, "slow-and-stuck", "memory"), ["done"] * 2)
    play(page, "slow-and-stuck", "sizes")
    expect(page.locator(".run-status")).to_have_count(4)
    play(page, "slow-and-stuck", "vanishing")
    expect(page.get_by_role("heading", name="Gradient by layer")).to_be_visible()
    expect_iteration(page, SOME)
    scene = play(page, "slow-and-stuck", "sweep")
    done = ask(page, "train", **scene["runs"][0]["train"], sweep=scene["sweep"])["done"]
    count = f"{done['reached']} of {done['of']} seeds reached the target"
    expect(page.locator(".sweep-count")).to_have_text(count)
    expect(page.locator(".seed.reached")).to_have_count(done["reached"])
    missed = page.locator(".seed.missed").first
    seed = int(missed.inner_text())
    missed.click()
    expect(page.locator(".run-label").last).to_have_text(f"seed {seed}")
    expect(page.locator(".run-status").last).to_have_text("done")
    run = scene["runs"][0]["train"]
    stuck = train(page, {**run, "network": {**run["network"], "seed": seed}, "seed": seed})["last"]
    assert figure(page, "loss") == pytest.approx(stuck["loss"], rel=1e-4)


def test_a_curve_is_fitted_and_another_one_is_the_visitors_choice(page: Page) -> None:
    body = open_lesson(page, "approximate")
    plot = page.locator('#field [data-plot="line"]')
    expect(plot).to_be_visible()
    look_inside(page, body)
    page.locator("#data-door summary").click()
    page.locator('[data-dataset="abs"]').click()
    expect(page.locator(".data-title")).not_to_have_text("Sine")
    expect_iteration(page, 0)
    page.keyboard.press("ArrowRight")
    expect_iteration(page, 1)
    expect(plot).to_be_visible()
    other = train(page, {**body, "data": {"dataset": "abs"}}, iterations=1)["last"]
    assert figure(page, "loss") == pytest.approx(other["loss"], rel=1e-4)
    expect_ends(page, play(page, "approximate", "units"), ["done"] * 2)


def test_classes_are_parted_and_each_neuron_and_sample_can_be_looked_at(page: Page) -> None:
    body = open_lesson(page, "classify")
    half = look_inside(page, body)
    plot = page.locator('#field [data-plot="plane"]')
    page.locator('.field-picks [data-pick="1 2"]').click()
    expect(page.locator(".trained-neuron.pinned")).to_have_attribute("data-neuron", "1:2")
    hues = plot.locator("canvas").first.evaluate(HUES)
    assert {-1, 1} <= set(hues)  # a line, blue on one side and orange on the other
    click_middle(plot)
    card = page.get_by_role("group").filter(has_text=re.compile(r"^Sample \d+"))
    row = int(re.findall(r"Sample ([\d,]+)", card.first.inner_text())[0]) - 1
    page.keyboard.press("ArrowLeft")
    expect_iteration(page, half)
    page.get_by_role("button", name="Open this sample as a trace").click()
    expect_trace(page, trace(page, body, half, [row]))
    page.get_by_role("button", name=f"Back to iteration {half}").click()
    expect_iteration(page, half)
    page.locator('[data-switch="editing"]').click()
    plot.click(position={"x": 60, "y": 40})
    expect(page.locator(".data-size")).to_have_text("151 to train on, 50 held out")


def click_middle(plot: Locator) -> None:
    """Click in the middle of a plot, wherever it was scrolled to."""
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box
    plot.click(position={"x": box["width"] / 2, "y": box["height"] / 2})


def test_a_digit_is_read_and_its_pixels_have_the_apis_gradient(page: Page) -> None:
    body = open_lesson(page, "recognise")
    half = look_inside(page, body)
    page.get_by_role("option", name=re.compile("^Row 1,?442")).click()
    page.get_by_role("button", name="One iteration back").click()
    expect_iteration(page, half)
    gradient = np.ravel(trace(page, body, half, [1441])["gradients"]["x"])
    reach = np.abs(gradient).max()
    slope = page.get_by_role("img", name="The gradient of the loss at each pixel")
    slope.scroll_into_view_if_needed()  # it is asked for only where it is seen
    expect(page.locator(".pixel-legend span").last).to_have_text(re.compile(f"^{reach:.5g}"[:6]))
    hues = np.array(slope.evaluate(HUES))
    clear = np.abs(gradient) > reach / 4
    assert clear.sum() >= 3
    np.testing.assert_array_equal(hues[clear], np.sign(gradient[clear]))
    play(page, "recognise", "layers")
    expect(page.locator(".run-status", has_text="training").first).to_be_visible()
    expect_iteration(page, SOME)


def test_messages_get_codes_and_digits_a_map(page: Page) -> None:
    body = open_lesson(page, "compress")
    look_inside(page, body)
    play(page, "compress", "code")
    expect(page.locator(".run-status")).to_have_text("target reached")
    told = train(page, body, include=["predictions"], watch=list(range(8)))
    codes = told["predictions"][-1]["code"]
    cells = page.locator("table.codes tbody tr .code-cells").evaluate_all("(all) => all.map((e) => e.ariaLabel)")
    for shown, code in zip(cells[1::3], codes, strict=True):
        np.testing.assert_allclose([number(text) for text in shown.split()], code, rtol=1e-4)
    assert len({tuple(round(one) for one in code) for code in codes}) == 8
    play(page, "compress", "map")
    expect(page.locator("canvas.code-scatter")).to_be_visible()
    expect_iteration(page, SOME)


def test_a_rate_far_too_large_is_explained_where_it_began(page: Page) -> None:
    body = open_lesson(page, "approximate")
    page.get_by_label("optimizer", exact=True).select_option("sgd")
    page.locator("#train-learning_rate").fill("1e6")
    page.locator("#train-learning_rate").press("Tab")
    expect(page.locator(".run-label")).to_contain_text("1e6")
    page.locator("#train-run").click()
    optimizer = {"name": "sgd", "learning_rate": 1e6}
    why = train(page, {**body, "optimizer": optimizer})["done"]["why"]
    card = page.locator(".training-card.wrong")
    expect(card).to_contain_text(why["message"])
    expect(card).to_contain_text(why["hint"])
    card.get_by_role("button", name="Open where it began").click()
    expect_trace(page, trace(page, {**body, "optimizer": optimizer}, why["iteration"] - 1))


def test_axe_finds_nothing_in_either_theme(page: Page, axe: Callable[[Any], list[str]]) -> None:
    open_lesson(page, "classify")
    run_a_little(page)
    page.locator(".about summary").click()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert axe(page) == []


def test_on_a_phone_nothing_is_wider_than_the_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_lesson(page, "recognise", "?lang=zh-Hant")
    page.keyboard.press("ArrowRight")
    expect_iteration(page, 1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


# Programs, names, units and languages stay as they are; all other text is the page's own.
FOREIGN = """() => {
  const own = ".cm-editor, .program, header, select, svg";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { parentElement: parent, textContent: text } = walker.currentNode;
    if (!parent.closest(own) && parent.checkVisibility() && /[A-Za-z]{3,} +[A-Za-z]{2,}/.test(text)) found.push(text);
  }
  return found;
}"""


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_no_english_is_left_in_training_mode(page: Page, language: str) -> None:
    open_lesson(page, "classify", f"?lang={language}")
    for fold in ("#data-door", "#train-finer", "#train-stop", "#builder"):
        page.locator(f"{fold} summary").first.click()
    page.locator(".scenes button").first.click()
    expect(page.locator(".compare-table")).to_be_visible()
    assert page.evaluate(FOREIGN) == []
