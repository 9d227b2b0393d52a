"""The examples of docs/api.md are run, and give what they say."""

from __future__ import annotations

import json
import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall(DOCS.read_text(encoding="utf-8"))
EXAMPLES = [
    (command, answer)
    for (kind, command), (next_kind, answer) in pairwise(BLOCKS)
    if (kind, next_kind) == ("sh", "json")
]
TERMINAL = [text for kind, text in BLOCKS if kind == "console"]
SITE = "http://127.0.0.1:8000"
FRUIT = "n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax\n"


def assert_holds(answer: Any, shown: Any, where: str = "") -> None:
    """Assert that an answer holds all that is shown of it; "…" stands for anything."""
    if shown == "…":
        return
    if isinstance(shown, dict):
        for key, value in shown.items():
            assert key in answer, f"{where}.{key}"
            assert_holds(answer[key], value, f"{where}.{key}")
    elif isinstance(shown, list):
        assert len(answer) == len(shown), where
        for i, value in enumerate(shown):
            assert_holds(answer[i], value, f"{where}[{i}]")
    else:
        assert answer == (pytest.approx(shown) if isinstance(shown, float | int) else shown), where


def test_every_command_has_its_answer():
    assert len(EXAMPLES) == sum(kind == "sh" for kind, _ in BLOCKS) >= 9
    assert TERMINAL


@pytest.mark.parametrize(
    ("command", "shown"), EXAMPLES, ids=[command.split("/api/v1")[1][:30] for command, _ in EXAMPLES]
)
def test_an_example_gives_what_it_says(client, command, shown):
    program, url, *rest = shlex.split(command)
    assert program == "curl" and url.startswith(SITE)
    path = url.removeprefix(SITE)
    given = dict(zip(rest[::2], rest[1::2], strict=True))
    headers = dict([given["-H"].split(": ")]) if "-H" in given else {}
    answer = client.post(path, content=given["-d"], headers=headers) if given else client.get(path)
    assert_holds(answer.json(), json.loads(shown))


@pytest.mark.parametrize("text", TERMINAL)
def test_a_terminal_example_prints_what_it_says(text, tmp_path, monkeypatch, capsys):
    command, _, shown = text.partition("\n")
    (tmp_path / "fruit.py").write_text(FRUIT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command.removeprefix("$ backprop "))) == 0
    assert capsys.readouterr().out == shown
