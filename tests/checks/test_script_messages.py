"""Every text that JavaScript asks a translation of is found by the extraction, wherever it stands in the code."""

from __future__ import annotations

import re
from functools import cache

import pytest

from scripts.catalogs import extract
from tests.checks.tree import code, files, name

TEXT = re.compile(r'(?<![\w.$])t\(\s*"((?:[^"\\]|\\.)+)"')
ASKED = {text: name(file) for file in files("static/js/**/*.js") for text in TEXT.findall(code(file))}


@cache
def extracted() -> frozenset[str]:
    return frozenset(str(message.id) for message in extract() if message.id)


@pytest.mark.parametrize("text", ASKED)
def test_a_text_of_javascript_is_extracted(text: str) -> None:
    assert text.replace('\\"', '"') in extracted(), ASKED[text]
