"""The JavaScript unit tests, run by Node with the page's own libraries; each file is a test."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from scripts.js_fixtures import FOLDER, QUESTIONS, make_fixture
from scripts.vendor import find_node

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "tests" / "js").rglob("*.test.js"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_javascript_units_pass(file: Path) -> None:
    node, _ = find_node()
    command = [node, "--import", "./tests/js/use-import-map.mjs", "--test", str(file.relative_to(ROOT))]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_javascript_has_unit_tests() -> None:
    assert FILES


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_traces_that_javascript_tests_read_are_what_the_api_gives(name: str) -> None:
    assert json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) == make_fixture(name)
