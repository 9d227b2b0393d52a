"""What the journeys do and read in the lab."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Literal

from playwright.sync_api import Locator, Page, expect

# Two repaints: the picture follows the store before the next one.
SNAPSHOT = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const nodes = document.querySelectorAll("#picture [data-id]");
  const read = ({ dataset }) => [dataset.id, [dataset.value ?? null, dataset.gradient ?? null]];
  return [Number(document.body.dataset.step), Object.fromEntries([...nodes].map(read))];
}"""

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Colours go over into those of another theme.
SETTLED = """() => {
  const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition);
  return Promise.allSettled(transitions.map(({ finished }) => finished)).then(() => null);
}"""


def open_lab(page: Page, address: str, calm: bool = True) -> None:
    """Open an address of the lab and wait until its picture stands; calm pages cut instead of move."""
    page.emulate_media(reduced_motion="reduce" if calm else "no-preference")
    page.goto(address)
    expect(page.locator("html[data-ready]")).to_be_attached(timeout=15_000)


def leave_training(page: Page) -> None:
    """Leave training mode, in which a lesson on training opens, for the steps of its first iteration."""
    expect(page.locator("body")).to_have_attribute("data-iteration", "0")
    page.keyboard.press("t")
    expect(page.locator("body[data-training]")).not_to_be_attached()
    expect(timeline(page)).to_have_attribute("aria-valuemax", re.compile("[1-9]"))


def expect_no_finding(page: Page, axe: Callable[[Any], list[str]]) -> None:
    """Look for what excludes readers, in the light and in the dark."""
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.evaluate(SETTLED)
        assert axe(page) == []


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
