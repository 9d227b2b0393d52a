"""What the journeys through a training do, and what POST /train and POST /trace answer to the same."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import expect_step, snapshot, step_count, timeline

Body = dict[str, Any]
SOME = re.compile(r"^\d{2,}$")


def expect_iteration(page: Page, iteration: int | re.Pattern[str]) -> None:
    """Wait until this iteration is shown."""
    expected = iteration if isinstance(iteration, re.Pattern) else str(iteration)
    expect(page.locator("body")).to_have_attribute("data-iteration", expected)


def run_a_little(page: Page) -> int:
    """Train until there are some iterations, pause, and return how many."""
    page.locator("#train-speed").select_option("1")
    page.locator("#train-run").click()
    expect_iteration(page, SOME)
    page.locator("#train-run").click()
    expect(page.locator("#train-run")).to_have_attribute("aria-label", "Train")
    return int(page.locator("body").get_attribute("data-iteration") or -1)


def ask(page: Page, path: str, **body: Any) -> Any:
    """What the API answers."""
    answer = page.request.post(f"/api/v1/{path}", data=body, headers={"accept": "application/json"})
    assert answer.ok, answer.text()
    return answer.json()


def train(page: Page, body: Body, **more: Any) -> Body:
    """What the API says of a training's end."""
    told = ask(page, "train", **{"every": 100_000, **body, **more})
    return {**told, "last": told["progress"][-1]}


def trace(page: Page, body: Body, iteration: int, rows: list[int] | None = None) -> Body:
    """The iteration after this one, or some rows of the data in its place, as the API traces it."""
    told = train(page, body, iterations=iteration, include=["snapshots"])
    if rows is None:
        data = {key: value for key, value in body["data"].items() if key != "dataset"}
        rows = told["snapshots"][-1]["next_rows"]
        rows = rows or list(range(ask(page, f"datasets/{body['data']['dataset']}", **data)["train"]))
    found: Body = ask(
        page,
        "trace",
        network=body["network"],
        values=told["done"]["parameters"],
        data=body["data"],
        rows=rows,
        optimizer=body["optimizer"],
        iteration=iteration + 1,
        state=told["done"]["state"],
        include=[],
    )
    return found


def number(text: str) -> float:
    """A number as the page writes it."""
    read = text.replace(",", "").replace("−", "-")
    return float(read[:-1]) / 100 if read.endswith("%") else float(read)


def figure(page: Page, name: str) -> float:
    """A number over the charts."""
    return number(page.locator(".figure", has_text=name).locator("dd").first.inner_text())


def expect_trace(page: Page, expected: Body) -> None:
    """The lab steps through this very trace: its values, its gradients, its updates, to the last digit."""
    expect(page.locator("body[data-training]")).not_to_be_attached()
    expect(timeline(page)).to_have_attribute("aria-valuemax", str(len(expected["steps"])))
    page.keyboard.press("1")
    expect(page.locator("#picture [data-id]").first).to_be_visible()
    page.keyboard.press("End")
    expect_step(page, step_count(page))
    moved = snapshot(page)
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("body")).to_have_attribute("data-phase", "backward")
    before = snapshot(page)
    assert len(expected["updates"]) >= 2
    for name, value in expected["updates"].items():
        assert json.loads(moved[name][0] or "") == value
        assert json.loads(before[name][0] or "") == expected["values"][name]
        assert json.loads(before[name][1] or "") == expected["gradients"][name]
    loss = expected["output"]
    assert json.loads(before[loss][0] or "") == expected["values"][loss]


def look_inside(page: Page, body: Body) -> int:
    """Run, scrub back, open an iteration as a trace, come back, branch and compare; return where it branched."""
    last = run_a_little(page)
    slider = page.get_by_role("slider", name="Iterations")
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    half = round(last / 2)
    expect(slider).to_have_attribute("aria-valuenow", re.compile(f"^({half - 1}|{half}|{half + 1})$"))
    half = int(slider.get_attribute("aria-valuenow") or -1)
    expect_iteration(page, half)
    assert figure(page, "loss") == pytest.approx(train(page, body, iterations=half)["last"]["loss"], rel=1e-4)
    page.get_by_role("button", name="Open this iteration").click()
    expect_trace(page, trace(page, body, half))
    page.get_by_role("button", name=f"Back to iteration {half}").click()
    expect_iteration(page, half)
    page.get_by_role("button", name="Branch here").click()
    expect(page.locator(".compare-table tbody tr")).to_have_count(2)
    page.keyboard.press("ArrowRight")
    expect_iteration(page, half + 1)
    # The same settings from there on: the branch goes the way of its parent.
    assert figure(page, "loss") == pytest.approx(train(page, body, iterations=half + 1)["last"]["loss"], rel=1e-4)
    return half
