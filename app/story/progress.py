"""A training in the terminal: a bar with the loss as a sparkline, redrawn in place; plain lines elsewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from time import perf_counter
from typing import Any, TextIO

from app.explain import format_number

Row = dict[str, Any]
LEVELS, PLAIN_LEVELS = "▁▂▃▄▅▆▇█", "_.,-~=*#"
BAR, SPARK = 24, 32
PAUSE = 0.05
"""Seconds from one drawing to the next."""

LINES = 10
"""How many lines a run has at most where nothing can be redrawn, the first and the last not counted."""


class Progress:
    """Shows rows as they come.

    Args:
        iterations: how many there will be at most.
        out: where to write.
    """

    def __init__(self, iterations: int, out: TextIO) -> None:
        self._iterations = iterations
        self._out = out
        self._live = out.isatty()
        self._losses: list[float] = []
        self._drawn = 0.0
        self._printed = -1
        self._newest: Row | None = None
        self._began = perf_counter()
        can = can_write(out, LEVELS)
        self._levels = LEVELS if can else PLAIN_LEVELS
        self._full, self._empty = ("█", "░") if can else ("#", ".")

    def take(self, row: Row) -> None:
        """Show one row."""
        if row["event"] == "progress":
            self._newest = row
            self._losses.append(float(row["loss"]))
            if self._live and perf_counter() - self._drawn > PAUSE:
                self._draw(row)
            elif not self._live and self._is_due(row["iteration"]):
                self._print(row)
        elif row["event"] == "done":
            self.end()
            self._out.write(self._summary(row))

    def end(self) -> None:
        """Leave the line that is redrawn; its newest state stays."""
        if self._newest is None:
            return
        if self._live:
            self._draw(self._newest)
            self._out.write("\n")
        elif self._printed != self._newest["iteration"]:
            self._print(self._newest)
        self._newest = None

    def _is_due(self, iteration: int) -> bool:
        return self._printed < 0 or iteration * LINES // self._iterations > self._printed * LINES // self._iterations

    def _print(self, row: Row) -> None:
        self._printed = row["iteration"]
        self._out.write(f"iteration {row['iteration']:>{len(str(self._iterations))}}  {measures(row)}\n")
        self._out.flush()

    def _draw(self, row: Row) -> None:
        self._drawn = perf_counter()
        done = round(BAR * row["iteration"] / self._iterations)
        bar = self._full * done + self._empty * (BAR - done)
        line = f"{bar} {row['iteration']}/{self._iterations}  {sparkline(self._losses, self._levels)}  {measures(row)}"
        self._out.write(f"\r{line}\x1b[K")
        self._out.flush()

    def _summary(self, row: Row) -> str:
        seconds = perf_counter() - self._began
        text = f"{ENDS[row['reason']]} after {row['iteration']:,} iterations, {seconds:.1f} s"
        if not self._live and len(self._losses) > 1:
            text += f"  {sparkline(self._losses, self._levels)}"
        why = row["why"]
        return f"{text}\n" if why is None else f"{text}\n{why['message']}\n{why['hint']}\n"


ENDS = {
    "iterations": "Done",
    "target": "Target reached",
    "diverged": "Diverged",
    "cancelled": "Cancelled",
}


def measures(row: Row) -> str:
    """Return what was measured, in words."""
    parts = [f"loss {told(row['loss'])}"]
    if row["validation_loss"] is not None:
        parts.append(f"held-out {told(row['validation_loss'])}")
    for name, words in (("error_rate", "wrong"), ("validation_error_rate", "held-out wrong")):
        if row[name] is not None:
            parts.append(f"{words} {100 * row[name]:.1f} %")
    return "  ".join(parts)


def told(value: float | str) -> str:
    """Return a number in five digits, or what JSON has in the place of one that is not finite."""
    return value if isinstance(value, str) else format_number(value)


def sparkline(losses: Sequence[float], levels: str = LEVELS) -> str:
    """Return losses as a line of bars, logarithmically; each bar is the last loss of its part of the run."""
    count = min(SPARK, len(losses))
    picked = [losses[(i + 1) * len(losses) // count - 1] for i in range(count)]
    logs = [math.log(loss) if 0 < loss < math.inf else math.nan for loss in picked]
    known = [one for one in logs if not math.isnan(one)]
    if not known:
        return ""
    low, high = min(known), max(known)
    step = (high - low) / (len(levels) - 1) or 1.0
    return "".join(
        levels[round((one - low) / step)] if not math.isnan(one) else levels[0 if loss <= 0 else -1]
        for one, loss in zip(logs, picked, strict=True)
    )


def can_write(out: TextIO, text: str) -> bool:
    """Return whether a stream's encoding has these characters."""
    try:
        text.encode(out.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
