"""The project's own files, for the checks that read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GENERATED = {
    ".git", ".venv", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".schemathesis", "__pycache__",
    "node_modules", "vendor", "build", "dist", "test-results",
}  # fmt: skip
BINARY = {".png", ".woff2", ".ico", ".pyc"}
JS_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\\/])//[^\n]*", re.DOTALL)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def walk(folder: Path = ROOT) -> Iterator[Path]:
    """Yield every file that is ours, in the order of their names."""
    for entry in sorted(folder.iterdir()):
        if entry.name in GENERATED or entry.name.endswith(".egg-info"):
            continue
        if entry.is_dir():
            yield from walk(entry)
        else:
            yield entry


def files(*patterns: str) -> list[Path]:
    """Return our files that match any of the patterns, such as "static/js/**/*.js"."""
    ours = set(walk())
    return sorted(file for pattern in patterns for file in ROOT.glob(pattern) if file in ours)


def name(file: Path) -> str:
    """Return a file's name from the root, with slashes."""
    return file.relative_to(ROOT).as_posix()


def code(file: Path) -> str:
    """Return a file's text; comments of JavaScript and style sheets become blank lines of the same number."""
    text = file.read_text(encoding="utf-8")
    comment = {".js": JS_COMMENT, ".mjs": JS_COMMENT, ".css": CSS_COMMENT}.get(file.suffix)
    return comment.sub(lambda match: "\n" * match[0].count("\n"), text) if comment else text


def find(pattern: str, *places: str, flags: int = 0) -> list[str]:
    """Return `file:line: text` for each place in the code of the matching files where the pattern is found."""
    wanted = re.compile(pattern, flags)
    return [
        f"{name(file)}:{number}: {line.strip()}"
        for file in files(*places)
        for number, line in enumerate(code(file).splitlines(), start=1)
        if wanted.search(line)
    ]
