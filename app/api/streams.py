"""Long answers, told as they come about: each takes its turns in one thread, and ends when its reader goes."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from time import perf_counter
from typing import Any, TypeVar

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.settings import get_settings
from app.story import Problem, RefusedError, encode

Report = list[dict[str, Any]]
Result = TypeVar("Result")
NAP = 0.2
"""Seconds between two looks whether the server is to stop, while a run waits for its next report."""

THREADS = 1
"""The work holds Python's lock nearly all the time: two threads did less together than one, and kept others waiting."""

TURN = 0.008
"""Seconds after which a turn ends; a report under way is finished."""


class Stream:
    """One run in progress: hands out its rows as lines of JSON.

    Args:
        reports: the rows, a report at a time; an empty one where work was done and there is nothing to tell.
        executor: where the work is done.
        pace: at most so many reports a second; None for as fast as can be.
    """

    def __init__(self, reports: Iterator[Report], executor: ThreadPoolExecutor, pace: float | None) -> None:
        self._reports = reports
        self._executor = executor
        self._pace = pace
        self._failure: Exception | None = None
        self.is_over = False

    async def turn(self) -> list[bytes]:
        """Let this run have its turn, and return the lines of what there is to tell."""
        return await asyncio.wrap_future(self._executor.submit(self.work))

    async def lines(self) -> AsyncIterator[bytes]:
        """Return all that is left to tell, in pieces of whole lines, at the pace that is asked for."""
        due = perf_counter()
        while not self.is_over and not is_stopping():
            lines = await self.turn()
            if lines:
                yield b"".join(lines)
                if self._pace is not None and not self.is_over:
                    due = max(due + 1 / self._pace, perf_counter() - 1 / self._pace)
                    await wait_for(due - perf_counter())

    def work(self) -> list[bytes]:
        """Do a little work, right here, and return the lines of what there is to tell."""
        until = perf_counter() + TURN
        lines: list[bytes] = []
        while not self.is_over and perf_counter() < until:
            try:
                if self._failure is not None:
                    raise self._failure
                report = next(self._reports, None)
            except Exception as error:
                if not lines:
                    raise
                self._failure = error  # what came before is told first
                break
            if report is None:
                self.is_over = True
                break
            lines += [encode(row) + b"\n" for row in report]
            if self._pace is not None and report:
                break
        return lines


async def wait_for(seconds: float) -> None:
    """Let others go on for so long, or until the server is told to stop."""
    until = perf_counter() + seconds
    while (left := until - perf_counter()) > 0 and not is_stopping():
        await asyncio.sleep(min(left, NAP))


def is_stopping() -> bool:
    """Tell whether the server has been told to stop: uvicorn's own handler of Ctrl+C knows, and tells nobody else."""
    server = getattr(signal.getsignal(signal.SIGINT), "__self__", None)
    return bool(getattr(server, "should_exit", False))


class Streams:
    """The runs in progress of this process.

    Args:
        most: how many there may be.
        most_per_client: how many of them may be of one address.
    """

    def __init__(self, most: int, most_per_client: int) -> None:
        self._most = most
        self._most_per_client = most_per_client
        self._clients: Counter[str] = Counter()
        self._executor = ThreadPoolExecutor(THREADS, thread_name_prefix="stream")
        # Reading a program may take long; the runs under way do not wait for it.
        self._beginner = ThreadPoolExecutor(THREADS, thread_name_prefix="begin")

    @property
    def active(self) -> int:
        """How many there are."""
        return self._clients.total()

    def enter(self, client: str) -> None:
        """Let a run begin; whoever enters leaves when it is over.

        Raises:
            RefusedError: there are too many already.
        """
        if self.active >= self._most:
            rule = f"the server trains {self._most} networks at once"
            raise RefusedError(Problem("full", rule, "it has that many", "Try again in a moment."))
        if self._clients[client] >= self._most_per_client:
            rule = f"one address may train {self._most_per_client} networks at once"
            raise RefusedError(Problem("flood", rule, "got one more", "Stop one of them first."))
        self._clients[client] += 1

    async def begin(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Return what `work` returns, which belongs to a run that has entered."""
        return await asyncio.wrap_future(self._beginner.submit(work, *arguments))

    def stream(self, reports: Iterator[Report], pace: float | None) -> Stream:
        """Return a run that has entered, ready to take its turns."""
        return Stream(reports, self._executor, pace)

    def leave(self, client: str) -> None:
        """Say that a run is over."""
        self._clients[client] -= 1
        if self._clients[client] <= 0:
            del self._clients[client]


@lru_cache
def get_streams() -> Streams:
    """Return this process's runs."""
    settings = get_settings()
    return Streams(settings.max_streams, settings.max_streams_per_client)


class LinesResponse(StreamingResponse):
    """Lines as they come; however it ends, `leave` is called."""

    def __init__(self, lines: AsyncIterator[bytes], leave: Any) -> None:
        super().__init__(lines, media_type="application/jsonl", headers={"cache-control": "no-store"})
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the lines until they end or the reader goes."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._leave()
