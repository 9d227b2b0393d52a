"""What can be wrong with a table: each error with its row, as a spreadsheet counts, and its column."""

from __future__ import annotations

from collections.abc import Iterable

from app.engine.errors import DomainError, EngineError
from app.networks.datasets.csv_cells import Column

MOST = 20
"""How many errors are told at once."""


class TableError(DomainError):
    """A cell, a row or a column that makes no data.

    Args:
        rule: what must hold, as a sentence without a full stop.
        found: what was there instead.
        hint: what to try, or an empty string.
        row: the row, from 1, the header counted; None where it concerns no single one.
        column: the column's name; None where it concerns no single one.
    """

    def __init__(
        self, rule: str, found: str, hint: str = "", row: int | None = None, column: str | None = None
    ) -> None:
        super().__init__(rule, found, hint)
        self.row = row
        self.column = column


class TableErrors(Exception):  # noqa: N818 - it holds errors
    """A table that makes no data.

    Args:
        errors: what is wrong, in the order of the table; the first `MOST` are kept.
        columns: the table's columns, where it could be read that far.
    """

    def __init__(self, errors: Iterable[EngineError], columns: tuple[Column, ...] = ()) -> None:
        self.errors = tuple(errors)[:MOST]
        self.columns = columns
        super().__init__(self.errors)


def shorten(text: str, most: int = 40) -> str:
    """Return a cell's text as a message shows it: on one line, and not too long."""
    line = " ".join(text[: 4 * most].split())
    return f"{line[:most]}…" if len(line) > most or len(text) > 4 * most else line
