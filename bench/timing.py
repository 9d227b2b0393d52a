"""Time a piece of work, and print what came out."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Sequence
from time import perf_counter

ROUNDS = 9
SECONDS_A_ROUND = 0.06
TURNS = 400
SECONDS_A_TURN = 0.001


def microseconds(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return how long each work takes: the median of rounds in which they take turns.

    Taking turns lets all of them see the same machine: what slows it down slows down every one.
    """
    counts = {name: calls_for(work) for name, work in works.items()}
    rounds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            gc.collect()  # nobody pays for what another one has left behind
            start = perf_counter()
            for _ in range(counts[name]):
                work()
            rounds[name].append(1e6 * (perf_counter() - start) / counts[name])
    return {name: statistics.median(times) for name, times in rounds.items()}


def at_best(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return how long each work takes in microseconds: the least of many short turns.

    Unlike a median it hardly moves when other programs hold the processor for most of the time.
    """
    best = dict.fromkeys(works, 1.0)
    for turn in range(TURNS):
        for name, work in works.items():
            count = max(1, int(SECONDS_A_TURN / best[name])) if turn > 5 else 1
            start = perf_counter()
            for _ in range(count):
                work()
            best[name] = min(best[name], (perf_counter() - start) / count)
    return {name: 1e6 * seconds for name, seconds in best.items()}


def calls_for(work: Callable[[], object]) -> int:
    """Return how often a work fits into a round, once it is warm."""
    work()
    start = perf_counter()
    work()
    return max(1, int(SECONDS_A_ROUND / max(perf_counter() - start, 1e-7)))


def show(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    print(f"\n{title}\n")
    for row in (header, ["-" * width for width in widths], *rows):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        print("  ".join(cells).rstrip())


def show_times(title: str, times: dict[str, float], base: str) -> None:
    """Print times beside their ratio to one of them."""
    rows = [(name, f"{time:,.1f}", f"{time / times[base]:.2f}") for name, time in times.items()]
    show(title, ("", "µs", f"ratio to {base}"), rows)
