"""Fixtures for all tests: one server a session, and a page that accepts no message in its console."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import app as _app  # noqa: F401  (before NumPy, whose threads it sets)
from tests.find_browser import launch_options

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what uses a browser last: Playwright leaves an event loop running, in which others could not start theirs."""
    items.sort(key=lambda item: "playwright" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start this machine's browser."""
    ours = launch_options()
    return {**browser_type_launch_args, **ours, "args": [*browser_type_launch_args.get("args", []), *ours["args"]]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], base_url: str) -> dict[str, Any]:
    """Let `page.goto("/lab")` find our own server, in English unless a test says otherwise."""
    return {**browser_context_args, "base_url": base_url, "locale": "en-US", "viewport": {"width": 1280, "height": 720}}


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """The address of a server on a free port."""
    import uvicorn

    from app.main import app

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture(scope="session")
def client() -> Iterator[Any]:
    """Ask the application in this process, without a port or a browser."""
    from starlette.testclient import TestClient

    from app.main import app

    with TestClient(app) as ours:
        yield ours


class Watch:
    """Watches browser contexts: what they print, throw, or ask of another machine."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.problems: list[str] = []

    def __call__(self, context: Any) -> None:
        """Watch a context; the `page` fixture's is watched already."""
        # A violation of the Content-Security-Policy is a console error.
        context.on("console", lambda message: self.problems.append(f"console {message.type}: {message.text}"))
        context.on("weberror", lambda error: self.problems.append(f"page error: {error.error}"))
        context.on("request", self._on_request)

    def forgive(self, pattern: str) -> None:
        """Forget what a test provoked on purpose, such as the browser's own line for a refused request."""
        self.problems = [problem for problem in self.problems if not re.search(pattern, problem)]

    def _on_request(self, request: Any) -> None:
        if not request.url.startswith((f"{self.base_url}/", "data:", "blob:")):
            self.problems.append(f"left the machine: {request.url}")


@pytest.fixture
def watch(base_url: str) -> Iterator[Watch]:
    """The watch over this test's browser contexts; the test fails on anything it saw."""
    ours = Watch(base_url)
    yield ours
    assert not ours.problems, ours.problems


@pytest.fixture
def page(page: Any, watch: Watch) -> Any:
    """A page that fails its test when its console is not silent."""
    watch(page.context)
    return page


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], list[str]]:
    """Run axe-core in a page: `assert not axe(page)`. Each finding names its rule and the first elements."""
    source = AXE.read_text(encoding="utf-8")

    def run(page: Any) -> list[str]:
        page.evaluate(source)  # past the Content-Security-Policy, which a script element would not be
        found = page.evaluate("async () => (await axe.run()).violations")
        return [
            f"{rule['id']}: {rule['help']}: {node['html'][:200]} {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"][:3]
        ]

    return run
