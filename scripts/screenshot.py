"""Take the README's picture of the lab: `python -m scripts.screenshot [FILE]`.

Needs what the tests need (a first `python3 -m tests` provides it).
"""

from __future__ import annotations

import sys

from playwright.sync_api import sync_playwright

from bench.page import serve
from tests.find_browser import launch_options

STEPS = 4


def main() -> None:
    """Open the lesson, take a few steps, and save what is seen."""
    file = sys.argv[1] if len(sys.argv) > 1 else "docs/lab.png"
    server, origin = serve()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options())
            page = browser.new_page(viewport={"width": 1280, "height": 720}, color_scheme="light", locale="en")
            page.goto(f"{origin}/lessons/fruit")
            page.wait_for_selector("html[data-ready]", state="attached")
            page.wait_for_timeout(1500)  # the editor and the formulas come after the picture
            for _ in range(STEPS):
                page.keyboard.press("ArrowRight")
                page.wait_for_timeout(1200)
            page.screenshot(path=file)
            browser.close()
    finally:
        server.should_exit = True


if __name__ == "__main__":
    main()
