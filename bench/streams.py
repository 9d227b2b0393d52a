"""Many trainings on one worker, a reader that vanishes, a worker that is killed: `python -m bench.streams`."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from bench.timing import show

STREAMS = 20
SECONDS = 5.0
PATIENCE = 30.0
"""Seconds after which a part gives up."""

NETWORK = {
    "layers": [
        {"units": 2},
        {"units": 4, "activation": "tanh"},
        {"units": 2, "activation": "tanh"},
        {"units": 1, "activation": "tanh"},
    ],
    "loss": "mse",
}
BODY: dict[str, Any] = {
    "network": NETWORK,
    "data": {"dataset": "circles", "targets": "-1/1"},
    "optimizer": {"name": "adam", "learning_rate": 0.01},
    "batch_size": 10,
    "iterations": 1_000_000,
}
Row = dict[str, Any]


@contextmanager
def worker() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Serve the site with one worker from a process of its own; give the process and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "app", "--port", str(port), "--no-browser"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        yield server, port
    finally:
        server.terminate()
        server.wait(PATIENCE)


@asynccontextmanager
async def rows_of(port: int, body: Row) -> AsyncIterator[AsyncIterator[Row]]:
    """Post a training and give its rows as they come; leaving closes the connection, whatever is left."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    text = json.dumps(body).encode()
    head = f"POST /api/v1/train HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(text)}\r\n\r\n"
    writer.write(head.encode() + text)

    async def rows() -> AsyncIterator[Row]:
        while await reader.readline() != b"\r\n":
            pass
        pending = b""
        while size := int(await reader.readline() or b"0", 16):
            pending += (await reader.readexactly(size + 2))[:-2]
            *lines, pending = pending.split(b"\n")
            for line in lines:
                yield json.loads(line)

    try:
        yield rows()
    finally:
        writer.close()


async def get(port: int, path: str) -> Row:
    """Return what an address answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    _, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    found: Row = json.loads(body)
    return found


async def show_many(port: int) -> None:
    """Run twenty trainings at once; print how far each came, and how quickly /health answered meanwhile."""
    reached = [0] * STREAMS
    lost = 0

    async def follow(number: int) -> None:
        nonlocal lost
        try:
            async with rows_of(port, {**BODY, "every": 50, "seed": number}) as rows:
                async for row in rows:
                    reached[number] = row["iteration"]
        except (OSError, asyncio.IncompleteReadError, ValueError):
            lost += 1

    tasks = [asyncio.create_task(follow(number)) for number in range(STREAMS)]
    waits = []
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        began = time.perf_counter()
        await get(port, "/api/v1/health")
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    waits.sort()
    numbers = [
        ("trainings at once", str(STREAMS)),
        ("of them lost", str(lost)),
        ("fewest iterations", f"{min(reached):,}"),
        ("most iterations", f"{max(reached):,}"),
        ("iterations a second, all together", f"{sum(reached) / SECONDS:,.0f}"),
        ("/health meanwhile, ms: half", f"{1e3 * waits[len(waits) // 2]:.1f}"),
        ("/health meanwhile, ms: all", f"{1e3 * waits[-1]:.1f}"),
    ]
    show(f"{STREAMS} trainings for {SECONDS:g} s on one worker, 2-4-2-1, batch 10", ("", ""), numbers)


async def show_vanishing(port: int) -> None:
    """Let a reader go, of a training that talks and of one that says nothing; print when its work ended."""
    rows = []
    for name, every in (("a row every 10 iterations", 10), ("no row for a long time", 1_000_000)):
        await freed(port)
        async with rows_of(port, {**BODY, "every": every}) as told:
            await anext(told)
            await asyncio.sleep(0.3)
        rows.append((name, f"{1e3 * await freed(port):.0f}"))
    show("A reader vanishes: ms until its work has ended", ("the training tells", "ms"), rows)


async def freed(port: int) -> float:
    """Return after how many seconds no training is under way."""
    began = time.perf_counter()
    while (await get(port, "/api/v1/health"))["streams"]:
        if time.perf_counter() > began + PATIENCE:
            raise TimeoutError("the work goes on without a reader")
        await asyncio.sleep(0.005)
    return time.perf_counter() - began


async def show_killed() -> None:
    """Kill a worker in the middle of a training; go on at another from the last snapshot that had arrived."""
    body = {**BODY, "iterations": 20_000, "every": 100, "include": ["snapshots"]}
    newest: Row = {}
    with worker() as (server, port):
        try:
            async with rows_of(port, body) as rows:
                async for row in rows:
                    if row["event"] == "snapshot":
                        newest = row
                    if newest.get("iteration", 0) >= 2_000:
                        server.kill()
        except (OSError, asyncio.IncompleteReadError, ValueError):
            pass
    resume = {key: newest[key] for key in ("iteration", "parameters", "state")}
    with worker() as (_, port):
        resumed, uncut = await last(port, {**body, "resume": resume}), await last(port, body)
    rows_told = [
        ("the last snapshot before the kill", f"iteration {newest['iteration']:,}"),
        ("gone on to", f"iteration {resumed['iteration']:,}, loss {resumed['loss']!r}"),
        ("never cut", f"iteration {uncut['iteration']:,}, loss {uncut['loss']!r}"),
        ("every parameter and moment the same to the last bit", "yes" if resumed == uncut else "NO"),
    ]
    show("A worker is killed", ("", ""), rows_told)


async def last(port: int, body: Row) -> Row:
    """Return a training's last row."""
    async with rows_of(port, body) as rows:
        return [row async for row in rows][-1]


async def main() -> None:
    """Run all three."""
    with worker() as (_, port):
        await asyncio.wait_for(show_many(port), SECONDS + PATIENCE)
        await asyncio.wait_for(show_vanishing(port), PATIENCE)
    await asyncio.wait_for(show_killed(), 3 * PATIENCE)


if __name__ == "__main__":
    asyncio.run(main())
