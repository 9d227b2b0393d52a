"""`python3 -m tests`: run every check and test, after fetching what they need, a browser included.

`python3 -m tests engine` runs a part (a folder or file of tests/); any other argument is pytest's own. All of them
together run in two processes: one for the browser, one for the rest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from app._setup import ensure, say

TESTS = Path(__file__).resolve().parent
NO_BROWSER = """\
[setup] The browser tests need Chromium, Chrome or Edge, and none could be found, fetched or started.
[setup]   Debian, Ubuntu:  sudo apt-get install chromium
[setup]   any system:      .venv/bin/python -m playwright install --with-deps chromium
[setup]   or name one:     BROWSER_PATH=/path/to/chrome python3 -m tests
[setup] Then run the same command again. Without a browser: python3 -m tests --ignore tests/browser"""


def main() -> None:
    """Set up when needed, then hand over to pytest."""
    ensure("tests")
    arguments = [find_part(argument) for argument in sys.argv[1:]]
    if needs_browser(arguments):
        get_browser()
    import pytest

    os.chdir(TESTS.parent)
    sys.exit(pytest.main(arguments) if arguments else run_all())


def run_all() -> int:
    """Run the browser tests beside all others, and show both reports, one after the other.

    A browser keeps more than one core busy by itself: two of them at once would only wait for each other.
    """
    import pytest

    command = [sys.executable, "-m", "pytest", "tests/browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as browser:
        try:
            rest = pytest.main(["--ignore=tests/browser"])
            say("the tests without a browser are done; those in the browser go on")
            print(browser.communicate()[0])
        except BaseException:
            browser.terminate()
            raise
    return int(rest) or browser.returncode


def find_part(argument: str) -> str:
    """Return tests/engine for `engine`, tests/test_settings.py for `settings`, and anything else as it is."""
    place, separator, rest = argument.partition("::")
    for candidate in () if argument.startswith("-") else (place, f"test_{place}.py", f"{place}.py"):
        if (TESTS / candidate).exists():
            return f"tests/{candidate}{separator}{rest}"
    return argument


def needs_browser(arguments: list[str]) -> bool:
    """Tell whether a run may reach the browser tests: it names them, or it names no part at all."""
    if "--ignore=tests/browser" in arguments or ("--ignore", "tests/browser") in pairwise(arguments):
        return False
    parts = [argument for argument in arguments if argument.startswith("tests")]
    return not parts or any(part == "tests" or part.startswith("tests/browser") for part in parts)


def browser_works() -> bool:
    """Start a browser in a process of its own: Playwright's loop must not stay behind in pytest's."""
    command = [sys.executable, "-m", "tests.find_browser"]
    return subprocess.run(command, check=False, cwd=TESTS.parent, capture_output=True).returncode == 0


def get_browser() -> None:
    """Make sure that a browser starts: the machine's own, Playwright's, or one that apt-get installs."""
    if browser_works():
        return
    say("no working browser found; trying `playwright install chromium` (about 110 MB)")
    install = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    if subprocess.run(install, check=False, capture_output=True).returncode == 0 and browser_works():
        return
    if sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get"):
        say("that did not work; trying `apt-get install chromium`, which takes a minute or two")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-q", *command], check=False, env=quiet, capture_output=True)
        if browser_works():
            return
    sys.exit(NO_BROWSER)


if __name__ == "__main__":
    main()
