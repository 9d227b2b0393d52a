"""What went wrong, as a problem document (RFC 9457): one shape for every failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.engine.errors import DomainError, EngineError, LimitError, ShapeError, UnknownNodeError
from app.i18n import catalog_for
from app.language.errors import STATUS as PROGRAM_STATUS
from app.language.errors import ProgramError, ProgramErrors
from app.story.phrases import say


def _(text: str) -> str:
    """Mark a text for translation where no language is known yet."""
    return text


TITLES: dict[str, str] = {
    "syntax": _("The program cannot be read"),
    "language": _("The language has no such thing"),
    "name": _("There is no such name"),
    "shape": _("The shapes do not fit"),
    "domain": _("The value is outside what the operation accepts"),
    "value": _("A given value does not fit"),
    "data": _("The data do not fit"),
    "limit": _("It is larger than the limits allow"),
    "json": _("The body is not JSON"),
    "request": _("The request is malformed"),
    "not-found": _("There is nothing here"),
    "method": _("The method does not fit"),
    "flood": _("Too many requests at once"),
    "full": _("The server is full"),
    "slow": _("It takes too long"),
    "internal": _("The server made a mistake"),
}
STATUS: dict[str, int] = {
    **{str(kind): status for kind, status in PROGRAM_STATUS.items()},
    "data": 422,
    "json": 400,
    "request": 422,
    "not-found": 404,
    "method": 405,
    "flood": 429,
    "full": 503,
    "slow": 503,
    "internal": 500,
}
TYPE = "/docs#problem-"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; its words are English until it is told.

    Attributes:
        kind: a key of `TITLES`.
        rule: what must hold, without a full stop.
        found: what was there instead.
        hint: what to try.
        line, column, end_line, end_column: the characters of the program, from 1, the end exclusive.
        node: the value, the field of the request or the column of a table that it concerns.
        shapes: the shapes involved.
        row: the row of a table, from 1, the header counted.
    """

    kind: str
    rule: str
    found: str
    hint: str = ""
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    node: str | None = None
    shapes: tuple[tuple[int, ...], ...] = ()
    row: int | None = None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.kind]

    def tell(self, locale: str) -> dict[str, Any]:
        """Return the problem's fields in a language, those that do not apply left out."""
        gettext = catalog_for(locale).gettext
        rule, found, hint = (say(text, locale) for text in (self.rule, self.found, self.hint))
        where = ""
        if self.line is not None and self.node:
            where = gettext(" at line {line}, '{name}'").format(line=self.line, name=self.node)
        elif self.line is not None:
            where = gettext(" at line {line}").format(line=self.line)
        elif self.row is not None and self.node:
            where = gettext(" in row {row}, column '{name}'").format(row=self.row, name=self.node)
        elif self.row is not None:
            where = gettext(" in row {row}").format(row=self.row)
        elif self.node:
            where = gettext(" in '{name}'").format(name=self.node)
        # Translators: the rule; what was found, where.
        detail = gettext("{rule}; {found}{where}.").format(rule=rule, found=found, where=where)
        fields = {
            "type": f"{TYPE}{self.kind}",
            "title": gettext(TITLES[self.kind]),
            "status": self.status,
            "detail": gettext("{first} {second}").format(first=detail, second=hint) if hint else detail,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            "node": self.node,
            "row": self.row,
            "shapes": self.shapes or None,
            "hint": hint or None,
        }
        return {key: value for key, value in fields.items() if value is not None}


class RefusedError(Exception):
    """A question that gets no answer.

    Args:
        problems: what is wrong, at least one, the first first.

    Attributes:
        more: what else the document holds, such as the columns of a table.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems)
        self.problems = problems
        self.more: dict[str, Any] = {}

    @property
    def status(self) -> int:
        """413 where anything is too large, else 400 where anything cannot be read, else the first's own."""
        found = {problem.status for problem in self.problems}
        return next((status for status in (413, 400) if status in found), self.problems[0].status)

    def tell(self, locale: str) -> dict[str, Any]:
        """Return the problem document: the first problem that has the answer's status, and all under `errors`."""
        told = [problem.tell(locale) for problem in self.problems]
        first = next(one for one in told if one["status"] == self.status)
        return {**first, "errors": told, **self.more}


def as_problem(error: ProgramError) -> Problem:
    """Return a program's error as a problem."""
    return Problem(
        error.kind,
        error.rule,
        error.found,
        error.hint,
        error.line,
        error.column,
        error.end_line,
        error.end_column,
        error.node,
        error.shapes,
    )


def refuse_program(errors: ProgramErrors) -> RefusedError:
    """Return a program's errors as a refusal."""
    return RefusedError(*map(as_problem, errors.errors))


def refuse_engine(error: EngineError, node: str | None = None) -> RefusedError:
    """Return an error met while computing as a refusal.

    Args:
        error: the engine's error.
        node: the value or the field of the request that it concerns.
    """
    kinds = {ShapeError: "shape", LimitError: "limit", UnknownNodeError: "name", DomainError: "domain"}
    kind = next((kind for cls, kind in kinds.items() if isinstance(error, cls)), "domain")
    return RefusedError(Problem(kind, error.rule, error.found, error.hint, node=node, shapes=error.shapes))
