"""What an explanation is: words and formulas as data, never markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Formula(NamedTuple):
    """The same statement twice, LaTeX: with names, and with the recorded numbers in their places."""

    symbolic: str
    numeric: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step, explained.

    Attributes:
        rule: the rule's name for programs: an operation's name, `seed`, `several-uses`,
            `unused` or `update`.
        title: the rule's name for readers.
        symbolic: the rule, LaTeX.
        numeric: the same with the recorded numbers in it, LaTeX.
        text: one or two sentences that say why.
        code: the line that does it, by library: `numpy` and `pytorch`.
        terms: for a backward step the formula of each term, in the step's order.
    """

    rule: str
    title: str
    symbolic: str
    numeric: str
    text: str
    code: Mapping[str, str]
    terms: tuple[Formula, ...] = ()
