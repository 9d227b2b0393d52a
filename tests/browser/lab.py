"""What the journeys do and read in the lab."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

# Two repaints: the picture follows the store before the next one.
SNAPSHOT = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const nodes = document.querySelectorAll("#picture [data-id]");
  const read = ({ dataset }) => [dataset.id, [dataset.value ?? null, dataset.gradient ?? null]];
  return [Number(document.body.dataset.step), Object.fromEntries([...nodes].map(read))];
}"""


def open_lab(page: Page, address: str, calm: bool = True) -> None:
    """Open an address of the lab and wait until its picture stands; calm pages cut instead of move."""
    page.emulate_media(reduced_motion="reduce" if calm else "no-preference")
    page.goto(address)
    expect(page.locator("html[data-ready]")).to_be_attached(timeout=15_000)


def timeline(page: Page) -> Locator:
    """The timeline's slider, found as a screen reader finds it."""
    return page.get_by_role("slider", name="Timeline", exact=True)


def step_count(page: Page) -> int:
    """How many steps there are."""
    return int(timeline(page).get_attribute("aria-valuemax") or 0)


def expect_step(page: Page, step: int) -> None:
    """Wait until this many steps are taken."""
    expect(page.locator("body")).to_have_attribute("data-step", str(step))


def snapshot(page: Page, step: int | None = None) -> dict[str, list[str | None]]:
    """Each node's value and gradient as the picture has them after `step` steps; None where nothing is shown yet."""
    taken, found = page.evaluate(SNAPSHOT)
    assert step is None or taken == step
    numbers: dict[str, list[str | None]] = found
    return numbers


def shown(page: Page, node: str, what: str = "value") -> Any:
    """A node's value or gradient, read from the picture."""
    text = page.locator(f'#picture [data-id="{node}"]').get_attribute(f"data-{what}")
    return None if text is None else json.loads(text)
