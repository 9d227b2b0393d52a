"""Fixtures for all tests: one server a session, and a page that accepts no message in its console."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture
def watch(base_url: str) -> Iterator[Callable[[Any], list[str]]]:
    """Watch a browser context; the test fails on anything it prints, throws, or asks of another machine.

    The `page` fixture's context is watched already; a test that opens a context of its own calls this. The list
    it returns may be emptied by a test that provokes a message on purpose.
    """
    problems: list[list[str]] = []

    def watch_context(context: Any) -> list[str]:
        found: list[str] = []
        problems.append(found)

        def on_request(request: Any) -> None:
            if not request.url.startswith((f"{base_url}/", "data:", "blob:")):
                found.append(f"left the machine: {request.url}")

        # A violation of the Content-Security-Policy is a console error.
        context.on("console", lambda message: found.append(f"console {message.type}: {message.text}"))
        context.on("weberror", lambda error: found.append(f"page error: {error.error}"))
        context.on("request", on_request)
        return found

    yield watch_context
    assert not any(problems), problems


@pytest.fixture
def page(page: Any, watch: Callable[[Any], list[str]]) -> Any:
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
