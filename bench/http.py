"""The same through HTTP, beside a bare route of the same framework on the same machine."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response

from bench.timing import microseconds, show, show_times

HEADERS = {"content-type": "application/json"}


def make_bare() -> FastAPI:
    """Return an application that answers a body with itself."""
    application = FastAPI()

    @application.post("/echo", response_model=None)
    async def echo(request: Request) -> Response:
        return Response(await request.body(), media_type="application/json")

    return application


bare = make_bare()


@contextmanager
def served(application: str) -> Iterator[int]:
    """Serve an application, named as uvicorn names it, from a process of its own; give its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), "--log-level", "warning"]
    server = subprocess.Popen(command)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait()


def post(connection: HTTPConnection, path: str, body: bytes) -> bytes:
    """Send a body and return the answer's."""
    connection.request("POST", path, body, HEADERS)
    return connection.getresponse().read()


def show_http(asked: dict[str, Any]) -> None:
    """Measure a question through HTTP, then how quickly /health answers while the server is busy."""
    lean, full = orjson.dumps({**asked, "include": []}), orjson.dumps(asked)
    with served("bench.http:bare") as bare_port, served("app.main:app") as port:
        echo, site = HTTPConnection("127.0.0.1", bare_port), HTTPConnection("127.0.0.1", port)
        answer = post(site, "/api/v1/trace", lean)
        works: dict[str, Callable[[], object]] = {
            "bare route, the request echoed": partial(post, echo, "/echo", lean),
            "bare route, the answer echoed": partial(post, echo, "/echo", answer),
            "a product of two numbers": partial(
                post, site, "/api/v1/trace", b'{"program": "y = 2 * 3", "include": []}'
            ),
            "the network, every step": partial(post, site, "/api/v1/trace", lean),
            "the network with formulas": partial(post, site, "/api/v1/trace", full),
        }
        times = microseconds(works)
        show_times("Through HTTP, one connection, each server in a process of its own", times, next(iter(works)))
        show_health(port)


def show_health(port: int) -> None:
    """Print how long /health takes while long questions are being answered."""
    program = "x = 0.5\nfor i in range(4900):\n    x = sin(x) * 1.01\n"
    body = orjson.dumps({"program": program})
    stop = threading.Event()

    def keep_busy() -> None:
        connection = HTTPConnection("127.0.0.1", port)
        while not stop.is_set():
            post(connection, "/api/v1/trace", body)

    threads = [threading.Thread(target=keep_busy) for _ in range(2)]
    for thread in threads:
        thread.start()
    connection = HTTPConnection("127.0.0.1", port)
    times = []
    for _ in range(60):
        start = time.perf_counter()
        connection.request("GET", "/api/v1/health")
        connection.getresponse().read()
        times.append(1e3 * (time.perf_counter() - start))
        time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join()
    times.sort()
    rows = [
        (name, f"{times[int(len(times) * share) - 1]:.1f}")
        for name, share in (("half", 0.5), ("95 %", 0.95), ("all", 1))
    ]
    show("/health within so many ms while two long questions are being answered", ("share of requests", "ms"), rows)
