"""Text to Python's syntax tree, going on after each broken statement."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from app.engine.graph import Position
from app.language.errors import Fault, ProgramError
from app.language.limits import BRACKETS
from app.language.scan import Scan
from app.language.source import Source

RULE = "a program is plain Python"
MOST_BROKEN = 20
ON_LINE = re.compile(r"on line (\d+)")
# The place is told beside the message, so the message need not repeat it.
REPEATED = re.compile(r" (?:\(detected at line \d+\)|on line \d+)")
DEFINES = re.compile(
    r"(?:^|[;,(])[ \t]*(?:(?:def|for)[ \t]+)?([^\W\d]\w*)[ \t]*(?=[=,(;:]|[-+*/@]=|in\b|$)", re.MULTILINE
)

ASCII_FOR = {
    "×": "*", "·": "*", "∙": "*", "⋅": "*", "✕": "*", "÷": "/", "−": "-", "–": "-", "—": "-",
    "²": "** 2", "³": "** 3", "√": "sqrt(…)", "≤": "<=", "≥": ">=", "≠": "!=", "，": ",", "、": ",", "；": ";",
    "：": ":", "。": ".", "“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "【": "[", "】": "]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tree:
    """What could be parsed.

    Attributes:
        body: the statements, broken ones left out.
        errors: one for each broken statement.
        lost: names that the broken statements would have defined.
    """

    body: list[ast.stmt]
    errors: tuple[ProgramError, ...]
    lost: frozenset[str]


def check_text(source: Source, scanned: Scan) -> None:
    """Refuse what Python's parser should not be given.

    Raises:
        Fault: the text nests too deep, or holds something that is no character.
    """
    text = source.text
    if (index := text.find("\0")) >= 0:
        raise Fault("syntax", "a program is text", "got a null character", "Delete it.", source.place(index))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        found = f"got half a character, U+{ord(text[error.start]):04X}"
        raise Fault("syntax", "a program is text", found, "Delete it.", source.place(error.start)) from None
    if scanned.deepest > BRACKETS:
        found = f"got {scanned.deepest}"
        hint = "Give inner parts a name of their own."
        place = source.place(scanned.deepest_at)
        raise Fault("limit", f"brackets may nest {BRACKETS} deep", found, hint, place)


def parse(source: Source, scanned: Scan) -> Tree:
    """Parse a program; where a statement is broken, report it, leave it out and go on.

    Args:
        source: the text, checked by `check_text`.
        scanned: its first look.

    Returns:
        The statements and the errors.
    """
    lines = source.lines
    errors: list[ProgramError] = []
    lost: set[str] = set()
    while True:
        try:
            return Tree(ast.parse("\n".join(lines)).body, tuple(errors), frozenset(lost))
        except SyntaxError as error:
            if lines is source.lines:
                lines = list(lines)
            line = broken_line(error, len(lines))
            errors.append(describe(source, error, scanned.unclosed.get(scanned.starts[line])).as_error(None))
            stuck = not lines[line].strip() or lines[line].strip() == "pass" or isinstance(error, TabError)
            if stuck or len(errors) >= (MOST_BROKEN if len(source.text) < 10_000 else 4):
                return Tree([], tuple(errors), frozenset(lost))
            lost.update(leave_out(lines, line, scanned.starts, str(error.msg)))
        except (RecursionError, MemoryError):
            found = "an expression is too long or nests too deep"
            hint = "Write it in several lines, such as s = a + b and then s += c."
            longest = max(range(len(lines)), key=lambda index: len(lines[index]))
            place = Position(longest + 1, 1, longest + 1, len(lines[longest]) + 1)
            fault = Fault("limit", "a program must be simple enough to parse", found, hint, place)
            return Tree([], (*errors, fault.as_error(None)), frozenset(lost))
        except ValueError:
            # Parsers differ in what they raise for text that is none; `check_text` refuses all that is known.
            fault = Fault("syntax", RULE, "it cannot be read as text", "Type it anew.")
            return Tree([], (*errors, fault.as_error(None)), frozenset(lost))


def broken_line(error: SyntaxError, count: int) -> int:
    """Return the physical line (from 0) to leave out."""
    line = error.lineno or 1
    if isinstance(error, IndentationError) and (named := ON_LINE.search(str(error.msg))):
        line = int(named[1])
    return min(max(line, 1), count) - 1


def leave_out(lines: list[str], line: int, starts: tuple[int, ...], message: str) -> list[str]:
    """Put `pass` in a broken statement's place, with its block, and return the names it would have defined."""
    first = starts[line]
    last = line
    while last + 1 < len(lines) and starts[last + 1] == first:
        last += 1
    indent = len(lines[first]) - len(lines[first].lstrip())
    misplaced = message.startswith(("unexpected indent", "unindent"))
    least = max(indent, 1) if misplaced else indent + 1
    while last + 1 < len(lines) and (
        not lines[last + 1].strip() or len(lines[last + 1]) - len(lines[last + 1].lstrip()) >= least
    ):
        last += 1
    names = DEFINES.findall("\n".join(lines[first : last + 1]))
    lines[first] = "" if misplaced else lines[first][:indent] + "pass"
    for index in range(first + 1, last + 1):
        lines[index] = ""
    return names


def describe(source: Source, error: SyntaxError, unclosed: int | None) -> Fault:
    """Say what Python's parser found, where, and what to write instead.

    Args:
        source: the text.
        error: what the parser raised.
        unclosed: the index of a bracket that the broken statement never closes.
    """
    message = REPEATED.sub("", str(error.msg))
    if unclosed is not None and not message.startswith("invalid character"):
        bracket = source.text[unclosed]
        return Fault("syntax", RULE, f"'{bracket}' was never closed", "Close it.", source.place(unclosed))
    place = locate(source, error)
    text = source.lines[place.line - 1]
    character = text[place.column - 1 : place.column]
    if message.startswith(("invalid character", "invalid non-printable")):
        plain = ASCII_FOR.get(character) or (chr(ord(character) - 0xFEE0) if "！" <= character <= "～" else "")
        hint = f"Write {plain} instead." if plain else "Delete it, or write it another way."
        found = f"got '{character}'" if character.isprintable() else f"got U+{ord(character or ' '):04X}"
        return Fault("syntax", "operators and brackets are written in plain characters", found, hint, place)
    if message.startswith("Exceeds the limit"):
        return Fault("domain", "a number must fit in 64 bits", "got one with thousands of digits", "", place)
    if isinstance(error, IndentationError):
        hint = "Indent the lines of a block by four spaces, and no others."
        return Fault("syntax", RULE, message, hint, place)
    hint = ""
    if message.startswith("invalid decimal literal"):
        hint = "A product is written with *, as in 2 * x."
    elif "never closed" in message:
        hint = "Close it."
    elif "forgot a comma" in message:
        hint = "Put a comma or an operator between the two."
    elif message == "invalid syntax":
        hint = "A line reads name = formula, as in y = w * x + b."
    return Fault("syntax", RULE, message, hint, place)


def locate(source: Source, error: SyntaxError) -> Position:
    """Return the place of a syntax error: at least one character, inside the text."""
    line = min(max(error.lineno or 1, 1), len(source.lines))
    if isinstance(error, IndentationError):
        if named := ON_LINE.search(str(error.msg)):
            line = min(int(named[1]), len(source.lines))
        text = source.lines[line - 1]
        start = len(text) - len(text.lstrip()) + 1
        return Position(line, start, line, max(len(text.rstrip()), start) + 1)
    column = min(max(error.offset or 1, 1), len(source.lines[line - 1]) + 1)
    end_line, end = error.end_lineno or line, error.end_offset or 0
    end_line = min(end_line, len(source.lines))
    if (end_line, end) <= (line, column):
        end_line, end = line, column + 1
    return Position(line, column, end_line, end)
