"""Training: run, look back, open an iteration, branch, compare; every figure is the API's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.lessons import get_lesson
from tests.browser.lab import expect_no_finding, open_lab, timeline
from tests.conftest import Watch

XOR = {
    "layers": [{"units": 2}, {"units": 2, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
    "loss": "binary_cross_entropy",
    "init": "xavier_uniform",
    "seed": 1,
}


def open_training(page: Page, address: str = "/lab?build=1") -> None:
    """Open the lab in training mode and wait for iteration 0."""
    open_lab(page, address)
    page.keyboard.press("t")
    expect(page.locator("body[data-training]")).to_be_attached()
    expect_iteration(page, 0)


def expect_iteration(page: Page, iteration: int | re.Pattern[str]) -> None:
    """Wait until this iteration is shown."""
    expected = iteration if isinstance(iteration, re.Pattern) else str(iteration)
    expect(page.locator("body")).to_have_attribute("data-iteration", expected)


def iteration_of(page: Page) -> int:
    """The iteration that is shown."""
    return int(page.locator("body").get_attribute("data-iteration") or -1)


def run_a_little(page: Page) -> int:
    """Train until some iterations are done, pause, and return how many."""
    page.locator("#train-run").click()
    expect_iteration(page, re.compile(r"^\d{2,}$"))
    page.locator("#train-run").click()
    expect(page.locator("#train-run")).to_have_attribute("aria-label", "Train")
    return iteration_of(page)


def set_rate(page: Page, rate: str) -> None:
    """Type a learning rate, and wait until the current run has it."""
    page.locator("#training-settings").get_by_role("textbox", name="learning rate").fill(rate)
    page.locator("#training-picture").click(position={"x": 5, "y": 300})
    expect(page.locator('.run-name[aria-pressed="true"] .run-label')).to_have_text(re.compile(rf" {re.escape(rate)}$"))


def train(page: Page, **body: Any) -> dict[str, Any]:
    """What the API answers to the same training."""
    asked = {"network": XOR, "data": {"dataset": "xor"}, "optimizer": {"name": "sgd", "learning_rate": 0.1}, **body}
    answer = page.request.post("/api/v1/train", data=asked, headers={"accept": "application/json"})
    assert answer.ok, answer.text()
    found: dict[str, Any] = answer.json()
    return found


def expect_value(page: Page, node: str, value: Any) -> None:
    """Wait until the picture shows these very numbers."""
    text = json.dumps(value, separators=(",", ":"))
    expect(page.locator(f'#picture [data-id="{node}"]')).to_have_attribute("data-value", text)


def figure(page: Page, name: str) -> float:
    """A number beside the charts."""
    text = page.locator(".figure", has_text=name).locator("dd").first.inner_text()
    return float(text.replace("−", "-").replace("%", ""))


def expect_later(page: Page, iteration: int, by: int = 1) -> None:
    """Wait until a training has come this much further."""
    expect(page.get_by_role("slider", name="Iterations")).to_have_attribute("aria-valuenow", beyond(iteration + by))


def beyond(least: int) -> re.Pattern[str]:
    """Return what whole numbers from this one on look like."""
    digits = str(least)
    longer = rf"\d{{{len(digits) + 1},}}"
    same = [rf"{digits[:i]}[{int(one) + 1}-9]\d{{{len(digits) - i - 1}}}" for i, one in enumerate(digits) if one < "9"]
    return re.compile(rf"^({'|'.join([digits, longer, *same])})$")


def test_a_training_is_looked_back_into_opened_and_branched_exactly(
    page: Page, axe: Callable[[Any], list[str]]
) -> None:
    open_training(page)
    last = run_a_little(page)
    page.keyboard.press("ArrowRight")
    expect_iteration(page, last + 1)
    for key, iteration in (("ArrowLeft", last), ("ArrowLeft", last - 1), ("Home", 0), ("ArrowRight", 1)):
        page.keyboard.press(key)
        expect_iteration(page, iteration)
        progress = train(page, iterations=iteration)["progress"][-1]
        assert figure(page, "loss") == pytest.approx(progress["loss"], rel=1e-4)
    slider = page.get_by_role("slider", name="Iterations")
    expect(slider).to_have_attribute("aria-valuenow", "1")
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 8)
    expect_iteration(page, round((last + 1) / 2))
    page.keyboard.press("End")
    expect_iteration(page, last + 1)
    # An iteration opens as a trace that ends in the next one.
    page.keyboard.press("ArrowLeft")
    expect_iteration(page, last)
    page.get_by_role("button", name="Open this iteration").click()
    expect(page.locator("body[data-training]")).not_to_be_attached()
    expect(timeline(page)).to_have_attribute("aria-valuemax", re.compile("[1-9]"))
    page.keyboard.press("1")
    before = train(page, iterations=last)["done"]["parameters"]
    for name in ("W1", "b2"):
        expect_value(page, name, before[name])
    # The last steps are the very updates that came next, to the last digit.
    after = train(page, iterations=last + 1)["done"]["parameters"]
    page.keyboard.press("End")
    for name in ("W1", "b2"):
        expect_value(page, name, after[name])
    page.get_by_role("button", name=f"Back to iteration {last}").click()
    expect_iteration(page, last)
    expect(slider).to_have_attribute("aria-valuemax", str(last + 1))
    # A branch goes on from there beside its parent.
    page.keyboard.press("b")
    expect(page.locator(".run-chip")).to_have_count(2)
    set_rate(page, "1")
    page.keyboard.press("ArrowRight")
    expect_iteration(page, last + 1)
    expect(page.locator(".compare-table tbody tr")).to_have_count(2)
    expect(page.locator(".run-label").nth(1)).to_have_text(f"from {last} · learning rate 1")
    resume = {"iteration": last, "parameters": before}
    fast = {"name": "sgd", "learning_rate": 1}
    expected = train(page, iterations=last + 1, resume=resume, optimizer=fast)["done"]["loss"]
    assert figure(page, "loss") == pytest.approx(expected, rel=1e-4)
    expect_no_finding(page, axe)
    page.locator(".run-name").first.click()
    expect_iteration(page, last + 1)
    page.get_by_role("button", name=re.compile("^Remove from")).click()
    expect(page.locator(".run-chip")).to_have_count(1)


def test_a_link_opens_the_same_training_whose_settings_may_change_while_it_runs(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_training(page)
    # On a phone picture and history stay on the screen.
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for down in (0, 900):
        page.evaluate("(down) => scrollTo(0, down)", down)
        expect(page.locator("#training-picture")).to_be_in_viewport(ratio=0.9)
        expect(page.locator("#iterations")).to_be_in_viewport(ratio=1)
        expect(page.locator("#train-run")).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 1280, "height": 720})
    set_rate(page, "0.7")
    page.keyboard.press("ArrowRight")
    expect_iteration(page, 1)
    loss = figure(page, "loss")
    # The link as it is shared: the address is written by then.
    page.locator("#share").click()
    expect(page.locator("#share")).to_have_accessible_name(re.compile("Link copied|Copy the address"))
    address = page.url
    page.goto("about:blank")
    open_lab(page, address)
    expect_iteration(page, 1)
    assert figure(page, "loss") == loss
    expect(page.locator("#training-settings").get_by_role("textbox", name="learning rate")).to_have_value("0.7")
    page.keyboard.press("Space")
    expect_iteration(page, re.compile(r"^\d{2,}$"))
    set_rate(page, "1.5")
    expect_later(page, iteration_of(page), 10)
    page.keyboard.press("Space")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect_iteration(page, 1)
    assert figure(page, "loss") == loss
    calm = {"name": "sgd", "learning_rate": 0.7}
    assert loss == pytest.approx(train(page, iterations=1, optimizer=calm)["progress"][-1]["loss"], rel=1e-4)


def test_what_breaks_off_or_diverges_loses_nothing_and_says_what_to_do(page: Page, watch: Watch) -> None:
    open_training(page)
    half = '{"event":"progress","iteration":5,"epoch":5,"loss":0.7'
    page.route("**/api/v1/train", lambda route: route.fulfill(body=half, content_type="application/jsonl"))
    page.keyboard.press("Space")
    expect(page.locator("#training-story")).to_contain_text("The server went away")
    page.unroute("**/api/v1/train")
    page.get_by_role("button", name="Try again").click()
    expect_iteration(page, re.compile(r"^\d{2,}$"))
    page.keyboard.press("Space")
    expect(page.locator("#train-run")).to_have_attribute("aria-label", "Train")
    page.route("**/api/v1/train", lambda route: route.abort())
    page.keyboard.press("Space")
    # What arrived last counts, painted before the pause or after it.
    go_on = page.get_by_role("button", name=re.compile(r"^Go on from iteration \d+$"))
    expect(go_on).to_be_visible(timeout=15_000)
    last = int(go_on.inner_text().split()[-1])
    page.unroute("**/api/v1/train")
    go_on.click()
    expect_later(page, last)
    # Chromium's own line for a connection that failed.
    watch.forgive(r"net::ERR_FAILED")
    # The numbers run away: where, and what to change.
    set_rate(page, "1e7")
    expect(page.locator(".training-card.wrong")).to_be_visible()
    page.get_by_role("button", name=re.compile("Try a learning rate of")).click()
    expect(page.locator(".run-chip")).to_have_count(2)
    page.locator(".run-name").first.click()
    page.get_by_role("button", name="Open where it began").click()
    expect(page.locator("body[data-training]")).not_to_be_attached()
    expect(timeline(page)).to_have_attribute("aria-valuemax", re.compile("[1-9]"))


def test_a_program_without_data_is_made_small(page: Page) -> None:
    open_training(page, "/lab")
    page.keyboard.press("ArrowRight")
    expect_iteration(page, 1)
    expect(page.locator(".parameters-place canvas")).to_be_visible()
    expect(page.locator("#training-picture")).to_be_hidden()
    # x = 3, y = x² + x: dy/dx = 7, x becomes 3 − 0.1 · 7 = 2.3
    assert figure(page, "output") == pytest.approx(2.3 * 2.3 + 2.3)


def test_a_network_that_was_written_is_drawn_as_one(page: Page) -> None:
    open_training(page, "/lessons/softmax-batch")
    expect(page.locator("#training-picture")).to_be_visible()
    # Steps taken by hand wait for each other.
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect_iteration(page, 3)


def test_a_lesson_reaches_its_target_and_sets_up_runs_side_by_side(page: Page) -> None:
    open_lab(page, "/lessons/xor")
    expect_iteration(page, 0)
    page.locator("#train-speed").select_option("fast")
    page.locator("#train-run").click()
    done = train(page, **get_lesson("xor")["train"])["done"]
    assert done["reason"] == "target"
    told = rf"The loss fell to 0\.00\d+, below the target 0\.01, after {done['iteration']} iterations\."
    expect(page.locator(".training-card.reached")).to_have_text(re.compile(f"^{told}$"))
    page.get_by_role("button", name="Side by side").click()
    expect(page.locator(".run-label")).to_have_text(["one neuron", "2-2-1", "2-4-1"])
    expect(page.locator(".compare-table tbody tr")).to_have_count(3)
    expect_iteration(page, re.compile(r"^\d{2,}$"))


def test_a_sweep_counts_the_seeds_that_reach_the_target(page: Page) -> None:
    open_lab(page, "/lessons/slow-and-stuck")
    expect_iteration(page, 0)
    told: list[str] = []

    def answer(route: Any) -> None:
        response = route.fetch()
        told.append(response.text())
        route.fulfill(response=response)

    page.route("**/api/v1/train", answer)
    page.get_by_role("button", name="Forty seeds").click()
    count = page.locator(".sweep-count")
    expect(count).to_have_text(re.compile(r"of 40 seeds reached the target$"), timeout=15_000)
    rows = [json.loads(line) for line in told[-1].splitlines()]
    reached = sum(row["event"] == "run" and row["reason"] == "target" for row in rows)
    assert 0 < reached < 40
    assert rows[-1]["reached"] == reached
    expect(count).to_have_text(f"{reached} of 40 seeds reached the target")
    expect(page.locator(".seed.reached")).to_have_count(reached)
    # A seed that did not reach it can be trained before one's eyes.
    page.unroute("**/api/v1/train")
    missed = page.locator(".seed.missed").first
    seed = missed.inner_text()
    missed.click()
    expect(page.locator(".run-label")).to_have_text(["forty seeds", f"seed {seed}"])
    expect_iteration(page, re.compile(r"^\d{2,}$"))
