"""Languages: which one a request wants, and the gettext catalogs, read straight from their .po files."""

from __future__ import annotations

import gettext
import io
from functools import lru_cache

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.settings import LOCALE

# The name of a locale, as gettext has it, and its tag on the web.
TAGS = {"en": "en", "zh_Hant": "zh-Hant", "zh_Hans": "zh-Hans"}
LOCALES = tuple(TAGS)
DEFAULT = "en"
TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def match_locale(tag: str) -> str | None:
    """Return the locale for a language tag ("zh-TW" is "zh_Hant"), or None when we do not speak it."""
    language, *rest = tag.strip().replace("_", "-").lower().split("-")
    if language == "en":
        return "en"
    if language != "zh":
        return None
    if "hans" in rest:  # the script, when given, outweighs the region: zh-Hans-HK
        return "zh_Hans"
    return "zh_Hant" if TRADITIONAL.intersection(rest) else "zh_Hans"


def pick_locale(*wishes: str | None, accept: str = "") -> str:
    """Return the locale of the first wish we speak, then the best of an Accept-Language header, then English."""
    for wish in (*wishes, *_accepted(accept)):
        if wish and (locale := match_locale(wish)):
            return locale
    return DEFAULT


def _accepted(header: str) -> list[str]:
    """Return the tags of an Accept-Language header, the best first; a broken weight counts as 0."""
    weighted = []
    for part in header[:1000].split(","):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.partition("=")[2]) if weight else 1.0
        except ValueError:
            quality = 0.0
        if quality > 0:
            weighted.append((quality, tag))
    return [tag for _, tag in sorted(weighted, key=lambda pair: -pair[0])]


@lru_cache
def read_catalog(locale: str) -> Catalog:
    """Read the .po file of a locale."""
    with (LOCALE / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


@lru_cache
def catalog_for(locale: str) -> gettext.NullTranslations:
    """Return the translations of a locale; English is what the messages are written in."""
    if locale == DEFAULT:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_catalog(locale))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache
def script_messages(locale: str) -> dict[str, str]:
    """Return the translations of the messages that static/js uses, for the page to carry along."""
    if locale == DEFAULT:
        return {}
    return {
        message.id: message.string
        for message in read_catalog(locale)
        if isinstance(message.id, str)
        and isinstance(message.string, str)
        and message.id
        and message.string  # the page shows English where a translation is missing
        and any(str(file).startswith("static/js/") for file, _ in message.locations)
    }
