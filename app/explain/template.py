"""Templates of formulas and of code: `#1 #2` operands, `#0` the output, `#*` all operands, `#{name}` options.

`#[3: + #3]` is a part that is there only where operand 3 is. A template is taken apart once and kept; filling one in
is a single join.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

TOKEN = re.compile(
    r"#\[(?P<maybe>\d):(?P<inside>[^\]]*)\]|(?P<axis>_\{#\{axis\}\})|#\{(?P<option>\w+)\}|#(?P<operand>\d|\*)"
    r"|(?<![A-Za-z\\])(?P<count>[NB])(?![A-Za-z])|\\text\{(?P<words>[^{}]*)\}"
)
Guard = Literal["none", "minus", "base"]


class Slot(NamedTuple):
    """A place in a template.

    Attributes:
        kind: what goes there.
        key: which one.
        guard: when parentheses are needed: never, around a negative number, around anything that is not an atom.
    """

    kind: Literal["operand", "all", "option", "axis", "count", "words", "maybe"]
    key: str
    guard: Guard


Template = tuple[str | Slot, ...]


class Filling(NamedTuple):
    """What goes into a template, each as LaTeX or as code.

    Attributes:
        operands: one text for each operand.
        output: the output.
        options: an option's name to its text.
        axis: which axes are reduced, or an empty text for all.
        counts: the numbers that N and B stand for; empty to keep the letters.
        words: the translation of words within a formula.
    """

    operands: Sequence[str]
    output: str
    options: Callable[[str], str]
    axis: str = ""
    counts: Mapping[str, str] = {}
    words: Callable[[str], str] = str


@lru_cache(maxsize=2048)
def read_template(text: str) -> Template:
    """Take a template apart."""
    parts: list[str | Slot] = []
    end = 0
    for found in TOKEN.finditer(text):
        if found.start() > end:
            parts.append(text[end : found.start()])
        end = found.end()
        guard = _guard(text[: found.start()], text[end:])
        if found["maybe"]:
            parts.append(Slot("maybe", found["maybe"] + found["inside"], "none"))
        elif found["axis"]:
            parts.append(Slot("axis", "axis", "none"))
        elif found["option"]:
            parts.append(Slot("option", found["option"], guard))
        elif found["operand"] == "*":
            parts.append(Slot("all", "*", "none"))
        elif found["operand"]:
            parts.append(Slot("operand", found["operand"], guard))
        elif found["count"]:
            parts.append(Slot("count", found["count"], "none"))
        else:
            parts.append(Slot("words", found["words"], "none"))
    if end < len(text):
        parts.append(text[end:])
    return tuple(parts)


def _guard(before: str, after: str) -> Guard:
    if after[:1] in ("^", "_", ".") or after.startswith(" **"):
        return "base"
    return "none" if not before.strip() or before.rstrip()[-1] in "{([|,&" else "minus"


def guard_text(text: str, guard: Guard) -> str:
    """Put parentheses around a text where its place needs them."""
    if guard == "none" or not text:
        return text
    if text[0] == "-":
        return f"({text})"
    if guard == "base" and ("^" in text or "/" in text):
        return rf"\left({text}\right)"
    if guard == "base" and "_{" in text:
        return f"{{{text}}}"
    return text


def fill_template(template: Template, filling: Filling) -> str:
    """Put the parts into their places."""
    done: list[str] = []
    for part in template:
        if isinstance(part, str):
            done.append(part)
        elif part.kind == "operand":
            text = filling.output if part.key == "0" else filling.operands[int(part.key) - 1]
            done.append(guard_text(text, part.guard))
        elif part.kind == "option":
            done.append(guard_text(filling.options(part.key), part.guard))
        elif part.kind == "axis":
            done.append(f"_{{{filling.axis}}}" if filling.axis else "")
        elif part.kind == "maybe":
            if int(part.key[0]) <= len(filling.operands):
                done.append(fill_template(read_template(part.key[1:]), filling))
        elif part.kind == "all":
            done.append(", ".join(filling.operands))
        elif part.kind == "count":
            done.append(filling.counts.get(part.key, part.key))
        else:
            done.append(rf"\text{{{filling.words(part.key)}}}")
    return "".join(done)


@lru_cache(maxsize=2048)
def last_form(text: str) -> str:
    """Return the last side of a chain of equations: `e^{#1} = #0` is `#0`."""
    depth, start = 0, 0
    for place, character in enumerate(text):
        depth += (character in "{([") - (character in "})]")
        if character == "=" and depth == 0 and text[place - 1] == " ":
            start = place + 1
    return text[start:].strip()


@lru_cache(maxsize=2048)
def is_sum(text: str) -> bool:
    """Return whether a template, as a factor, needs parentheses: it adds, subtracts or starts with a minus."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "{([") - (character in "})]")
        if depth == 0 and character in "+-" and (place == 0 or text[place - 1] == " "):
            return True
    return False
