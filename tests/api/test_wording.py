"""Every message that the engine and the language can give has its words in the other languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from app.story.phrases import say

APP = Path(__file__).resolve().parent.parent.parent / "app"
FILES = sorted(
    file for room in ("engine/**", "language", "networks/**", "story/**", "api") for file in APP.glob(f"{room}/*.py")
)
ERRORS = {
    "DomainError", "Fault", "LimitError", "Problem", "ProgramError", "ShapeError", "SpecError", "TableError",
    "UnknownNodeError", "UnknownOperationError", "fault",
}  # fmt: skip


def sample(node: ast.Constant | ast.JoinedStr) -> str:
    """Return a text as it could read, with § in the places of what is put in."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "§" for part in node.values)


def texts(node: ast.AST) -> list[str]:
    """Return the texts in an argument: itself, or the two sides of a choice."""
    if isinstance(node, ast.IfExp):
        return [*texts(node.body), *texts(node.orelse)]
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return [sample(node)]
    return []


def quoted(tree: ast.AST) -> set[int]:
    """Return the constants that are no texts of their own: docstrings, and parts of longer texts."""
    found = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    return found | {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def hints(tree: ast.AST) -> list[str]:
    """Return the sentences in a module: what it proposes, in tables or on the way to an error."""
    left_out = quoted(tree)
    return [
        str(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and id(node) not in left_out
        and re.fullmatch(r"[A-Z][^\n]* [^\n]*\.", str(node.value))
    ]


def messages() -> dict[str, str]:
    """Return every message with the module that gives it."""
    found: dict[str, str] = {}
    for file in FILES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            name = (
                (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            )
            if isinstance(node, ast.Call) and name in ERRORS:
                arguments = (*node.args, *(keyword.value for keyword in node.keywords))
                found.update({text: file.name for one in arguments for text in texts(one) if " " in text})
        if file.parent.name == "language":
            found.update(dict.fromkeys(hints(tree), file.name))
    return found


MESSAGES = messages()


@pytest.mark.parametrize("text", MESSAGES)
@pytest.mark.parametrize("locale", ["zh_Hant", "zh_Hans"])
def test_a_message_is_said_in_the_other_languages(text: str, locale: str) -> None:
    readings = (text.replace("§", "4"), text.replace("§", "4", 1).replace("§", ""))
    assert any(say(one, locale) != one for one in readings), (
        f"{MESSAGES[text]}: add it to app/story/wording.py and to the catalogs"
    )
