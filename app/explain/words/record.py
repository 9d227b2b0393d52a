"""What is said of an operation: its name and why it behaves as it does, forward and backward."""

from __future__ import annotations

from typing import NamedTuple


class OpWords(NamedTuple):
    """The words for one operation or one family, English as the message to translate.

    Placeholders: `{y}` the result, `{a}` and `{b}` the first two operands, `{x}` the operand whose gradient is
    found, `{other}` the other one, `{local}` the local derivative, `{count}` how many numbers were reduced.

    Attributes:
        noun: the rule's name, a noun phrase that can start a title.
        forward: what the operation does, and what the way back will need of it.
        backward: why the local derivative is what it is, for each operand; the last stands for all further ones.
        scalar: the same for single numbers, with `{local}`; `backward` and a general sentence if empty.
    """

    noun: str
    forward: str
    backward: tuple[str, ...]
    scalar: tuple[str, ...] = ()


def N_(text: str) -> str:
    """Mark a text for translation where it stands in a table."""
    return text
