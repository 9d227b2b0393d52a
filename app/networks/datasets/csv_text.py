"""From the text of a table to its cells: separator, quotes, header, and every row as long as the first."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.engine.errors import EngineError, LimitError
from app.networks.datasets.csv_cells import is_number
from app.networks.datasets.csv_errors import MOST, TableError, TableErrors, shorten
from app.networks.datasets.csv_sniff import BLANKS, find_separator, is_header

MOST_COLUMNS = 1_000
MOST_NAME = 60
BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
PACKED = ("PK\x03\x04", "\x1f")
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", " ": "blanks"}


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table.

    Attributes:
        names: the columns' names, all different.
        rows: the cells' texts, each row as long as names; rows of empty cells are left out.
        numbers: each row's number, from 1, the header and empty rows counted.
        comma: whether a comma may stand for the decimal point.
        header: whether the first row held the names.
    """

    names: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]
    comma: bool
    header: bool


def read_table(text: str, header: bool | None, most_numbers: int) -> Table:
    """Read the cells of a table.

    Args:
        text: comma-, semicolon-, tab- or blank-separated values.
        header: whether the first row holds names; None to see it from the row.
        most_numbers: how many cells it may have; counted before it is read.

    Raises:
        TableErrors: it is empty, no text, too large, or ragged.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    check_text(text)
    separator = find_separator(text)
    if separator == " ":
        text = "\n".join(BLANKS.sub(" ", line.strip()) for line in text.split("\n"))
    check_size(text, separator, most_numbers)
    found = list(records(text, separator))
    filled = [(number, row) for number, row in found if any(cell.strip() for cell in row)]
    if not filled:
        raise TableErrors([TableError("a table needs rows", "all its cells are empty", "Paste the table again.")])
    check_lengths(filled, separator)
    comma = separator in ";\t"
    first = filled[0][1]
    named = is_header(first, lambda cell: is_number(cell, comma)) if header is None else header
    names = name_columns(first if named else [""] * len(first))
    body = filled[1:] if named else filled
    if not body:
        raise TableErrors([TableError("a table needs rows", "got a header and nothing below it", "Add rows to it.")])
    return Table(names, [row for _, row in body], [number for number, _ in body], comma, named)


def check_text(text: str) -> None:
    """Refuse what is no text.

    Raises:
        TableErrors: it is empty, packed or binary.
    """
    if not text.strip():
        raise TableErrors([TableError("a table needs rows", "the text is empty", "Paste the table again.")])
    if text.startswith(PACKED) or BINARY.search(text):
        hint = "Unpack it, or save it as CSV in the program that made it."
        raise TableErrors([TableError("a table is plain text", "got a packed or binary file", hint)])


def check_size(text: str, separator: str, most: int) -> None:
    """Refuse a table that is too large, before it is read; quoted line ends and separators count, too.

    Raises:
        TableErrors: it has too many columns, or cells.
    """
    rows = text.count("\n") + (not text.endswith("\n"))
    start = len(text) - len(text.lstrip("\n"))
    end = text.find("\n", start)
    columns = text.count(separator, start, end if end >= 0 else len(text)) + 1
    if columns > MOST_COLUMNS:
        rule, hint = f"a table may have {MOST_COLUMNS:,} columns", "Leave columns out, or swap rows and columns."
        raise TableErrors([LimitError(rule, f"got {columns:,}", hint)])
    cells = text.count(separator) + rows
    if max(cells, rows * columns) > most:
        rule = f"a table may have {most:,} cells"
        found = f"got {rows:,} rows of {columns:,}" if rows * columns > most else f"got {cells:,}"
        raise TableErrors([LimitError(rule, found, "Leave rows or columns out; every tenth row may do.")])


def records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's number and cells.

    Raises:
        TableErrors: a quote is wrong, or a cell too long.
    """
    lines = (f"{line}\n" for line in text.split("\n"))
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    number = 0
    try:
        for row in reader:
            number += 1
            yield number, row
    except csv.Error as error:
        raise TableErrors([quote_error(str(error), number + 1)]) from None


def quote_error(message: str, row: int) -> EngineError:
    """Return what is wrong with a row that cannot be taken apart."""
    if "limit" in message:
        rule, found = f"a cell may have {csv.field_size_limit():,} characters", "got more"
        return TableError(rule, found, "Is a quote in this row never closed?", row)
    if "end of data" in message:
        return TableError('a quoted cell ends with "', "got one that never ends", "Close the quote.", row)
    return TableError('within a quoted cell, " is written twice', "got one that stands alone", 'Write "".', row)


def check_lengths(rows: list[tuple[int, list[str]]], separator: str) -> None:
    """Refuse rows that differ in length from the first.

    Raises:
        TableErrors: some do; each is named.
    """
    width = len(rows[0][1])
    rule = "all rows have as many cells as the first"
    hint = f"Cells are separated by {NAMES[separator]} here; put a cell that holds one in quotes."
    ragged = [(number, len(row)) for number, row in rows if len(row) != width][:MOST]
    if ragged:
        raise TableErrors(TableError(rule, f"got {size}, not {width}", hint, number) for number, size in ragged)


def name_columns(cells: list[str]) -> tuple[str, ...]:
    """Return names that are all different; a column without one is named by its place."""
    names: dict[str, None] = {}
    for place, cell in enumerate(cells, start=1):
        name = plain = shorten(cell, MOST_NAME) or f"column {place}"
        again = 1
        while name in names:
            again += 1
            name = f"{plain} ({again})"
        names[name] = None
    return tuple(names)
