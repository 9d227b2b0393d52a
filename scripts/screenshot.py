"""Take the README's pictures of the lab: `python -m scripts.screenshot [FOLDER]`.

Needs what the tests need (a first `python3 -m tests` provides it).
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from bench.page import serve
from tests.find_browser import launch_options

STEPS = 4
ENDS = 120_000
"""How long a training may take, in milliseconds."""


def take_lab(page: Page, file: Path) -> None:
    """Take a few steps through a lesson."""
    open_lesson(page, "fruit")
    for _ in range(STEPS):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(1200)
    page.screenshot(path=file)


def take_training(page: Page, file: Path) -> None:
    """Let a network learn to its end."""
    open_lesson(page, "classify")
    page.get_by_role("button", name="Two moons").click()
    expect(page.locator("#training-bar")).to_contain_text("Iteration 1,500", timeout=ENDS)
    page.wait_for_timeout(1000)
    page.screenshot(path=file)


def open_lesson(page: Page, lesson: str) -> None:
    """Open a lesson; the editor and the formulas come after the picture."""
    page.goto(f"/lessons/{lesson}")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_timeout(1500)


def main() -> None:
    """Serve the site, and save what is seen."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    server, origin = serve()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options())
            size = ViewportSize(width=1280, height=720)
            context = browser.new_context(base_url=origin, viewport=size, color_scheme="light", locale="en")
            take_lab(context.new_page(), folder / "lab.png")
            take_training(context.new_page(), folder / "training.png")
            browser.close()
    finally:
        server.should_exit = True


if __name__ == "__main__":
    main()
