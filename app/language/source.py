"""A program's text: lines, characters, positions."""

from __future__ import annotations

import ast

from app.engine.graph import Position


class Source:
    """A program's text with its newlines made equal.

    Python's parser counts columns in UTF-8 bytes from 0; everything shown counts characters from 1.

    Args:
        text: the program as it was sent; a byte order mark at its start is dropped.
    """

    def __init__(self, text: str) -> None:
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self.lines = self.text.split("\n")
        self._ascii = self.text.isascii()
        self._columns: dict[int, list[int]] = {}

    def column(self, line: int, offset: int) -> int:
        """Return the column of a byte offset in a line."""
        if self._ascii or line > len(self.lines):
            return offset + 1
        columns = self._columns.get(line)
        if columns is None:
            columns = self._columns[line] = count_columns(self.lines[line - 1])
        return columns[min(offset, len(columns) - 1)]

    def position(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg) -> Position:
        """Return where a part of the program stands."""
        line, end_line = node.lineno, node.end_lineno or node.lineno
        end = node.end_col_offset if node.end_col_offset is not None else node.col_offset
        if self._ascii:
            return Position(line, node.col_offset + 1, end_line, end + 1)
        return Position(line, self.column(line, node.col_offset), end_line, self.column(end_line, end))

    def slice(self, position: Position) -> str:
        """Return the text at a position, cut at its first line's end."""
        line = self.lines[position.line - 1]
        end = position.end_column - 1 if position.end_line == position.line else len(line)
        return line[position.column - 1 : end]

    def place(self, index: int) -> Position:
        """Return the position of one character of the text."""
        line = self.text.count("\n", 0, index) + 1
        column = index - (self.text.rfind("\n", 0, index) + 1) + 1
        return Position(line, column, line, column + 1)


def count_columns(line: str) -> list[int]:
    """Return for each UTF-8 byte of a line, and for its end, the column of its character."""
    columns: list[int] = []
    for number, character in enumerate(line, 1):
        columns.extend([number] * len(character.encode()))
    columns.append(len(line) + 1)
    return columns


def keyword_position(source: Source, node: ast.stmt) -> Position:
    """Return where a statement's first word stands, such as `while`."""
    start = source.position(node)
    rest = source.lines[start.line - 1][start.column - 1 :]
    length = 0
    while length < len(rest) and (rest[length].isalnum() or rest[length] in "_@"):
        length += 1
    return Position(start.line, start.column, start.line, start.column + max(length, 1))
