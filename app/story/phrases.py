"""The words of errors in other languages."""

from __future__ import annotations

from app.i18n import catalog_for


def say(text: str, locale: str) -> str:
    """Return an error's text in a language, or as it is where it has no translation."""
    return catalog_for(locale).gettext(text) if text else ""
