"""Data in training mode: chosen, changed, pasted, dropped; and every way in which a table can be wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Request, Route, expect

from app.engine.optimizers import OPTIMIZERS
from app.engine.schedules import SCHEDULES
from tests.browser.lab import expect_no_finding, open_lab
from tests.conftest import Watch

MANY = re.compile(r"^\d{2,}$")
REFUSED = r"Failed to load resource: the server responded with a status of 4\d\d"
FLOWERS = "\n".join(
    ["length,width,colour,kind"]
    + [f"{4.5 + i / 10:.1f},{3 + i * 7 % 5 / 10:.1f},{'red' if i % 3 else 'blue'},{'ab'[i > 9]}" for i in range(20)]
)


def train(page: Page, address: str = "/lab?build=1") -> Locator:
    """Open the lab in training mode and return its left panel, once its data stand."""
    open_lab(page, address)
    page.locator("#train").click()
    panel = page.locator("#training-settings")
    expect(panel.locator(".data-title")).to_have_text("XOR", timeout=15_000)
    return panel


def choose(page: Page, name: str) -> None:
    """Choose data by its picture."""
    if page.locator("#data-door").get_attribute("open") is None:
        page.locator("#data-door summary").click()
    page.locator(".data-picker").get_by_role("button", name=name, exact=True).click()


def open_table(page: Page, text: str | None = None) -> Locator:
    """Open the dialog for a table, with a text typed in."""
    choose(page, "A table")
    dialog = page.get_by_role("dialog", name="Your own table")
    if text is not None:
        dialog.get_by_role("textbox", name="The table as text").fill(text)
    return dialog


def complaints(dialog: Locator) -> Locator:
    """What is wrong with the table, one item each."""
    return dialog.locator(".table-problems .refusal")


def drop(page: Page, place: str, name: str, text: str) -> None:
    """Drop a file on a part of the page."""
    page.evaluate(
        """([place, name, text]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], name));
          const target = document.querySelector(place);
          for (const kind of ["dragover", "drop"]) {
            target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
          }
        }""",
        [place, name, text],
    )


def body_of(request: Request) -> Any:
    """What a request carried."""
    return request.post_data_json


def is_run(request: Request, dataset: str) -> bool:
    """Tell whether a request trains on a dataset for more than iteration 0."""
    if not request.url.endswith("/train"):
        return False
    body = body_of(request)
    return bool(body["data"].get("dataset") == dataset and body["iterations"] > 0)


def add_point(page: Page, x: str, y: str, label: int) -> None:
    """Add a point by the form under the plane."""
    form = page.locator(".field-form")
    form.locator("input").nth(0).fill(x)
    form.locator("input").nth(1).fill(y)
    form.locator("select").select_option(str(label))
    form.get_by_role("button", name="Add").click()


ROWS = "\n".join(f"{i},{i % 3},{i % 2}" for i in range(8))
BAD = {
    "a ragged table": ("x,y,t\n1,2,0\n3,4\n5,6,1", "in row 3", 3),
    "a text among numbers": (f"x,y,t\n{ROWS}\n8,eight,0", "got 'eight' in row 10, column 'y'", 10),
    "an infinite number": (f"x,y,t\n{ROWS}\n8,1e999,0", "in row 10, column 'y'", 10),
    "one class alone": ("x,y,t\n1,2,a\n2,1,a\n3,3,a\n4,1,a", "column", 0),
    "a header alone": ("x,y,t", "nothing below it", 0),
    "a quote that never ends": ('x,y,t\n1,2,0\n3,"4,1\n5,6,0', "row", 0),
}


def test_data_are_chosen_by_their_pictures_and_the_network_fits_them(page: Page) -> None:
    panel = train(page)
    page.locator("#data-door summary").click()
    listed = page.request.get("/api/v1/datasets").json()["datasets"]
    for one in listed:
        stamp = page.locator(f'[data-dataset="{one["id"]}"]')
        expect(stamp.locator(".dots, .pixel").first).to_be_attached(timeout=15_000)
        expect(stamp).to_have_accessible_name(one["title"])
    choose(page, "Iris flowers")
    expect(panel.locator(".data-title")).to_have_text("Iris flowers")
    expect(panel.locator(".data-size")).to_have_text("112 to train on, 38 held out")
    expect(panel.get_by_role("switch", name="standardise")).to_be_checked()
    expect(page.locator(".cm-content")).to_contain_text("cross_entropy(")
    expect(page.locator("#builder-form .layer-row input").last).to_have_value("3")
    # Options change the rows, and are there again on the way back.
    choose(page, "Circles")
    with page.expect_request(re.compile("datasets/circles")) as asked:
        page.get_by_label("noise", exact=True).fill("0.2")
    assert body_of(asked.value)["noise"] == 0.2
    page.get_by_role("slider", name="rows, slider").press("ArrowRight")
    expect(panel.locator(".data-size")).to_have_text("225 to train on, 75 held out")
    page.get_by_role("button", name="Another seed").click()
    expect(page.get_by_label("seed", exact=True).first).to_have_value("1")
    choose(page, "Moons")
    expect(page.get_by_label("noise", exact=True)).to_have_value("0.05")
    choose(page, "Circles")
    expect(page.get_by_label("noise", exact=True)).to_have_value("0.2")
    expect(panel.locator(".data-size")).to_have_text("225 to train on, 75 held out")


def test_points_of_ones_own_are_learned_on_the_way(page: Page) -> None:
    panel = train(page)
    choose(page, "Points by clicking")
    expect(panel.locator(".data-size")).to_have_text("no rows yet")
    expect(panel.locator(".data-note")).to_have_text("Click in the plane to set points.")
    add_point(page, "0.5", "0.5", 1)
    add_point(page, "-0.5", "-0.5", 0)
    expect(panel.locator(".data-size")).to_have_text("2 rows, all to train on")
    body = page.locator("body")
    for _ in range(2):
        page.locator("#train-once").click()
    expect(body).to_have_attribute("data-iteration", "2")
    # A point more goes on with what was learned, from there.
    with page.expect_request("**/api/v1/train") as asked:
        add_point(page, "0.5", "-0.5", 1)
    assert body_of(asked.value)["resume"]["iteration"] == 2
    expect(panel.locator(".data-size")).to_have_text("3 rows, all to train on")
    expect(body).to_have_attribute("data-iteration", "2")
    page.locator("#train-run").click()
    expect(body).to_have_attribute("data-iteration", MANY)
    with page.expect_request("**/api/v1/train") as asked:
        add_point(page, "-0.5", "0.5", 0)
    told = body_of(asked.value)
    assert len(told["data"]["x"]) == 4
    assert told["resume"]["iteration"] >= 10
    expect(page.locator("#train-run")).to_have_attribute("aria-label", "Pause")


def test_a_table_trains_with_the_columns_that_were_chosen(page: Page, watch: Watch) -> None:
    panel = train(page)
    dialog = open_table(page)
    area = dialog.get_by_role("textbox", name="The table as text")
    use = dialog.get_by_role("button", name="Use these data")
    for text, told, row in BAD.values():
        area.fill(text)
        expect(complaints(dialog).first).to_contain_text(told)
        expect(use).to_be_disabled()
        expect(area).to_have_value(text)
        if row:
            dialog.get_by_role("button", name=f"Show row {row}").click()
            chosen = area.evaluate("(area) => area.value.slice(area.selectionStart, area.selectionEnd)")
            assert chosen == text.split("\n")[row - 1]
    area.fill("   \n ")
    expect(complaints(dialog)).to_have_count(0)
    expect(use).to_be_disabled()
    # Gaps, and columns that say nothing, are told.
    area.fill(f"x,z,t\n{ROWS}\nNaN,2,1\n,1,0")
    expect(dialog.locator(".columns tbody tr").first).to_contain_text("2")
    expect(dialog.locator(".note")).to_contain_text("2 rows left out: row 10")
    dialog.get_by_label("missing values").select_option("mean")
    expect(dialog.locator(".note")).to_have_count(0)
    expect(dialog).to_contain_text("8 to train on, 2 held out")
    rows = "\n".join(f"7,{i},{i % 2}" for i in range(8))
    area.fill(f"same,x,t\n{rows}")
    expect(dialog.locator(".note")).to_contain_text("same")
    expect(dialog.get_by_label("same: use as")).to_have_value("ignored")
    expect(use).to_be_enabled()
    # A column with a wrong cell can be left out.
    area.fill(f"x,y,t\n{ROWS}\n8,eight,0")
    expect(complaints(dialog)).to_contain_text("column 'y'")
    dialog.get_by_label("y: use as").focus()
    dialog.get_by_label("y: use as").select_option("ignored")
    expect(complaints(dialog)).to_have_count(0)
    expect(use).to_be_enabled()
    expect(dialog.get_by_label("y: use as")).to_be_focused()
    # Another file is another table.
    drop(page, "#training-settings", "flowers.csv", FLOWERS)
    expect(dialog.get_by_label("kind: use as")).to_have_value("target")
    expect(dialog).to_contain_text("15 to train on, 5 held out · 4 inputs · 2 classes")
    dialog.get_by_label("colour: use as").select_option("ignored")
    expect(dialog).to_contain_text("2 inputs")
    dialog.get_by_role("switch", name="standardise").uncheck()
    expect(dialog.locator(".preview tbody td").first).to_have_text(re.compile(r"^[456](\.\d)?$"))
    use.click()
    expect(dialog).to_be_hidden()
    expect(panel.locator(".data-size")).to_have_text("15 to train on, 5 held out")
    page.locator("#train-once").click()
    expect(page.locator("#training-caption")).to_contain_text("Iteration 1")
    panel.get_by_role("button", name="Edit the table").click()
    expect(area).to_have_value(FLOWERS)
    watch.forgive(REFUSED)


def test_files_are_taken_from_anywhere_or_refused_and_nothing_is_lost(page: Page, watch: Watch, tmp_path: Path) -> None:
    panel = train(page)
    drop(page, "#train-stop", "flowers.csv", FLOWERS)
    dialog = page.get_by_role("dialog", name="Your own table")
    expect(dialog).to_contain_text("flowers.csv")
    dialog.get_by_role("button", name="Use these data").click()
    expect(panel.locator(".data-title")).to_have_text("flowers.csv")
    panel.get_by_role("button", name="Edit the table").click()
    expect(dialog.locator(".preview")).to_be_visible()
    large = tmp_path / "large.csv"
    large.write_text("x,y,t\n" + "1,2,0\n" * 2_000_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    chooser = dialog.locator("#table-file")
    chooser.set_input_files(large)
    expect(complaints(dialog)).to_have_text(re.compile(r"large\.csv has 12 MB; a request may have 8 MB\."))
    packed = b"PK\x03\x04" + bytes(60)
    chooser.set_input_files({"name": "table.xlsx", "mimeType": "application/zip", "buffer": packed})
    expect(complaints(dialog)).to_contain_text("table.xlsx is a packed or binary file")
    assert [url for url in asked if "csv" in url] == []
    expect(dialog.get_by_role("textbox", name="The table as text")).to_have_value(FLOWERS)
    expect(dialog.get_by_role("button", name="Use these data")).to_be_enabled()
    drop(page, "#training-settings", "many.csv", "x,t\n" + "1,0\n" * 1_000_000)
    expect(complaints(dialog)).to_contain_text("1,000,001 rows", timeout=15_000)
    expect(dialog).to_contain_text("only the beginning is shown")
    # A table of 2,100 numbers is used, but has no room in a link.
    rows = "\n".join(f"{i},{i * i % 7},{i % 2}" for i in range(700))
    chooser.set_input_files({"name": "points.csv", "mimeType": "text/csv", "buffer": f"x,y,t\n{rows}".encode()})
    expect(complaints(dialog)).to_have_count(0)
    dialog.get_by_role("button", name="Use these data").click()
    expect(panel.locator(".data-size")).to_have_text("525 to train on, 175 held out")
    page.locator("#share").click()
    expect(page.locator("#share")).to_have_accessible_name(re.compile("without your data"))
    assert len(page.url) < 1500
    watch.forgive(REFUSED)


def test_numbers_take_effect_at_once_and_bad_ones_stay_with_what_is_allowed(page: Page) -> None:
    train(page)
    caption = page.locator("#training-caption")
    expect(caption).to_have_attribute("title", re.compile("loss"))
    choose(page, "Circles")
    field = page.get_by_label("batch size", exact=True)
    for typed, rule in (
        ("0", "from 1 to 150"),
        ("151", "from 1 to 150"),
        ("2.5", "whole number"),
        ("many", "whole number"),
    ):
        field.fill(typed)
        field.press("Tab")
        expect(field).to_have_value(typed)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#train-batch_size-refusal")).to_contain_text(rule)
    page.get_by_role("button", name="all", exact=True).click()
    expect(field).to_have_value("")
    expect(page.locator("#train-batch_size-refusal")).to_be_hidden()
    # While it runs, too.
    page.locator("#train-speed").select_option("1")
    page.locator("#train-run").click()
    expect(caption).not_to_contain_text("Iteration 0")
    with page.expect_request("**/api/v1/train") as asked:
        page.get_by_label("optimizer", exact=True).select_option("adam")
    body = body_of(asked.value)
    assert body["optimizer"] == {"name": "adam", "learning_rate": 0.01, **OPTIMIZERS["adam"].options}
    assert body["resume"]["iteration"] > 0
    page.locator("#train-finer summary").click()
    with page.expect_request("**/api/v1/train") as asked:
        page.get_by_label("β₂").fill("0.9")
    assert body_of(asked.value)["optimizer"]["beta2"] == 0.9
    # What was typed or chosen right before the button counts.
    page.locator("#train-run").click()
    expect(page.locator("#train-run")).to_have_attribute("aria-label", "Train")
    page.locator("#train-stop summary").click()
    until = page.get_by_label("target loss")
    until.fill("0.05")
    with page.expect_request("**/api/v1/train") as asked:
        until.press("Enter")
        page.locator("#train-run").click()
    assert body_of(asked.value)["until"] == {"loss": 0.05}
    page.locator("#train-run").click()
    # Data that are still on their way do not lose it.
    held: list[Route] = []
    page.route("**/datasets/moons", lambda route: held.append(route))
    with page.expect_request("**/datasets/moons"):
        choose(page, "Moons")
    page.locator("#train-run").click()
    with page.expect_request(lambda request: is_run(request, "moons")):
        held[-1].continue_()
    expect(page.locator("body")).to_have_attribute("data-iteration", MANY)
    # The page offers the rules of the engine with their numbers.
    ours = page.evaluate("""async () => {
      const { OPTIMIZERS, SCHEDULES } = await import("/static/js/state/settings.js");
      return [OPTIMIZERS, SCHEDULES];
    }""")
    assert {n: one["options"] for n, one in ours[0].items()} == {n: dict(o.options) for n, o in OPTIMIZERS.items()}
    assert ours[1] == {name: dict(one.options) for name, one in SCHEDULES.items()}


def test_axe_finds_nothing(page: Page, axe: Callable[[Any], list[str]], watch: Watch) -> None:
    panel = train(page)
    choose(page, "Spiral")
    expect(panel.locator(".data-title")).to_have_text("Spiral")
    page.locator("#train-finer summary").click()
    page.locator("#train-stop summary").click()
    page.get_by_label("batch size", exact=True).fill("0")
    expect(page.locator("#train-batch_size-refusal")).to_be_visible()
    dialog = open_table(page, FLOWERS)
    expect(dialog.locator(".preview tbody tr").first).to_be_visible()
    page.locator("#table-text").fill(BAD["a text among numbers"][0])
    expect(complaints(dialog)).to_be_visible()
    expect_no_finding(page, axe)
    watch.forgive(REFUSED)


def test_on_a_phone_nothing_is_wider_than_the_screen_and_a_spreadsheets_own_coding_is_read(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_lab(page, "/lab?build=1&lang=zh-Hant")
    page.locator("#train").click()
    page.locator("#data-door summary").click()
    page.locator("#train-finer summary").click()
    page.locator(".data-stamp").last.click()
    page.locator("#table-file").set_input_files(
        {"name": "花.csv", "mimeType": "text/csv", "buffer": FLOWERS.replace("colour", "顏色").encode("big5")}
    )
    expect(page.locator(".columns")).to_contain_text("顏色")
    expect(page.locator(".preview tbody tr").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wider = "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('dialog[open]'))"
    assert page.evaluate(wider) <= 0
