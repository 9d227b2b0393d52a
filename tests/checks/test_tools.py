"""Formatters, linters and type checkers, each a test of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scripts.vendor import find_node
from tests.checks.tree import ROOT

PYTHON_TOOLS = {
    "ruff format": ["ruff", "format", "--check", "."],
    "ruff check": ["ruff", "check", "."],
    "mypy": ["mypy"],
}
NODE_TOOLS = {
    "tsc": ["node_modules/typescript/bin/tsc", "--project", "."],
    "eslint": ["node_modules/eslint/bin/eslint.js", "--max-warnings", "0", "."],
}


def run(command: list[str]) -> None:
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=280)
    assert done.returncode == 0, f"{done.stdout[-6000:]}{done.stderr[-2000:]}"


@pytest.mark.parametrize("tool", PYTHON_TOOLS)
def test_python_code_passes(tool: str) -> None:
    run([sys.executable, "-m", *PYTHON_TOOLS[tool]])


@pytest.mark.parametrize("tool", NODE_TOOLS)
def test_javascript_code_passes(tool: str) -> None:
    node, _ = find_node()
    run([node, *NODE_TOOLS[tool]])
