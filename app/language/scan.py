"""A first look at the text, before Python's parser: comments, brackets, and which lines belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Each alternative for a string ends wherever the text does, so that no input makes the search start over.
TOKEN = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*(?:""")?'
    r"|'''(?:[^\\']|\\.|'(?!''))*(?:''')?"
    r'|"(?:[^"\\\n]|\\.)*"?'
    r"|'(?:[^'\\\n]|\\.)*'?"
    r"|\#[^\n]*|[()\[\]{}]|\n",
    re.DOTALL,
)
NEW_STATEMENT = re.compile(
    r"(?:[^\W\d]\w*[ \t]*(?:[-+*/@]|\*\*)?=(?!=)|(?:def|for|import|from|print|while|if|class|return)\b)"
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from its `#` to the end of its line."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What a first look at a text found.

    Attributes:
        comments: in order.
        deepest: how deep brackets nest.
        deepest_at: the index of the first bracket that is this deep.
        starts: for each physical line (from 0), the line (from 0) on which its statement begins.
        unclosed: by the line (from 0) on which a statement begins, the index of a bracket that it never closes.
    """

    comments: tuple[Comment, ...]
    deepest: int
    deepest_at: int
    starts: tuple[int, ...]
    unclosed: dict[int, int]


def scan(text: str) -> Scan:
    """Look through a text once, in time linear in its length.

    A bracket that is never closed ends where a line begins like a new statement: so one broken line does not
    swallow the rest of the program.
    """
    comments: list[Comment] = []
    starts = [0]
    unclosed: dict[int, int] = {}
    opened: list[int] = []
    line = line_start = deepest = deepest_at = 0
    for match in TOKEN.finditer(text):
        token = match.group()
        first = token[0]
        if first == "\n":
            line += 1
            line_start = match.end()
            if opened and NEW_STATEMENT.match(text, line_start):
                unclosed[starts[-1]] = opened[-1]
                opened.clear()
            joined = opened or text[match.start() - 1 : match.start()] == "\\"
            starts.append(starts[-1] if joined else line)
        elif first == "#":
            comments.append(Comment(line + 1, match.start() - line_start + 1, token))
        elif first in "([{":
            opened.append(match.start())
            if len(opened) > deepest:
                deepest, deepest_at = len(opened), match.start()
        elif first in ")]}":
            del opened[-1:]
        elif "\n" in token:
            more = token.count("\n")
            starts.extend([starts[-1]] * more)
            line += more
            line_start = match.start() + token.rfind("\n") + 1
    return Scan(tuple(comments), deepest, deepest_at, tuple(starts), unclosed)
