"""How a table is written: what separates its cells, and whether its first row holds names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

SAMPLE = 20
"""How many lines are looked at."""

SAMPLE_CHARACTERS = 64_000
QUOTED = re.compile(r'"(?:[^"]|"")*"')
BLANKS = re.compile(r"[ \t]+")


def find_separator(text: str) -> str:
    """Return what separates the cells: a tab, a semicolon, a comma, or a blank for any white space.

    It is what stands equally often in most of the first lines, outside quotes; a comma where nothing does.
    """
    sample = QUOTED.sub("", text[:SAMPLE_CHARACTERS]).split("\n")
    lines = [line for line in sample if line.strip()][:SAMPLE]
    best = max(("\t", ";", ","), key=lambda one: agreement(lines, one))  # of equals, the first
    if agreement(lines, best) >= 0.5:
        return best
    blanks = [BLANKS.sub(" ", line.strip()) for line in lines]
    return " " if agreement(blanks, " ") > agreement(lines, best) else best if agreement(lines, best) > 0 else ","


def agreement(lines: Sequence[str], separator: str) -> float:
    """Return which share of the lines has the most common number of separators, if that is not 0."""
    counts = Counter(line.count(separator) for line in lines)
    several = {count: lines_with for count, lines_with in counts.items() if count}
    return max(several.values()) / len(lines) if several else 0.0


def is_header(first: Sequence[str], is_number: Callable[[str], bool]) -> bool:
    """Return whether a first row holds names: none of its cells is a number, and not all are empty."""
    return any(cell.strip() for cell in first) and not any(map(is_number, first))
