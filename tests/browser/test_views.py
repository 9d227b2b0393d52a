"""The views of one trace: switched by key and by hand, kept in links, readable by everyone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import expect_step, open_lab, step_count
from tests.conftest import Watch

NETWORK = "/lessons/two-outputs"
VIEWS = {"graph": ("1", "#picture"), "network": ("2", "#network"), "matrices": ("3", "#matrices")}


def expect_view(page: Page, name: str) -> None:
    """Wait until this view alone is to be seen, and its tab is the chosen one."""
    for other, (_, host) in VIEWS.items():
        expect(page.locator(host)).to_be_visible(visible=other == name)
        expect(page.locator(f"#tab-{other}")).to_have_attribute("aria-selected", str(other == name).lower())


def test_keys_switch_views_and_the_step_stays(page: Page) -> None:
    open_lab(page, NETWORK)
    expect_view(page, "network")
    for step in range(1, 6):
        page.keyboard.press("ArrowRight")
        expect_step(page, step)
    for name, (key, _) in VIEWS.items():
        page.keyboard.press(key)
        expect_view(page, name)
        expect_step(page, 5)
    page.keyboard.press("1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("2")
    expect_view(page, "network")
    expect_step(page, 6)


def test_a_view_switched_in_the_middle_of_a_step_goes_on_with_it(page: Page) -> None:
    open_lab(page, NETWORK, calm=False)
    page.get_by_label("Speed").select_option("2000")
    page.locator("body").click(position={"x": 640, "y": 20})
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)
    page.keyboard.press("1")
    expect_view(page, "graph")
    expect(page.locator("body")).to_have_attribute("data-step", "0")
    expect(page.locator("#picture .token, #picture .edge.lit").first).to_be_attached()
    expect_step(page, 1)


def test_tabs_answer_to_the_arrow_keys(page: Page) -> None:
    open_lab(page, NETWORK)
    tab = page.get_by_role("tab", name="Network")
    tab.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Matrices")).to_be_focused()
    expect_view(page, "matrices")
    page.keyboard.press("ArrowRight")
    expect_view(page, "graph")
    page.keyboard.press("End")
    expect_view(page, "matrices")
    expect_step(page, 0)


def test_every_view_is_zoomed_and_shown_whole(page: Page) -> None:
    open_lab(page, NETWORK)
    for key, host in (VIEWS["graph"], VIEWS["network"]):
        page.keyboard.press(key)
        expect(page.locator(f"{host} [data-id], {host} [data-neuron]").first).to_be_attached()
        stage = page.locator(f"{host} svg.graph > g[transform]").first
        # The bar over a view that has just come may still grow, and a fit comes with the next frame.
        page.wait_for_timeout(200)
        page.keyboard.press("f")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        whole = stage.get_attribute("transform")
        page.keyboard.press("+")
        expect(stage).not_to_have_attribute("transform", whole or "")
        page.keyboard.press("f")
        expect(stage).to_have_attribute("transform", whole or "")


def test_the_backward_network_has_amplifiers_in_the_places_of_the_neurons(page: Page) -> None:
    open_lab(page, NETWORK)
    turn = page.get_by_role("button", name="Backward network")
    neuron = page.locator('#network [data-neuron="2:0"]')
    triangle = neuron.locator("path.body")
    expect(neuron).to_be_visible()
    expect(triangle).to_have_count(0)
    place = neuron.bounding_box()
    turn.click()
    expect(turn).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("#s0-backward$"))
    expect(triangle).to_have_count(1)
    turn.click()
    expect(triangle).to_have_count(0)
    assert neuron.bounding_box() == place


def test_a_link_opens_at_its_view_and_step_in_a_fresh_profile(
    page: Page, browser: Browser, browser_context_args: dict[str, Any], watch: Watch
) -> None:
    open_lab(page, NETWORK)
    for step in range(1, 4):
        page.keyboard.press("ArrowRight")
        expect_step(page, step)
    page.keyboard.press("3")
    expect(page).to_have_url(re.compile(r"#s3-matrices$"))
    fresh = browser.new_context(**browser_context_args)
    watch(fresh)
    other = fresh.new_page()
    open_lab(other, page.url)
    expect_view(other, "matrices")
    expect_step(other, 3)
    fresh.close()


def test_a_program_without_layers_says_so(page: Page) -> None:
    open_lab(page, "/lessons/fruit")
    page.keyboard.press("2")
    empty = page.locator("#no-network")
    expect(empty).to_contain_text("no layers")
    expect(page.get_by_role("button", name="Backward network")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect_step(page, 1)
    page.keyboard.press("1")
    expect(empty).to_be_hidden()
    expect_view(page, "graph")


def test_layer_by_layer_and_neuron_by_neuron_tell_the_same_story(page: Page) -> None:
    spec = {
        "layers": [{"units": 2}, {"units": 3, "activation": "tanh"}, {"units": 1}],
        "loss": "mse",
        "init": "xavier_uniform",
        "seed": 3,
        "batch": 2,
    }
    open_lab(page, "/lab")
    traces = {
        one: page.request.post("/api/v1/trace", data={"network": spec, "granularity": one}).json()["steps"]
        for one in ("tensor", "element")
    }
    at = {
        one: max(step["index"] for step in steps if step["phase"] == "backward" and step["node"].startswith("a1"))
        for one, steps in traces.items()
    }
    assert at["element"] > at["tensor"]
    open_lab(page, f"/lab{fragment(page, spec, at['tensor'] + 1)}")
    expect_step(page, at["tensor"] + 1)
    page.get_by_role("button", name="neuron by neuron").click()
    expect_step(page, at["element"] + 1)
    assert step_count(page) == len(traces["element"])
    page.get_by_role("button", name="layer by layer").click()
    expect_step(page, at["tensor"] + 1)


def fragment(page: Page, spec: dict[str, Any], step: int) -> str:
    """A link to a network at a step, written by the page's own code."""
    text: str = page.evaluate(
        """async ([spec, step]) => {
          const { writeFragment } = await import("/static/js/state/url.js");
          return writeFragment({ network: spec, program: "" }, step, null, { view: "network" });
        }""",
        [spec, step],
    )
    return text


def test_a_network_too_large_for_single_neurons_is_refused_kindly(page: Page, watch: Watch) -> None:
    open_lab(page, "/lab?build=1")
    page.get_by_role("button", name="784-128-10").click()
    expect(page.locator("#network .network-note")).to_contain_text("100,352")
    page.get_by_role("button", name="neuron by neuron").click()
    expect(page.locator("#granularity-refusal")).to_contain_text("element view")
    expect(page.get_by_role("button", name="layer by layer")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#problems li")).to_have_count(0)
    # A refusal is answered with a 4xx, which Chromium writes into the console on its own account.
    watch.forgive(r"Failed to load resource: the server responded with a status of 4\d\d")


@pytest.mark.parametrize(
    ("theme", "size"),
    [("dark", (1280, 720)), ("light", (390, 844))],
    ids=["dark", "phone"],
)
def test_axe_finds_nothing_in_any_view(
    page: Page, axe: Callable[[Any], list[str]], theme: Any, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=theme)
    open_lab(page, "/lab?build=1")
    expect(page.locator(".cm-editor")).to_be_visible()
    page.get_by_label("weights start").select_option("uniform")
    expect(page.get_by_label("lowest")).to_have_value("-1")
    page.locator("#timeline").press("End")
    found = {}
    for name, (key, _) in VIEWS.items():
        page.keyboard.press(key)
        expect_view(page, name)
        found[name] = axe(page)
    page.keyboard.press("2")
    page.get_by_role("button", name="Backward network").click()
    found["backward"] = axe(page)
    assert found == {name: [] for name in found}, json.dumps(found, indent=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
