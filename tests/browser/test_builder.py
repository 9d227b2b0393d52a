"""Building a network by hand: layers, units, weights; the program stays the visitor's."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import expect_step, open_lab, snapshot, step_count
from tests.conftest import Watch

REFUSED = r"Failed to load resource: the server responded with a status of 4\d\d"


def begin(page: Page) -> None:
    """Open the lab as the gallery's card does, and wait for the first network."""
    open_lab(page, "/lab?build=1")
    expect(page.locator("#builder-form .layer-row")).to_have_count(3)
    expect(page.locator(".cm-content")).to_contain_text("binary_cross_entropy", timeout=15_000)


def editor_text(page: Page) -> str:
    """The program as the editor has it."""
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def neurons(page: Page) -> dict[str, dict[str, Any]]:
    """The numbers that each neuron shows, by layer and unit."""
    found: dict[str, dict[str, Any]] = page.evaluate("""() => {
      const all = [...document.querySelectorAll("#network [data-neuron]")];
      return Object.fromEntries(all.map(({ dataset }) => [dataset.neuron, { ...dataset }]));
    }""")
    return found


def test_the_gallery_leads_to_the_builder(page: Page) -> None:
    open_lab(page, "/")
    page.get_by_role("link", name=re.compile("Build a network")).click()
    expect(page.locator("html[data-ready]")).to_be_attached(timeout=15_000)
    expect(page.locator("#network [data-neuron]")).to_have_count(5)
    expect(page.locator("#builder")).to_have_attribute("open", "")


def test_layers_are_built_and_stepped_through_with_the_figures_of_the_api(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="5-4-3").click()
    expect(page.locator("#network [data-neuron]")).to_have_count(12)
    page.get_by_role("button", name="+ Add a layer").click()
    expect(page.locator("#builder-form .layer-row")).to_have_count(4)
    expect(page.locator(".cm-content")).to_contain_text("a3 = softmax(z3)")
    page.get_by_role("button", name="Layer 2, units, one fewer").click()
    page.get_by_label("Layer 2, activation").select_option("tanh")
    expect(page.locator("#network [data-neuron]")).to_have_count(15)
    expect(page.locator(".cm-content")).to_contain_text("a2 = tanh(z2)")
    spec = {
        "layers": [
            {"units": 5},
            {"units": 4, "activation": "sigmoid"},
            {"units": 3, "activation": "tanh"},
            {"units": 3, "activation": "softmax"},
        ],
        "loss": "cross_entropy_probs",
        "init": "xavier_uniform",
        "seed": 0,
        "batch": 4,
    }
    trace = page.request.post("/api/v1/trace", data={"network": spec, "include": []}).json()
    expect(page.get_by_role("slider", name="Timeline")).to_have_attribute("aria-valuemax", str(len(trace["steps"])))
    page.locator("body").click(position={"x": 640, "y": 20})
    for step in trace["steps"]:
        page.keyboard.press("ArrowRight")
        expect_step(page, step["index"] + 1)
        node, number = step["node"], step.get("gradient", step.get("value"))
        part = {"z": ("z", "delta"), "a": ("a", None)}.get(node[0])
        key = part and part[step["phase"] == "backward"]
        if not key:
            continue
        layer = int(node[1:])
        shown = neurons(page)
        for unit, wanted in enumerate(number[0]):
            np.testing.assert_allclose(float(shown[f"{layer}:{unit}"][key]), wanted, rtol=1e-9)
    page.keyboard.press("1")
    seen = snapshot(page)
    for name in ("W1", "b1", "W2", "b2", "W3", "b3"):
        np.testing.assert_allclose(json.loads(seen[name][1] or ""), trace["gradients"][name], rtol=1e-9, err_msg=name)


def test_a_layer_is_taken_out_and_the_step_keeps_its_place(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="+ Add a layer").click()
    expect(page.locator(".cm-content")).to_contain_text("a3 = sigmoid(z3)")
    page.locator("body").click(position={"x": 640, "y": 20})
    for step in range(1, 4):
        page.keyboard.press("ArrowRight")
        expect_step(page, step)
    expect(page.locator("#step-caption")).to_contain_text("value of a1")
    page.get_by_role("button", name="Remove layer 2").click()
    expect(page.locator("#network [data-neuron]")).to_have_count(5)
    expect(page.locator("#step-caption")).to_contain_text("value of a1")
    expect(page.get_by_role("button", name="+ Add a layer")).to_be_focused()


def test_loss_and_last_activation_stay_together(page: Page) -> None:
    begin(page)
    page.get_by_label("loss", exact=True).select_option(label="cross-entropy of logits")
    expect(page.locator(".cm-content")).to_contain_text("cross_entropy(z2, t)")
    expect(page.get_by_label("Output layer, activation")).to_have_value("")
    page.get_by_label("Output layer, activation").select_option("softmax")
    expect(page.get_by_label("loss", exact=True)).to_have_value("cross_entropy_probs")
    expect(page.locator("#problems li")).to_have_count(0)


def test_weights_start_as_asked(page: Page) -> None:
    begin(page)
    page.get_by_label("weights start").select_option("constant")
    page.get_by_label("value", exact=True).fill("0.25")
    expect(page.get_by_role("textbox", name="W1[1,1]")).to_have_value("0.25")
    page.get_by_label("weights start").select_option("xavier_normal")
    before = page.get_by_role("textbox", name="W1[1,1]")
    expect(before).not_to_have_value("0.25")
    number = before.input_value()
    page.get_by_role("button", name="New seed").click()
    expect(before).not_to_have_value(number)
    # The data of the first network were given by hand, and stay.
    expect(page.get_by_role("textbox", name="x[1,1]")).to_have_value("1")


def test_a_link_holds_the_description_and_what_was_changed(
    page: Page, browser: Browser, browser_context_args: dict[str, Any], watch: Watch
) -> None:
    begin(page)
    page.get_by_role("button", name="784-128-10").click()
    expect(page.locator(".values")).to_contain_text("100352 numbers")
    page.get_by_role("textbox", name="b2[3]").fill("7")
    expect(page).to_have_url(re.compile("#p"))
    page.locator("body").click(position={"x": 640, "y": 20})
    page.keyboard.press("ArrowRight")
    expect_step(page, 1)
    page.get_by_role("button", name="Share this step").click()
    expect(page.get_by_role("button", name=re.compile("Link copied|Copy the address"))).to_be_visible()
    assert len(page.url) < 600
    fresh = browser.new_context(**browser_context_args)
    watch(fresh)
    other = fresh.new_page()
    open_lab(other, page.url)
    expect(other.locator("#network .network-note")).to_contain_text("100,352")
    expect(other.get_by_role("textbox", name="b2[3]")).to_have_value("7")
    expect_step(other, 1)
    assert step_count(other) == step_count(page)
    fresh.close()


def test_an_edited_program_is_kept_even_when_it_is_no_network_any_more(page: Page) -> None:
    begin(page)
    code = page.locator(".cm-content")
    code.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("y = sum(x * x)")
    note = page.locator(".builder-note")
    expect(note).to_contain_text("no network any more")
    expect(page.locator("#no-network")).to_contain_text("no layers")
    page.get_by_role("button", name="+ Add a layer").click()
    expect(code).to_contain_text("a3 = sigmoid(z3)")
    expect(page.locator("#network [data-neuron]")).to_have_count(7)
    page.get_by_role("button", name="Put it back").click()
    expect(code).to_have_text("y = sum(x * x)")
    expect(note).to_contain_text("no network any more")


def test_an_edited_program_that_is_still_a_network_is_shown_as_it_is(page: Page) -> None:
    begin(page)
    code = page.locator(".cm-content")
    text = editor_text(page)
    code.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text.replace("tanh", "relu"))
    expect(page.locator(".builder-note")).to_contain_text("has been edited")
    expect(page.locator("#network")).to_contain_text("relu")
    page.get_by_role("button", name="Write it anew").click()
    expect(code).to_contain_text("tanh")


def test_a_network_beyond_the_limits_is_refused_where_it_is_made(page: Page, watch: Watch) -> None:
    begin(page)
    page.get_by_role("textbox", name="Layer 1, units").fill("999999")
    expect(page.locator(".builder-note .refusal")).to_be_visible()
    expect(page.locator("#network [data-neuron]")).to_have_count(5)
    page.get_by_role("textbox", name="Layer 1, units").fill("3")
    expect(page.locator("#network [data-neuron]")).to_have_count(6)
    expect(page.locator(".builder-note .refusal")).to_have_count(0)
    watch.forgive(REFUSED)


def test_a_long_array_opens_on_request(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="64-32-10").click()
    page.get_by_role("button", name="Show all 320 numbers").click()
    cell = page.get_by_role("textbox", name="W2[31,9]")
    cell.fill("2")
    page.get_by_role("tab", name="Graph").click()
    expect(page.locator('#picture [data-id="W2"]')).to_have_attribute("data-value", re.compile(r",2\]\]$"))


def test_a_formula_makes_way_for_a_network_and_comes_back(page: Page) -> None:
    open_lab(page, "/lessons/fruit")
    expect(page.locator("#builder")).to_be_hidden()
    page.keyboard.press("2")
    page.get_by_role("button", name="Build a network").click()
    page.get_by_role("button", name="Build this network").click()
    expect(page.locator("#network [data-neuron]")).to_have_count(5)
    expect(page.get_by_role("textbox", name="t[1,0]")).to_have_value("1")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator('#picture [data-id="total"]')).to_be_visible()
    expect(page.locator("#problems li")).to_have_count(0)
