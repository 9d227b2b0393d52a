"""The lab under a visitor's hands: typing, dragging, sharing, changing language, asking the tools."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import expect_step, open_lab, shown, snapshot, step_count, timeline
from tests.conftest import Watch


def editor(page: Page) -> Any:
    """The code editor, once it has come."""
    found = page.locator(".cm-content")
    expect(found).to_be_visible(timeout=15_000)
    return found


def test_an_error_is_marked_where_it_is_and_goes_when_mended(page: Page, watch: Watch) -> None:
    open_lab(page, "/lessons/fruit")
    code = editor(page)
    code.click()
    page.keyboard.press("Control+End")
    with page.expect_response(lambda answer: answer.status >= 400):
        page.keyboard.type("\ngift = frut + 1")
        problems = page.locator("#problems li")
        expect(problems.first).to_contain_text("frut")
    expect(page.locator(".cm-lintRange-error")).to_have_text("frut")
    assert set(snapshot(page)) == {"n", "unit", "tax", "fruit", "total"}
    for _ in range(len("ut + 1")):
        page.keyboard.press("Backspace")
    page.keyboard.type("uit + 1")
    expect(problems).to_have_count(0)
    expect(page.locator('#picture [data-id="gift"]')).to_be_attached()
    # A refused program is answered with a 4xx, which Chromium writes into the console on its own account.
    watch.forgive(r"Failed to load resource: the server responded with a status of 4\d\d")


def test_what_is_typed_before_the_editor_comes_is_kept(page: Page) -> None:
    held: list[Any] = []
    page.route(re.compile(r"codemirror__view"), lambda route: held.append(route))
    with page.expect_request(re.compile(r"codemirror__view")):
        open_lab(page, "/lab")
    field = page.locator("#program-text")
    field.press("Control+End")
    field.press_sequentially("\nz = y * 2")
    held[0].continue_()
    expect(editor(page)).to_contain_text("z = y * 2")
    expect(page.locator('#picture [data-id="z"]')).to_be_attached()


def test_a_dragged_value_recomputes_and_nothing_jumps(page: Page) -> None:
    open_lab(page, "/lessons/fruit#s7")
    expect_step(page, 7)
    place = page.locator('#picture [data-id="total"]').bounding_box()
    name = page.locator("label.leaf-name", has_text="n").first
    name.hover(position={"x": 4, "y": 8})
    box = name.bounding_box()
    assert box
    page.mouse.down()
    page.mouse.move(box["x"] + 64, box["y"] + 8, steps=6)
    page.mouse.up()
    expect(page.get_by_role("textbox", name="n", exact=True)).to_have_value("3")
    expect(page.locator('#picture [data-id="total"]')).to_have_attribute("data-value", re.compile(r"^330(\.0+\d*)?$"))
    assert page.locator('#picture [data-id="total"]').bounding_box() == place
    expect_step(page, 7)


def test_nothing_moves_when_the_editor_takes_the_place_of_the_field(page: Page) -> None:
    page.add_init_script("""
        window.tops = new Set();
        const watch = () => {
            const row = document.querySelector(".leaf-name");
            if (row && "ready" in document.documentElement.dataset) window.tops.add(row.getBoundingClientRect().top);
            requestAnimationFrame(watch);
        };
        watch();
    """)
    open_lab(page, "/lessons/fruit")
    expect(editor(page)).to_be_visible()
    page.wait_for_function("document.querySelectorAll('.cm-lineNumbers .cm-gutterElement').length > 5")
    frames = "new Promise((done) => { let n = 12; const on = () => (n-- ? requestAnimationFrame(on) : done()); on(); })"
    page.evaluate(frames)
    assert page.evaluate("[...window.tops]") == page.evaluate("[...window.tops].slice(0, 1)")


def test_a_slider_a_step_and_a_field_set_the_same_value(page: Page) -> None:
    open_lab(page, "/lessons/fruit")
    field = page.get_by_role("textbox", name="n", exact=True)
    page.get_by_role("button", name="n, one step up", exact=True).click()
    expect(field).to_have_value("2.1")
    page.get_by_role("slider", name="n, slider").press("ArrowRight")
    expect(field).to_have_value("2.2")
    field.fill("1e1")
    expect(page.locator('#picture [data-id="n"]')).to_have_attribute("data-value", "10")
    field.fill("NaN")
    expect(page.locator(".leaf", has=field).locator(".refusal")).to_contain_text("Type a number")
    assert shown(page, "n") == 10
    page.get_by_role("button", name="Reset").click()
    expect(page.locator('#picture [data-id="n"]')).to_have_attribute("data-value", "2")


def test_a_slider_suits_a_number_much_smaller_than_the_last(page: Page) -> None:
    open_lab(page, "/lessons/fruit")
    field = page.get_by_label("n", exact=True)
    field.fill("1e12")
    expect(page.locator('#picture [data-id="n"]')).to_have_attribute("data-value", "1e12")
    field.fill("3")
    expect(page.locator('#picture [data-id="n"]')).to_have_attribute("data-value", "3")
    slider = page.get_by_role("slider", name="n, slider")
    slider.press("ArrowRight")
    expect(field).to_have_value("3.1")


def test_what_if_writes_out_an_array(page: Page) -> None:
    open_lab(page, "/lessons/affine")
    page.keyboard.press("W")
    expect(page.locator("#what-if-answer")).to_contain_text("[2 3 4; 3 4 5] → [3 3 4; 3 4 5]")


def test_a_matrix_is_edited_as_a_grid(page: Page) -> None:
    open_lab(page, "/lessons/affine")
    page.get_by_role("textbox", name="W[0,1]").fill("-3")
    expect(page.locator('#picture [data-id="W"]')).to_have_attribute("data-value", re.compile(r"\[\[1,-3,0\]"))


def test_each_number_of_a_long_vector_can_be_typed(page: Page) -> None:
    open_lab(page, "/lab")
    code = editor(page)
    code.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(f"v = {list(range(50))}\ny = sum(v * v)")
    last = page.get_by_role("textbox", name="v[49]")
    expect(last).to_have_value("49")
    box = last.bounding_box()
    assert box is not None and box["width"] > 30
    last.fill("-3")
    expect(page.locator('#picture [data-id="v"]')).to_have_attribute("data-value", re.compile(r"48,-3\]$"))


def test_one_tab_stop_leads_to_the_nodes(page: Page) -> None:
    open_lab(page, "/lessons/fruit")
    page.locator("#roles summary").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("tab", name="Graph")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator('#picture [data-id="n"]')).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator('#picture [data-id="unit"]')).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator('#picture [data-id="unit"]')).to_be_focused()


def test_a_learning_rate_adds_the_updates(page: Page) -> None:
    open_lab(page, "/lessons/fruit")
    before = step_count(page)
    page.get_by_label("learning rate").fill("0.5")
    expect(timeline(page)).not_to_have_attribute("aria-valuemax", str(before))
    timeline(page).press("End")
    expect(page.locator("body")).to_have_attribute("data-phase", "update")
    snapshot(page)
    assert shown(page, "n") == 2 - 0.5 * shown(page, "n", "gradient")


def test_a_value_held_constant_gets_no_gradient(page: Page) -> None:
    open_lab(page, "/lessons/fruit")
    page.get_by_label("held constant").fill("unit")
    expect(timeline(page)).to_have_attribute("aria-valuemax", "6")
    page.get_by_role("slider", name="Timeline").press("End")
    expect_step(page, 6)
    assert shown(page, "n", "gradient") is not None
    assert shown(page, "unit", "gradient") is None
    page.get_by_label("held constant").fill("nobody")
    expect(page.locator("#options-refusal")).to_contain_text("nobody")


def test_elements_are_nodes_when_asked(page: Page) -> None:
    open_lab(page, "/lessons/dot")
    page.get_by_role("switch", name="each element a node").check()
    expect(page.locator('#picture [data-id="W[1,0]"]')).to_be_attached()
    page.get_by_role("textbox", name="W[1,0]").fill("7")
    expect(page.locator('#picture [data-id="W[1,0]"]')).to_have_attribute("data-value", "7")


def test_a_shared_link_opens_at_that_very_step_in_a_fresh_profile(
    page: Page, browser: Browser, browser_context_args: dict[str, Any], watch: Watch
) -> None:
    open_lab(page, "/lessons/fruit")
    page.get_by_role("textbox", name="tax", exact=True).fill("1.25")
    expect(page.locator('#picture [data-id="tax"]')).to_have_attribute("data-value", "1.25")
    page.locator("body").click(position={"x": 5, "y": 400})
    for step in range(4):
        page.keyboard.press("ArrowRight")
        expect_step(page, step + 1)
    page.get_by_role("button", name="Share this step").click()
    expect(page).to_have_url(re.compile("#p"))
    seen = snapshot(page)
    fresh = browser.new_context(**browser_context_args)
    watch(fresh)
    other = fresh.new_page()
    open_lab(other, page.url)
    expect_step(other, 4)
    assert snapshot(other) == seen
    fresh.close()


def test_the_language_changes_and_nothing_else(page: Page) -> None:
    open_lab(page, "/lessons/fruit")
    page.get_by_role("textbox", name="n", exact=True).fill("5")
    expect(page.locator('#picture [data-id="n"]')).to_have_attribute("data-value", "5")
    page.get_by_role("slider", name="Timeline").focus()
    page.keyboard.press("Shift+ArrowRight")
    seen = snapshot(page)
    step = page.locator("body").get_attribute("data-step")
    page.get_by_role("link", name="繁體中文").click()
    expect(page.locator("html[lang=zh-Hant][data-ready]")).to_be_attached(timeout=15_000)
    expect_step(page, int(step or 0))
    assert snapshot(page) == seen
    sentence = page.locator("#timeline").get_attribute("aria-valuetext") or ""
    assert re.search(r"[\u4e00-\u9fff]", sentence)


def test_what_if_sets_the_prediction_beside_what_happens(page: Page) -> None:
    open_lab(page, "/lessons/fruit")
    page.keyboard.press("w")
    answer = page.locator("#what-if-answer")
    expect(answer.locator("dd").nth(0)).to_have_text("+110")
    expect(answer.locator("dd").nth(1)).to_have_text("+110")
    page.get_by_label("What if", exact=True).select_option("tax")
    page.get_by_label("were", exact=True).fill("1.2")
    expect(answer.locator("dd").nth(1)).to_have_text("+20")


def test_the_check_agrees_for_every_leaf(page: Page) -> None:
    open_lab(page, "/lessons/neuron")
    page.keyboard.press("g")
    expect(page.locator(".check-table tbody tr").first).to_be_visible()
    expect(page.locator(".check-table .failed")).to_have_count(0)
    expect(page.get_by_role("img", name="Error of the difference quotient over its step size")).to_be_visible()


def test_help_opens_and_closes_by_keyboard(page: Page) -> None:
    open_lab(page, "/lab")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_an_unreachable_server_is_said_and_nothing_is_lost(page: Page, watch: Watch) -> None:
    open_lab(page, "/lessons/fruit")
    page.route("**/api/v1/trace", lambda route: route.abort())
    page.get_by_role("textbox", name="n", exact=True).fill("4")
    expect(page.locator("#problems li")).to_contain_text("cannot be reached")
    watch.forgive(r"net::ERR_FAILED")
    page.unroute("**/api/v1/trace")
    page.get_by_role("textbox", name="n", exact=True).fill("6")
    expect(page.locator('#picture [data-id="n"]')).to_have_attribute("data-value", "6")
    expect(page.locator("#problems li")).to_have_count(0)


def test_a_slow_answer_never_replaces_a_newer_one(page: Page) -> None:
    open_lab(page, "/lessons/fruit")
    held: list[Any] = []
    page.route("**/api/v1/trace", lambda route: held.append(route))
    field = page.get_by_role("textbox", name="n", exact=True)
    field.fill("8")
    expect(page.locator("#waiting")).to_be_visible()
    field.fill("9")
    page.wait_for_timeout(50)
    # The older request was aborted by the newer one; its route has nobody left to answer.
    held[-1].continue_()
    expect(page.locator('#picture [data-id="n"]')).to_have_attribute("data-value", "9")
    expect(page.locator("#waiting")).to_be_hidden()
    assert shown(page, "n") == 9
