from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

from app.assets import Assets, load_assets
from app.settings import STATIC


def test_the_import_map_names_files_that_are_there_with_their_hashes() -> None:
    import_map = json.loads(load_assets().import_map)
    assert {"katex", "d3-selection", "@codemirror/state"} <= set(import_map["imports"])
    assert set(import_map["imports"].values()) <= set(import_map["integrity"])
    for url, integrity in import_map["integrity"].items():
        data = (STATIC / url.removeprefix("/static/")).read_bytes()
        assert integrity == "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()


def test_codemirrors_state_is_one_module() -> None:
    manifest = load_assets().manifest
    sources = [file for file in manifest["integrity"] if "tagName" in (STATIC / "vendor" / file).read_text("utf-8")]
    state = [
        file
        for file in manifest["integrity"]
        if "Unrecognized extension value in extension set" in (STATIC / "vendor" / file).read_text("utf-8")
    ]
    assert sources
    assert len(state) == 1


@pytest.fixture
def small_site(tmp_path: Path) -> Assets:
    (tmp_path / "js" / "draw").mkdir(parents=True)
    (tmp_path / "js" / "lab.js").write_text(
        'import { a } from "./a.js";\nimport "./draw/b.js";\nconst late = () => import("./late.js");\n'
    )
    (tmp_path / "js" / "a.js").write_text('import {\n  b,\n} from "./draw/b.js";\nexport const a = b;\n')
    (tmp_path / "js" / "draw" / "b.js").write_text('import katex from "katex";\nexport * from "../a.js";\n')
    manifest = {
        "imports": {"katex": "katex-A.js"},
        "preload": {"katex": ["chunk-B.js"]},
        "integrity": {"katex-A.js": "sha384-a", "chunk-B.js": "sha384-b"},
    }
    return Assets(tmp_path, manifest)


def test_preloads_follow_static_imports_once_each_and_leave_late_ones_out(small_site: Assets) -> None:
    assert [(preload.url, preload.integrity) for preload in small_site.preloads("lab.js")] == [
        ("/static/js/lab.js", None),
        ("/static/js/a.js", None),
        ("/static/js/draw/b.js", None),
        ("/static/vendor/katex-A.js", "sha384-a"),
        ("/static/vendor/chunk-B.js", "sha384-b"),
    ]


def test_without_vendor_files_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.assets.STATIC", tmp_path)
    with pytest.raises(RuntimeError, match="python3 -m app"):
        load_assets.__wrapped__()
