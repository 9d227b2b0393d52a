"""Bring the translation catalogs up to date with the sources: `python -m scripts.catalogs` (offline).

Messages are collected from app/, templates/ and static/js/, and from the OpenAPI document, whose descriptions are
docstrings too; translations are kept, and messages that are gone are dropped. `--check` changes nothing and fails
when a catalog would change or lacks a translation.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po
from fastapi import FastAPI

from app import api
from app.pages.docs import translate

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "app" / "locale"
LOCALES = ("zh_Hant", "zh_Hans")
FOLDERS = ("app", "static/js", "templates")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),  # type: ignore[dict-item]  # Babel marks the context's place so
}
SCRIPT_KEYWORDS: dict[str, tuple[int, ...] | None] = {"t": None}


def catalog_file(locale: str) -> Path:
    """Return the .po file of a locale."""
    return LOCALE / locale / "LC_MESSAGES" / "messages.po"


def extract() -> Catalog:
    """Collect every message of the project; a file stands with each, no line, so that moving code changes nothing."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalog = Catalog(project="Backprop Visualizer", fuzzy=False)
    for folder in FOLDERS:
        relative_methods = [(pattern.removeprefix(f"{folder}/"), how) for pattern, how in methods]
        keywords = SCRIPT_KEYWORDS if folder == "static/js" else KEYWORDS
        for name, _, message, comments, context in extract_from_dir(
            ROOT / folder, relative_methods, _relative(options, folder), keywords, ("Translators:",)
        ):
            place = f"{folder}/{Path(name).as_posix()}"
            catalog.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    for text in descriptions():
        catalog.add(text, locations=[("app/api", 0)])
    return catalog


def descriptions() -> list[str]:
    """List the descriptions in the OpenAPI document: what the page /docs translates."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    site = FastAPI()
    api.install(site)
    site.include_router(api.router)
    translate(site.openapi(), note)
    return found


def _relative(options: dict[str, dict[str, str]], folder: str) -> dict[str, dict[str, str]]:
    return {pattern.removeprefix(f"{folder}/"): given for pattern, given in options.items()}


def update(locale: str, template: Catalog) -> bytes:
    """Return the text of a locale's catalog, brought up to date with the template."""
    file = catalog_file(locale)
    catalog = Catalog(locale=locale, project="Backprop Visualizer", fuzzy=False)
    if file.is_file():
        with file.open("rb") as source:
            catalog = read_po(source, locale=locale)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    for message in catalog:
        message.locations = sorted({(place, None) for place, _ in message.locations})  # type: ignore[misc]
    text = io.BytesIO()
    write_po(text, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False)
    return HEADER.format(locale=locale).encode() + text.getvalue()


HEADER = """\
msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def untranslated(locale: str) -> list[str]:
    """List the messages of a locale that have no translation."""
    with catalog_file(locale).open("rb") as source:
        messages = [message for message in read_po(source, locale=locale) if message.id]
    return [_identity(message) for message in messages if not _is_done(message)]


def _is_done(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings) and not message.fuzzy


def _identity(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def main() -> None:
    """Write the catalogs, or with --check compare them."""
    parser = argparse.ArgumentParser(prog="python -m scripts.catalogs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when something is missing")
    check = parser.parse_args().check
    template = extract()
    problems = 0
    for locale in LOCALES:
        file, text = catalog_file(locale), update(locale, template)
        stale = not file.is_file() or file.read_bytes() != text
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        missing = untranslated(locale) if file.is_file() else []
        problems += len(missing) + (stale and check)
        state = "would change" if stale and check else "updated" if stale else "up to date"
        print(f"{locale}: {state}, {len(missing)} without a translation")
        for message in missing:
            print(f"  {message!r}")
    if check and problems:
        sys.exit("Run python -m scripts.catalogs, then translate what it lists.")


if __name__ == "__main__":
    main()
