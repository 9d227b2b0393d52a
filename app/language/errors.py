"""What can be wrong with a program: each error is data, with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.engine.errors import DomainError, EngineError, LimitError, Shape, ShapeError, UnknownNodeError
from app.engine.graph import Position

Kind = Literal["syntax", "language", "name", "shape", "domain", "value", "limit"]

LONGEST = 240
MOST_SHAPES = 8

STATUS: dict[Kind, int] = {
    "syntax": 400,
    "language": 400,
    "name": 422,
    "shape": 422,
    "domain": 422,
    "value": 422,
    "limit": 413,
}


@dataclass(frozen=True, slots=True)
class ProgramError:
    """One thing that is wrong with a program.

    Attributes:
        kind: `syntax` is not Python; `language` is Python beyond this language; `name` is a name, a method or
            an option that does not exist; `shape` and `domain` come from the operations; `value` concerns what
            the request gives beside the program; `limit` is more than the service takes.
        rule: what must hold, as a sentence without a full stop.
        found: what was there instead.
        hint: what to write, or an empty string.
        line, column, end_line, end_column: the characters that cause it, counted from 1, the end exclusive;
            None when the error is not in the text.
        node: the name that was being assigned, or None.
        shapes: the shapes involved, in operand order.
    """

    kind: Kind
    rule: str
    found: str
    hint: str = ""
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    node: str | None = None
    shapes: tuple[Shape, ...] = ()

    @property
    def status(self) -> int:
        """The HTTP status that fits: 400 cannot be read, 422 cannot be computed, 413 too large."""
        return STATUS[self.kind]

    @property
    def detail(self) -> str:
        """The whole message: rule; what was found, where, and what to try."""
        place = f" at line {self.line}" if self.line is not None else ""
        if self.node:
            place += f", '{self.node}'" if place else f" in '{self.node}'"
        return f"{self.rule}; {self.found}{place}.{' ' + self.hint if self.hint else ''}"


class ProgramErrors(Exception):  # noqa: N818 - it holds several
    """All that is wrong with a program, in the order of the text.

    Args:
        errors: at least one.
    """

    def __init__(self, errors: tuple[ProgramError, ...]) -> None:
        super().__init__(errors)
        self.errors = errors

    @property
    def status(self) -> int:
        """413 where anything is too large, else 400 where anything cannot be read, else 422."""
        found = {error.status for error in self.errors}
        return 413 if 413 in found else min(found)

    def __str__(self) -> str:
        return "\n".join(error.detail for error in self.errors)


class Fault(Exception):  # noqa: N818 - it becomes a ProgramError
    """An error on its way to the list; what it would have defined is lost.

    Args:
        kind, rule, found, hint, shapes: as in `ProgramError`.
        position: the characters that cause it.
    """

    def __init__(
        self,
        kind: Kind,
        rule: str,
        found: str,
        hint: str = "",
        position: Position | None = None,
        shapes: tuple[Shape, ...] = (),
    ) -> None:
        super().__init__(rule)
        self.kind = kind
        self.rule = rule
        self.found = found
        self.hint = hint
        self.position = position
        self.shapes = shapes

    def as_error(self, node: str | None) -> ProgramError:
        """Return this fault as a program's error, caused while `node` was being assigned."""
        place = self.position
        return ProgramError(
            self.kind,
            shorten(self.rule),
            shorten(self.found),
            shorten(self.hint),
            place.line if place else None,
            place.column if place else None,
            place.end_line if place else None,
            place.end_column if place else None,
            node and shorten(node),
            self.shapes[:MOST_SHAPES],
        )


def shorten(text: str) -> str:
    """Cut a text that holds what a program made too long, such as a name of a thousand characters."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class Poisoned(Exception):  # noqa: N818 - nothing is wrong here, it was elsewhere
    """A value that an error, reported already, has made unknowable."""


class TooMuch(Exception):  # noqa: N818 - it ends the reading
    """The program is over a limit, which is reported already: reading stops."""


def from_engine(error: EngineError, position: Position | None) -> Fault:
    """Return the engine's error with its place in the program."""
    kind: Kind = "domain"
    if isinstance(error, ShapeError):
        kind = "shape"
    elif isinstance(error, LimitError):
        kind = "limit"
    elif isinstance(error, UnknownNodeError):
        kind = "name"
    elif not isinstance(error, DomainError):
        kind = "language"
    return Fault(kind, error.rule, error.found, error.hint, position, error.shapes)
