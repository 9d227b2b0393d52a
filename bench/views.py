"""Large networks in Chromium: how soon they stand, how they pan, step and move: `python -m bench.views`.

Needs what the tests need (a first `python3 -m tests` provides it).
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import mean, median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.http import served
from bench.large import make_spec
from bench.timing import show
from tests.find_browser import launch_options

FRAME = 1000 / 60
PAN = 120
OPENINGS = 5

# When the page says that it stands: its own clock begins with the navigation.
WATCH = """
new MutationObserver((_, watch) => {
  if (!("ready" in document.documentElement.dataset)) return;
  globalThis.stoodAfter = performance.now();
  watch.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"] });
"""

# Move the picture by hand, frame by frame, there and back; tell how far it went, and the time between frames.
DRAG = """
async ([host, frames]) => {
  const svg = document.querySelector(`${host} svg.graph`);
  const stage = svg.querySelector("g");
  const { left, top, width, height } = svg.getBoundingClientRect();
  const start = left + width / 2;
  const act = (type, x) => (type === "mousedown" ? svg : window).dispatchEvent(
    new MouseEvent(type, { bubbles: true, view: window, button: 0, clientX: x, clientY: top + height * 0.9 }));
  const places = new Set();
  const times = [];
  act("mousedown", start);
  for (let i = 0; i < frames; i += 1) {
    times.push(await new Promise(requestAnimationFrame));
    act("mousemove", start + 150 * Math.sin((i / frames) * 2 * Math.PI));
    places.add(stage.getAttribute("transform"));
  }
  act("mouseup", start);
  return [places.size, (times.at(-1) - times[0]) / (frames - 1)];
}
"""


def dense(units: int) -> dict[str, Any]:
    """Return a network whose layers of so many units show every edge."""
    layers: list[dict[str, Any]] = [{"units": units}, *({"units": units, "activation": "tanh"} for _ in range(3))]
    return {"layers": layers, "loss": "sse", "init": "xavier_uniform", "seed": 0, "batch": 1}


def link(spec: dict[str, Any], view: str) -> str:
    """Return the lab's address with a network in it, as the page itself writes it."""
    state = json.dumps([0, {"network": spec}, {"view": view}]).encode()
    packer = zlib.compressobj(wbits=-15)
    text = base64.urlsafe_b64encode(packer.compress(state) + packer.flush()).decode().rstrip("=")
    return f"/lab#p{text}"


@contextmanager
def opened(browser: Browser, address: str, calm: bool = False) -> Iterator[Page]:
    """Open an address in a fresh browser context."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, reduced_motion="reduce" if calm else "no-preference"
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    try:
        yield page
    finally:
        context.close()


def frames_of(page: Page, act: Callable[[], object]) -> list[tuple[float, float]]:
    """Return for each frame that Chromium drew meanwhile its milliseconds on the main thread: by clock, at work.

    The second leaves out what the thread waited for a processor that others had taken.
    """
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=["cc", "devtools.timeline"])
    act()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return [
        (event["dur"] / 1000, event.get("tdur", event["dur"]) / 1000)
        for event in events
        if event["name"] == "ProxyMain::BeginMainFrame" and event.get("ph") == "X"
    ]


def step_through(page: Page, most: int = 60) -> None:
    """Press the arrow until the end."""
    for _ in range(min(most, int(page.locator("[role=slider]").first.get_attribute("aria-valuemax") or 0))):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(120)


def play(page: Page) -> None:
    """Let the story run for some seconds."""
    page.keyboard.press("Space")
    page.wait_for_timeout(6000)
    page.keyboard.press("Space")


def row(name: str, frames: list[tuple[float, float]]) -> list[str]:
    """Return what is told of some frames."""
    clock, work = (sorted(times) for times in zip(*frames, strict=True))
    figures = (mean(clock), mean(work), median(work), work[len(work) * 95 // 100], work[-1])
    return [name, str(len(frames)), *(f"{time:.1f}" for time in figures)]


def pan(name: str, page: Page) -> list[str]:
    """Move the picture for two seconds, and tell of its frames.

    Raises:
        RuntimeError: it did not move.
    """
    told: list[float] = []
    frames = frames_of(page, lambda: told.extend(page.evaluate(DRAG, ["#network", PAN])))
    places, between = told
    if places < PAN / 4:
        raise RuntimeError(f"the picture stood at {places} places only")
    return [*row(f"{name}, panning", frames), f"{1000 / between:.0f}"]


def opening(browser: Browser, origin: str, spec: dict[str, Any], view: str) -> list[str]:
    """Return after how many milliseconds a network stands, from the navigation on, with an empty cache."""
    times = []
    for _ in range(OPENINGS):
        with opened(browser, f"{origin}{link(spec, view)}") as page:
            times.append(page.evaluate("globalThis.stoodAfter"))
    return [f"784-128-10 stands, as {view}", f"{median(times):.0f}", f"{min(times):.0f}", "2000"]


def main() -> None:
    """Measure and print."""
    large = make_spec(batch=1)
    with served("app.main:app") as port, sync_playwright() as playwright:
        origin = f"http://127.0.0.1:{port}"
        browser = playwright.chromium.launch(**launch_options())
        openings = [opening(browser, origin, large, view) for view in ("network", "matrices", "graph")]
        frames = []
        for view in ("network", "backward"):
            with opened(browser, f"{origin}{link(large, view)}") as page:
                page.wait_for_timeout(1500)  # the editor comes after the picture
                frames.append(pan(f"784-128-10, {view}", page))
                frames.append([*row(f"784-128-10, {view}, stepping", frames_of(page, lambda: step_through(page))), ""])
        with opened(browser, f"{origin}{link(dense(19), 'network')}") as page:
            edges = page.evaluate(
                """async (program) => (await (await fetch("/api/v1/trace", { method: "POST",
                  headers: { "content-type": "application/json" }, body: JSON.stringify(program) })).json())
                  .network.layers.reduce((sum, { edges }) => sum + (edges?.shown.length ?? 0), 0)""",
                {"network": dense(19), "include": []},
            )
            page.wait_for_timeout(1500)
            frames.append([*row(f"{edges:,} edges, playing", frames_of(page, lambda: play(page))), ""])
            frames.append(pan(f"{edges:,} edges", page))
        browser.close()
    show("Until the picture stands", ("", "ms", "shortest", "goal"), openings)
    show(
        f"Milliseconds of the main thread for a frame (goal: {FRAME:.1f})",
        ("", "frames", "mean, clock", "mean", "median", "95 of 100", "slowest", "a second"),
        frames,
    )


if __name__ == "__main__":
    main()
