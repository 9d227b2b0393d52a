"""Rules for the browser's files: no mathematics, one clock, one door for libraries, no strings as HTML."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.checks.tree import ROOT, code, files, find, name

JS = "static/js/**/*.js"
MODULES = files(JS)
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
LIBRARIES = set(json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["browserLibraries"])
# Pixels and easing may need a root or an arc; values, gradients and terms never.
GEOMETRY = ("static/js/format.js", "static/js/layout/", "static/js/draw/", "static/js/timeline/easing.js")
MATHEMATICS = (
    r"Math\.(exp|expm1|log|log1p|log2|log10|pow|sqrt|cbrt|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|hypot)\b"
)
ROUNDING = r"\.toFixed\(|\.toPrecision\(|\.toExponential\(|Intl\.NumberFormat|\bNumber\S*\.toLocaleString"
NAMED = "black|white|red|green|blue|gr[ae]y|silver|orange|yellow|purple|navy|teal|gold|pink|brown|maroon|cyan|magenta"


def test_no_string_becomes_html() -> None:
    strings = r"\b(inner|outer)HTML\b|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|renderToString"
    strings += r"|DOMParser|document\.write|\.html\(|\beval\(|new Function\("
    assert find(strings, JS) == []


def test_the_browser_computes_no_mathematics() -> None:
    assert [line for line in find(MATHEMATICS, JS) if not line.startswith(GEOMETRY)] == []


def test_rounding_lives_in_one_module() -> None:
    assert [line for line in find(ROUNDING, JS) if not line.startswith("static/js/format.js:")] == []


def test_one_module_owns_the_clock() -> None:
    owners = {line.split(":")[0] for line in find(r"\brequestAnimationFrame\b", JS)}
    assert owners <= {"static/js/timeline/clock.js"}
    assert find(r"\bsetInterval\(", JS) == []


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_a_module_imports_its_neighbours_and_what_the_import_map_names(file: Path) -> None:
    for target in IMPORT.findall(code(file)):
        if target.startswith("."):
            assert (file.parent / target).resolve().is_file(), target
        else:
            assert target in LIBRARIES, target


@pytest.mark.parametrize("file", [*MODULES, *files("static/css/*.css")], ids=name)
def test_file_names_are_in_kebab_case(file: Path) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", file.stem)


def test_the_layout_touches_no_document() -> None:
    assert find(r"\b(document|window|HTMLElement|SVGElement)\b", "static/js/layout/**/*.js") == []


def test_the_engine_of_the_picture_is_pure() -> None:
    impure = r"\b(document|window|Date|performance|setTimeout)\b|Math\.random"
    assert find(impure, "static/js/timeline/scene.js", "static/js/layout/graph-layout.js") == []


def test_raw_colours_stand_in_tokens_only() -> None:
    raw = rf"#[0-9a-fA-F]{{3,8}}\b(?!\s*{{)|\b(rgba?|hsla?|oklch|oklab|lab|lch|hwb)\(|:[^;{{]*\b({NAMED})\b[^-]"
    sheets = [line for line in find(raw, "static/css/*.css") if not line.startswith("static/css/tokens.css:")]
    scripts = find(r"""["'`]#[0-9a-fA-F]{3,8}["'`]|["'`](rgba?|hsla?|oklch)\(""", JS)
    templates = find(r"""(fill|stroke|color)=["']#|style=""", "templates/**/*.html")
    assert sheets + scripts + templates == []


def test_templates_have_no_inline_code() -> None:
    inline = r"\son[a-z]+\s*=|javascript:|\sstyle\s*=|<style\b"
    script = r"""<script(?![^>]*\bsrc=)(?![^>]*type="(importmap|application/json)")"""
    assert find(f"{inline}|{script}", "templates/**/*.html", flags=re.IGNORECASE) == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    loaded = r"""(src|href)=["'](https?:)?//|url\(["']?(https?:)?//|\bfetch\(["'`]https?:|from ["']https?:"""
    rows = find(loaded, JS, "static/css/*.css", "templates/**/*.html")
    assert [row for row in rows if "<a " not in row] == []
