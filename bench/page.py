"""The page in Chromium: what a lesson moves, how long layouts and repaints take: `python -m bench.page`.

Needs what the tests need (a first `python3 -m tests` provides it).
"""

from __future__ import annotations

import json
import socket
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import Page, sync_playwright

from app.main import app
from bench.timing import show
from tests.find_browser import launch_options

FRAME = f"{1000 / 60:.1f}"
NODES = 200


def chain_of(nodes: int) -> str:
    """Return a program of about so many nodes: a few leaves, then operations on the last few values."""
    lines = [f"x{i} = {i + 1} / {nodes}" for i in range(nodes // 8)]
    names = [f"x{i}" for i in range(nodes // 8)]
    for i in range(nodes - nodes // 8):
        a, b = names[-1 - (i * 7) % min(9, len(names))], names[-1 - (i * 3) % min(12, len(names))]
        lines.append(f"y{i} = {a} {'+-*'[i % 3]} {b}" if i % 4 else f"y{i} = tanh({a} - {b})")
        names.append(f"y{i}")
    return "\n".join(lines)


def serve() -> tuple[uvicorn.Server, str]:
    """Start the site on a free port of this machine."""
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True).start()
    while not server.started:
        time.sleep(0.02)
    return server, f"http://127.0.0.1:{sock.getsockname()[1]}"


def open_lesson(page: Page, address: str) -> dict[str, int]:
    """Open a lesson with an empty cache; return the compressed bytes that moved until the picture stood, by kind."""
    moved: dict[str, int] = {}
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    kinds: dict[str, str] = {}
    ready = False

    def started(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = urlsplit(event["request"]["url"]).path.rsplit(".", 1)[-1]

    def finished(event: dict[str, Any]) -> None:
        if not ready:
            kind = kinds.get(event["requestId"], "")
            kind = kind if kind in ("js", "css", "woff2", "svg") else "html and json"
            moved[kind] = moved.get(kind, 0) + int(event["encodedDataLength"])

    client.on("Network.requestWillBeSent", started)
    client.on("Network.loadingFinished", finished)
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    ready = True
    return moved


def layout_time(page: Page, origin: str) -> tuple[int, float]:
    """Lay out a program of about 200 nodes in a fresh worker; return its nodes and the milliseconds in the worker."""
    page.goto(f"{origin}/lab")
    page.wait_for_selector("html[data-ready]", state="attached")
    program = json.dumps(chain_of(NODES))
    count, milliseconds = page.evaluate(
        f"""async () => {{
          const {{ createPlacer }} = await import("/static/js/layout/topology.js");
          const answer = await fetch("/api/v1/parse", {{ method: "POST",
            headers: {{ "content-type": "application/json" }}, body: JSON.stringify({{ program: {program} }}) }});
          const {{ graph }} = await answer.json();
          const times = [];
          for (let i = 0; i < 5; i += 1) {{
            performance.clearMeasures("layout");
            await createPlacer().place(graph);
            times.push(performance.getEntriesByName("layout")[0].duration);
          }}
          times.sort((a, b) => a - b);
          return [graph.nodes.length, times[2]];
        }}"""
    )
    return count, milliseconds


def frame_times(page: Page, address: str) -> list[float]:
    """Step through a lesson; return the milliseconds that the main thread spent on each repaint, sorted.

    A repaint is all that Chromium does for one frame: callbacks, style, layout, paint and hand-over.
    """
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_timeout(2000)  # the editor and the formulas come after the picture
    slider = page.locator("[role=slider]").first
    count = int(slider.get_attribute("aria-valuemax") or 0)
    slider.focus()
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=["cc", "devtools.timeline"])
    for _ in range(count):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(60)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    frames = [event for event in events if event["name"] == "ProxyMain::BeginMainFrame" and event.get("ph") == "X"]
    return sorted(event["dur"] / 1000 for event in frames)


def main() -> None:
    """Measure and print."""
    server, origin = serve()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options())
            page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
            moved = open_lesson(page, f"{origin}/lessons/fruit")
            rows = [(kind, f"{size / 1000:.1f}") for kind, size in sorted(moved.items())]
            total = sum(moved.values())
            show(
                "A lesson, until the picture stands (goal: 300 kB)", ("", "kB"), [*rows, ("all", f"{total / 1000:.1f}")]
            )
            count, milliseconds = layout_time(page, origin)
            times = frame_times(page, f"{origin}/lessons/two-outputs")
            browser.close()
        show(
            "Times",
            ("", "ms", "goal"),
            [
                (f"layout of {count} nodes, in the worker", f"{milliseconds:.0f}", "150"),
                (f"repaints of two-outputs, the middle of {len(times)}", f"{times[len(times) // 2]:.1f}", FRAME),
                ("repaints of two-outputs, 95 of 100 within", f"{times[len(times) * 95 // 100]:.1f}", FRAME),
                ("repaints of two-outputs, the slowest", f"{times[-1]:.1f}", FRAME),
            ],
        )
    finally:
        server.should_exit = True


if __name__ == "__main__":
    main()
