"""Long formulas on several lines: cut at their sums, and before their result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.explain.figures import BREAK, MATRIX

WIDEST = 32
"""Characters that stand side by side in a panel of the page, a formula's own signs counted."""
APART = r" \\[0.4em] "
SILENT = re.compile(r"\\(?:left|right|frac|tfrac|hat|mathit|operatorname|scriptstyle)\b|[{}^_ ]")
SYMBOL = re.compile(r"\\[a-zA-Z]+")
ROWS = re.compile(r"\[([^\]]*)\]")


class Statement(NamedTuple):
    """What something is.

    Attributes:
        target: what.
        sign: `=` or another relation.
        body: a sum.
        result: what the sum comes to, or an empty text.
    """

    target: str
    sign: str
    body: str
    result: str = ""


def aligned(statements: Sequence[Statement]) -> str:
    """Return statements below each other, aligned at their signs."""
    room = WIDEST - max(width(one.target) for one in statements)
    return rf"\begin{{aligned}} {APART.join(broken(one, room) for one in statements)} \end{{aligned}}"


def broken(one: Statement, room: int) -> str:
    """Return a statement, its sum and its result below each other where they are wider than `room`."""
    start, end = f"{one.target} &{one.sign}", f" = {one.result}" if one.result else ""
    if width(f"{one.body}{end}") < room:
        return f"{start} {one.body}{end}"
    lines: list[str] = []
    for part in summands(one.body):
        if lines and width(lines[-1]) + width(part) < room:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    below = [rf"&\quad {line}" for line in lines[1:]] + ([f"&= {one.result}"] if one.result else [])
    return BREAK.join([f"{start} {lines[0]}", *below])


def width(text: str) -> int:
    """Return about how many characters wide a formula stands: of a matrix its longest row counts."""
    seen = SYMBOL.sub("·", SILENT.sub("", text.replace(MATRIX, "[").replace(r"\end{bmatrix}", "]")))
    return len(ROWS.sub(lambda found: "···" + max(found[1].split(r"\\"), key=len), seen))


def summands(text: str) -> list[str]:
    """Return a sum's parts, each but the first with its sign."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "{([") - (character in "})]")
        if depth == 0 and character in "+-" and text[place - 1 : place] == " " and text[place + 1 : place + 2] == " ":
            parts.append(text[start:place].rstrip())
            start = place
    return [*parts, text[start:]]
