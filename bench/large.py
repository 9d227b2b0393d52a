"""A network of 784-128-10, as the page asks for it: `python -m bench.large`."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from http.client import HTTPConnection
from statistics import median
from time import perf_counter
from typing import Any

import orjson

from app.api.jobs import network_answer, parse_answer, trace_answer
from app.api.pool import get_pool
from bench.http import HEADERS, served
from bench.timing import show

REPEATS = 15
FOLD = 20_000  # as the page does
VIEWS = ["formulas", "jacobians", "samples"]


def make_spec(batch: int) -> dict[str, Any]:
    """Return the network that reads 28 × 28 images."""
    layers = [{"units": 784}, {"units": 128, "activation": "relu"}, {"units": 10, "activation": "softmax"}]
    return {"layers": layers, "loss": "cross_entropy_probs", "init": "he_uniform", "seed": 0, "batch": batch}


def measure(work: Callable[[], bytes]) -> tuple[str, str, bytes]:
    """Return the median and the shortest time in milliseconds, and the answer."""
    answer = work()
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        answer = work()
        times.append(1e3 * (perf_counter() - start))
    return f"{median(times):.0f}", f"{min(times):.0f}", answer


def in_process(batch: int) -> list[list[str]]:
    """Measure from a body's bytes to an answer's bytes, without HTTP."""
    spec = make_spec(batch)
    built = orjson.loads(network_answer(orjson.dumps(spec), "en"))
    program = {key: built[key] for key in ("program", "values", "roles")}
    questions: dict[str, Callable[[], bytes]] = {
        "network as a program": lambda: network_answer(orjson.dumps(spec), "en"),
        "parse": lambda: parse_answer(orjson.dumps({"network": spec}), "en"),
        "trace without formulas": lambda: trace_answer(
            orjson.dumps({"network": spec, "fold": FOLD, "include": []}), "en"
        ),
        "trace for the page": lambda: trace_answer(
            orjson.dumps({"network": spec, "fold": FOLD, "include": VIEWS}), "en"
        ),
        "the same, every number sent along": lambda: trace_answer(
            orjson.dumps({**program, "fold": FOLD, "include": VIEWS}), "en"
        ),
        "the same, nothing folded": lambda: trace_answer(orjson.dumps({"network": spec, "include": VIEWS}), "en"),
    }
    rows = []
    for name, work in questions.items():
        middle, best, answer = measure(work)
        rows.append([f"{name}, batch {batch}", middle, best, f"{len(answer) / 1000:,.0f}", ""])
    return rows


def through_http(batch: int, port: int) -> list[str]:
    """Measure the page's question through HTTP, compressed as a browser asks for it."""
    connection = HTTPConnection("127.0.0.1", port)
    body = orjson.dumps({"network": make_spec(batch), "fold": FOLD, "include": VIEWS})

    def ask() -> bytes:
        connection.request("POST", "/api/v1/trace", body, {**HEADERS, "accept-encoding": "gzip"})
        return connection.getresponse().read()

    middle, best, packed = measure(ask)
    size = f"{len(gzip.decompress(packed)) / 1000:,.0f}"
    return [f"trace for the page, through HTTP, batch {batch}", middle, best, size, f"{len(packed) / 1000:,.0f}"]


def main() -> None:
    """Measure and print."""
    get_pool()  # the server's settings of the collector
    rows = [row for batch in (1, 16) for row in in_process(batch)]
    with served("app.main:app") as port:
        rows += [through_http(batch, port) for batch in (1, 16)]
    show("784-128-10", ("", "ms", "shortest", "kB", "compressed"), rows)


if __name__ == "__main__":
    main()
