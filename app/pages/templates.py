"""Render the HTML templates in the visitor's language."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import __version__
from app.assets import load_assets
from app.i18n import TAGS, catalog_for, pick_locale, script_messages
from app.settings import TEMPLATES

LANGUAGE_NAMES = {"en": "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文"}


def locale_of(request: Request) -> str:
    """Return the locale for a page: `?lang=`, then the cookie `lang`, then what the browser prefers."""
    return pick_locale(
        request.query_params.get("lang"),
        request.cookies.get("lang"),
        accept=request.headers.get("accept-language", ""),
    )


@lru_cache
def environment(locale: str) -> Environment:
    """Return the templates of one language; the translations are the environment's, so it cannot be shared."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.policies["ext.i18n.trimmed"] = True
    # The extension adds this method when it is loaded, which the types do not know.
    jinja.install_gettext_translations(catalog_for(locale), newstyle=True)  # type: ignore[attr-defined]
    return jinja


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a template with what every page needs, and with `context`."""
    assets = load_assets()
    locale = locale_of(request)
    page = environment(locale).get_template(template)
    html = page.render(
        context,
        importmap=assets.import_map,
        manifest=assets.manifest,
        preloads=assets.preloads,
        lang=TAGS[locale],
        languages=LANGUAGE_NAMES,
        messages=script_messages(locale),
        nonce=request.state.nonce,
        version=__version__,
        path=request.url.path,
    )
    return HTMLResponse(
        html,
        status,
        headers={
            "cache-control": "no-cache",
            "content-language": TAGS[locale],
            "vary": "Accept-Language, Cookie",
        },
    )
