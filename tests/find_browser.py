"""Find a Chromium, Chrome or Edge on this machine, and start it the way the tests need it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
QUIET = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str | None:
    """Return the browser of BROWSER_PATH or of this machine; None leaves the choice to Playwright's own."""
    if named := os.environ.get("BROWSER_PATH"):
        return named
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return on_path or next((place for place in PLACES if Path(place).exists()), None)


def launch_options() -> dict[str, Any]:
    """Return the options of Playwright's launch()."""
    # Chromium's sandbox does not start as root.
    is_root = sys.platform == "linux" and os.geteuid() == 0
    browser = find_browser()
    options: dict[str, Any] = {"args": [*QUIET, *(["--no-sandbox"] if is_root else [])]}
    return options | ({"executable_path": browser} if browser else {})


def main() -> None:
    """Open and close a page; leave with what went wrong when that fails."""
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options(), timeout=60_000)
            browser.new_page().close()
            browser.close()
    except Error as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
