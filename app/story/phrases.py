"""The words of errors in other languages.

Errors are made where they are met, in English and with their numbers in them: the engine and the language know no
locale. Here a finished text is recognised by its pattern, and said again in another language with the same parts.
Texts that no pattern knows stay English.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.i18n import DEFAULT, catalog_for
from app.story import data_wording, network_wording, training_wording
from app.story.fields import EXPECTED, RESUME, TRAINING, UNTIL
from app.story.wording import FOUND, HINTS, PARTS, RULES


def _(text: str) -> str:
    """Mark a pattern for translation."""
    return text


PATTERNS: tuple[str, ...] = (
    # What must hold.
    _("a program is plain Python"),
    _("a program is made of assignments and formulas"),
    _("a program needs at least one assignment"),
    _("a program may have {a} characters"),
    _("a graph may have {a} nodes"),
    _("a value may hold {a} numbers"),
    _("all values together may hold {a} numbers"),
    _("a trace may hold {a} numbers, each use of a value counted"),
    _("the element view may have {a} uses"),
    _("the element view may have {a} nodes"),
    _("loops and functions may take {a} turns in all"),
    _("expressions may nest {a} deep"),
    _("brackets may nest {a} deep"),
    _("a request may have {a} bytes"),
    _("a request's body is JSON in UTF-8"),
    _("a request is a JSON object"),
    _("a request needs the field '{a}'"),
    _("the fields here are {a}"),
    _("a function must be one of the language"),
    _("a method must be one that values have"),
    _("a name needs a value before it is used"),
    _("a name must be one that the program uses"),
    _("a value is a number or a list of numbers"),
    _("a value has rank 0 to 4"),
    _("a number must fit in 64 bits"),
    _("a nested list needs rows of equal length"),
    _("a loop runs over a range of constant length"),
    _("an index must lie inside its axis"),
    _("a new value must have its leaf's shape"),
    _("only a leaf's value can be given"),
    _("the upstream gradient needs the output's shape"),
    _("matmul needs inner sizes to agree"),
    _("matmul needs vectors or matrices"),
    _("element-wise operands need shapes that broadcast: aligned from the right, sizes equal or 1"),
    _("reshape keeps the number of elements"),
    _("operators and brackets are written in plain characters"),
    _("a class label is a whole number that counts from 0"),
    _("{a} is called as {b}"),
    _("'{a}' is {b}"),
    # What was found.
    _("got {a} and {b}"),
    _("got {a} for shape {b}"),
    _("got {a}, the output has {b}"),
    _("got {a} arguments"),
    _("got {a}"),
    _("got the option '{a}'"),
    _("got rows that differ"),
    _("got one beyond 1.8e308"),
    _("got lists nested deeper"),
    _("got more"),
    _("there are more"),
    _("there is none"),
    _("it is missing"),
    _("invalid syntax"),
    _("'{a}' has none"),
    _("'{a}' is computed"),
    _("'{a}' is missing"),
    _("'{a}' has shape {b}, got {c}"),
    _("the program has no '{a}'"),
    _("this program has about {a}"),
    _("this one would hold {a}"),
    # What to try.
    _("A line reads name = formula, as in y = w * x + b."),
    _("A product is written with *, as in 2 * x."),
    _("Assign it first, as in {a} = 1, or give it under 'values'."),
    _("Define it with def, or write out its formula."),
    _("Is '{a}' meant?"),
    _("Transpose one of them?"),
    _("Reshape or transpose one of them?"),
    _("Use * to multiply by a single number."),
    _("Counting starts at 0."),
    _("Give inner parts a name of their own."),
    _("Write {a} instead."),
    _("Close it."),
    _("Put a comma or an operator between the two."),
    _("The program has {a}."),
    _("Shorten the program."),
    _("Shorten it."),
    _("Fill them up."),
    _("Use smaller arrays."),
    _("Look at whole values instead, or use smaller ones."),
    _("Delete it, or mend its name."),
    _("Delete it."),
    _("Try again in a moment."),
    _("Wait for the answers first."),
)
ALL = (
    *(*PATTERNS, *RULES, *FOUND, *PARTS, *HINTS),
    *(*network_wording.ALL, *data_wording.ALL, *training_wording.ALL),
    *(text for fields in (EXPECTED, TRAINING, UNTIL, RESUME) for text in fields.values()),
)
PART = re.compile(r"\{[a-c]\}")
PLACE = re.compile(r"\\\{([a-c])\\\}")


def say(text: str, locale: str) -> str:
    """Return an error's text in a language, or as it is where no pattern knows it."""
    if not text or locale == DEFAULT:
        return text
    gettext = catalog_for(locale).gettext
    if text in plain():
        return gettext(text)
    first = text
    for pattern, shape in shapes():
        if found := shape.fullmatch(text):
            # A part may have words of its own: "got an 'if' statement". A pattern that cuts there is the right one.
            parts = found.groupdict()
            told = {name: gettext(part) if part in plain() else part for name, part in parts.items()}
            if not plain().isdisjoint(parts.values()):
                return gettext(pattern).format(**told)
            first = gettext(pattern).format(**told) if first is text else first
    return first


@lru_cache
def plain() -> frozenset[str]:
    """Return the patterns that have no parts."""
    return frozenset(pattern for pattern in ALL if not PART.search(pattern))


@lru_cache
def shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns that have parts, as regular expressions, the most particular first."""
    most_words_first = sorted(set(ALL) - plain(), key=lambda pattern: (-len(PART.sub("", pattern)), pattern))
    return tuple(
        (pattern, re.compile(PLACE.sub(r"(?P<\1>.+?)", re.escape(pattern)), re.DOTALL)) for pattern in most_words_first
    )
