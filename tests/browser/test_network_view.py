"""The network view: its numbers are the trace's, blank until they are reached; the backward pass turned round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import expect_step, open_lab, step_count

LESSON = "/lessons/two-passes"


def held(page: Page, neuron: str, what: str) -> float | None:
    """What a neuron shows: its z, a, delta, or the factor of its amplifier."""
    text = page.locator(f'#network [data-neuron="{neuron}"]').get_attribute(f"data-{what}")
    return None if text is None else float(text)


def trace(page: Page, lesson: str = "two-passes") -> dict[str, Any]:
    """A lesson's trace, from the API."""
    question = page.request.get(f"/api/v1/lessons/{lesson}").json()["trace"]
    answer: dict[str, Any] = page.request.post("/api/v1/trace", data=question).json()
    return answer


def test_neurons_are_blank_until_the_story_has_reached_them(page: Page) -> None:
    open_lab(page, f"{LESSON}#s0-network")
    expect(page.locator('#network [data-neuron="1:0"]')).to_be_visible()
    assert held(page, "0:0", "a") == 1
    assert [held(page, "1:0", what) for what in ("z", "a", "delta")] == [None, None, None]
    page.keyboard.press("End")
    expect_step(page, step_count(page))
    numbers = trace(page)
    for neuron, z, a in (("1:0", "z1", "a1"), ("2:1", "z4", "a4"), ("3:0", "z5", "y1")):
        assert held(page, neuron, "z") == numbers["values"][z]
        assert held(page, neuron, "a") == numbers["values"][a]
        assert held(page, neuron, "delta") == numbers["gradients"][z]


def test_the_backward_network_has_the_forward_passs_constants_filled_in(page: Page) -> None:
    numbers = trace(page)
    forward = sum(step["phase"] == "forward" for step in numbers["steps"])
    open_lab(page, f"{LESSON}#s{forward}-backward")
    expect(page.locator("#network svg.turned")).to_be_visible()
    back = next(step for step in numbers["steps"] if step["phase"] == "backward" and step["node"] == "z3")
    assert held(page, "2:0", "amp") == back["terms"][0]["local"]
    assert held(page, "2:0", "delta") is None
    places = [page.locator(f'#network [data-neuron="{at}"]').bounding_box() for at in ("0:0", "1:0", "2:0", "3:0")]
    left = [box["x"] for box in places if box]
    assert left == sorted(left)
    assert len(left) == 4
    # Each amplifier points from right to left: its chips are ∂a, which comes in, and δ, which goes out.
    chips = page.locator('#network [data-neuron="2:0"] .slot-frame').all()
    comes, *_, goes = (chip.bounding_box() for chip in chips)
    assert comes and goes and goes["x"] < comes["x"]


def test_a_pinned_neuron_tells_its_formulas_and_its_weights_lead_to_their_steps(page: Page) -> None:
    open_lab(page, f"{LESSON}#s0-network")
    page.keyboard.press("End")
    neuron = page.locator('#network [data-neuron="2:1"]')
    neuron.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="The pinned neuron")
    expect(neuron).to_have_attribute("aria-selected", "true")
    expect(panel.locator(".katex").first).to_be_visible()
    panel.get_by_title("Go to the step that made it").first.click()
    expect(page.locator("#step-caption")).to_contain_text("gradient of w")
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()


def test_arrow_keys_go_from_neuron_to_neuron_and_each_says_what_it_holds(page: Page) -> None:
    open_lab(page, f"{LESSON}#s0-network")
    stops = page.locator('#network [role="option"][tabindex="0"]')
    expect(stops).to_have_count(1)
    stops.focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="Layer 1, neuron 1, not yet computed")).to_be_focused()


def test_a_sample_is_followed(page: Page) -> None:
    open_lab(page, "/lessons/softmax-batch#s0-network")
    expect(page.locator("#network [data-neuron]").first).to_be_visible()
    first = held(page, "0:0", "a")
    page.get_by_role("group", name="Sample").get_by_role("button", name="Sample 2").click()
    x = trace(page, "softmax-batch")["values"]["x"]
    assert [first, held(page, "0:0", "a")] == [x[0][0], x[1][0]]


@pytest.mark.parametrize(("theme", "view"), [("light", "network"), ("dark", "backward")])
def test_axe_finds_nothing(page: Page, axe: Callable[[Any], list[str]], theme: Any, view: str) -> None:
    page.emulate_media(color_scheme=theme)
    open_lab(page, f"{LESSON}#s40-{view}")
    page.locator('#network [data-neuron="1:0"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(".neuron-panel .katex").first).to_be_visible()
    assert axe(page) == []
