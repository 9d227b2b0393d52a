"""Every message of the sources is translated in every catalog, and nothing else stands in them."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from scripts import catalogs

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def messages(locale: str) -> list[Message]:
    with catalogs.catalog_file(locale).open("rb") as file:
        return [message for message in read_po(file, locale=locale) if message.id]


def texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else (str(value),)


@pytest.mark.parametrize("locale", catalogs.LOCALES)
def test_the_catalog_holds_the_messages_of_the_sources(locale: str) -> None:
    wanted = {(texts(message.id), message.context) for message in catalogs.extract() if message.id}
    held = {(texts(message.id), message.context) for message in messages(locale)}
    assert wanted - held == set(), "run python -m scripts.catalogs"
    assert held - wanted == set(), "run python -m scripts.catalogs"


@pytest.mark.parametrize("locale", catalogs.LOCALES)
def test_every_message_is_translated(locale: str) -> None:
    assert catalogs.untranslated(locale) == []


@pytest.mark.parametrize("locale", catalogs.LOCALES)
def test_a_translation_keeps_the_placeholders(locale: str) -> None:
    different = [
        (texts(message.id)[-1], text)
        for message in messages(locale)
        for text in texts(message.string)
        if text and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(texts(message.id)[-1]))
    ]
    assert different == []


@pytest.mark.parametrize("locale", catalogs.LOCALES)
def test_the_catalog_is_as_the_script_writes_it(locale: str) -> None:
    file = catalogs.catalog_file(locale)
    assert file.read_bytes() == catalogs.update(locale, catalogs.extract()), "run python -m scripts.catalogs"
