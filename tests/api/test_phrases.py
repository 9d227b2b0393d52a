"""Errors in other languages keep their parts and their places."""

from __future__ import annotations

import gettext
import re
from typing import Any

import pytest

from app.story import phrases


class Shouting(gettext.NullTranslations):
    """A language that is easily told from English: it shouts, but for what stands in braces."""

    def gettext(self, message: str) -> str:
        return re.sub(r"(\{.\})|(.)", lambda match: match[1] or match[2].upper(), message)


@pytest.fixture
def shout(monkeypatch: Any) -> None:
    monkeypatch.setattr(phrases, "catalog_for", lambda locale: Shouting())


@pytest.mark.usefixtures("shout")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("got (2, 3) and (4, 5)", "GOT (2, 3) AND (4, 5)"),
        ("got 'foo'", "GOT 'foo'"),
        ("'n' has shape (), got (2,)", "'n' HAS SHAPE (), GOT (2,)"),
        ("a graph may have 20,000 nodes", "A GRAPH MAY HAVE 20,000 NODES"),
        ("Is 'sigmoid' meant?", "IS 'sigmoid' MEANT?"),
        ("got {a} and {b}", "GOT {a} AND {b}"),
        ("something that no pattern knows", "something that no pattern knows"),
        ("", ""),
    ],
)
def test_a_text_is_said_again_with_the_same_parts(text, said):
    assert phrases.say(text, "zh_Hant") == said
    assert phrases.say(text, "en") == text


@pytest.mark.usefixtures("shout")
@pytest.mark.parametrize(
    "program",
    [
        "x = 2 +",
        "y = foo(2)",
        "y = x",
        "x = [[1, 2], [3]]",
        "x = [1, 2]\ny = x[5]",
        "y = [[1, 2]] @ [[1, 2]]",
        "y = [1, 2] + [1, 2, 3]",
        "x = 2\ny = 3 x",
        "x = （2）",
        "x = [1, 2]\ny = reshape(x, [3])",
        "for i in range(100000):\n    x = 1.0",
        "(" * 200,
    ],
)
def test_the_common_errors_have_patterns(client, program):
    answer = client.post("/api/v1/trace", json={"program": program, "locale": "zh-Hant"}).json()
    rule = re.split("[;；]", answer["detail"])[0]
    assert rule == rule.upper() or "'" in rule, answer["detail"]
