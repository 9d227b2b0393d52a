from __future__ import annotations

import pytest

from app.i18n import LOCALES, TAGS, catalog_for, match_locale, pick_locale, script_messages


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh-SG", "zh_Hans"),
        ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-MO", "zh_Hant"),
        ("zh-Hant", "zh_Hant"),
        ("zh_Hant", "zh_Hant"),
        ("zh-Hant-CN", "zh_Hant"),
        ("zh-Hans-HK", "zh_Hans"),
        ("ZH-tw", "zh_Hant"),
        ("ja", None),
        ("", None),
        ("zhuang", None),
    ],
)
def test_a_tag_finds_its_locale(tag: str, locale: str | None) -> None:
    assert match_locale(tag) == locale


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh_Hant"),
        ("en;q=0.1, zh-CN;q=0.9", "zh_Hans"),
        ("fr, de;q=0.5", "en"),
        ("fr, zh-HK;q=0.5, en;q=0.4", "zh_Hant"),
        ("zh-TW;q=0, en", "en"),
        ("zh;q=nonsense, en;q=0.1", "en"),
        ("", "en"),
        ("*", "en"),
    ],
)
def test_the_browsers_best_language_that_we_speak_is_picked(header: str, locale: str) -> None:
    assert pick_locale(accept=header) == locale


def test_a_wish_outweighs_the_header_and_an_unknown_wish_does_not() -> None:
    assert pick_locale("zh-Hant", "en", accept="en") == "zh_Hant"
    assert pick_locale("xx", "zh-Hans", accept="en") == "zh_Hans"
    assert pick_locale(None, "", accept="zh-TW") == "zh_Hant"


def test_english_is_the_text_itself() -> None:
    assert catalog_for("en").gettext("Any text at all") == "Any text at all"
    assert script_messages("en") == {}


@pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale != "en"])
def test_a_catalog_is_read_from_its_po_file(locale: str) -> None:
    assert catalog_for(locale).info()["language"] == locale
    assert all(script_messages(locale).values())
    assert TAGS[locale] == locale.replace("_", "-")
