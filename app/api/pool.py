"""Where the work is done: a few threads, so that the event loop stays free, and a bound on all that waits."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

from app.settings import get_settings
from app.story import Problem, RefusedError

Result = TypeVar("Result")
THREADS = 2
"""Reading and telling hold Python's lock: more threads than this only take turns."""


class Pool:
    """Run work in threads, and refuse it when too much is going on.

    Args:
        most: how many questions may be worked on or wait.
        most_per_client: how many of them may come from one address.
        seconds: how long one may take.
        threads: how many are worked on at once.
    """

    def __init__(self, most: int, most_per_client: int, seconds: float, threads: int = THREADS) -> None:
        self._most = most
        self._most_per_client = most_per_client
        self._seconds = seconds
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="answer")
        self._clients: Counter[str] = Counter()
        self._lock = Lock()

    async def run(self, client: str, work: Callable[..., Result], *arguments: Any) -> Result:
        """Return what `work` returns.

        A thread cannot be stopped: work that takes too long keeps its place until it ends, which the limits on
        programs make sure it does. Work that still waits for a thread when its time is up is never begun.

        Raises:
            RefusedError: too much is going on, or it took too long.
        """
        self._enter(client)
        try:
            future = self._executor.submit(work, *arguments)
        except BaseException:
            self._leave(client)
            raise
        future.add_done_callback(lambda _: self._leave(client))
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            rule = f"a question may take {self._seconds:g} seconds"
            raise RefusedError(Problem("slow", rule, "this one takes longer", "Ask about a smaller program.")) from None

    def _enter(self, client: str) -> None:
        with self._lock:
            if self._clients.total() >= self._most:
                rule = f"the server works on {self._most} questions at once"
                raise RefusedError(Problem("full", rule, "it has that many", "Try again in a moment."))
            if self._clients[client] >= self._most_per_client:
                rule = f"one address may ask {self._most_per_client} questions at once"
                raise RefusedError(Problem("flood", rule, "got one more", "Wait for the answers first."))
            self._clients[client] += 1

    def _leave(self, client: str) -> None:
        with self._lock:
            self._clients[client] -= 1
            if self._clients[client] <= 0:
                del self._clients[client]


@lru_cache
def get_pool() -> Pool:
    """Return this process's pool."""
    # A trace makes hundreds of thousands of records at once, none of them in a cycle: looking for cycles among
    # them as often as Python does by default takes a third of the time of a large one.
    gc.set_threshold(50_000, 20, 50)
    settings = get_settings()
    return Pool(settings.max_at_once, settings.max_at_once_per_client, settings.max_seconds)
