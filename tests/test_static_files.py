from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from app.static_files import SiteFiles, accepted_encodings

SCRIPT = "export const text = 'a line that says the same';\n" * 100


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "katex-ABCDEFGH.js").write_text(SCRIPT)
    (tmp_path / "vendor" / "katex-ABCDEFGH.js.br").write_bytes(b"brotli")
    (tmp_path / "vendor" / "katex-ABCDEFGH.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (tmp_path / "own.js").write_text(SCRIPT)
    (tmp_path / "sheet.css").write_text("a { color: inherit }")
    return tmp_path


@pytest.fixture
def site(folder: Path) -> TestClient:
    return TestClient(Starlette(routes=[Mount("/static", SiteFiles(directory=folder))]))


def test_a_vendor_file_comes_precompressed_and_is_kept(site: TestClient) -> None:
    with site.stream("GET", "/static/vendor/katex-ABCDEFGH.js", headers={"accept-encoding": "gzip, br"}) as answer:
        assert b"".join(answer.iter_raw()) == b"brotli"
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_vendor_file_comes_in_gzip_to_who_takes_only_that(site: TestClient) -> None:
    answer = site.get("/static/vendor/katex-ABCDEFGH.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == SCRIPT


def test_our_own_file_comes_compressed_and_is_asked_about_again(site: TestClient) -> None:
    answer = site.get("/static/own.js", headers={"accept-encoding": "gzip, br"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(SCRIPT) / 10
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.text == SCRIPT
    again = site.get("/static/own.js", headers={"accept-encoding": "gzip", "if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["etag"] == answer.headers["etag"]


def test_an_edited_file_is_sent_anew(site: TestClient, folder: Path) -> None:
    before = site.get("/static/own.js")
    (folder / "own.js").write_text(SCRIPT + "export const more = 1;\n")
    after = site.get("/static/own.js", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.text.endswith("more = 1;\n")


def test_a_file_comes_plain_to_who_takes_no_compression(site: TestClient) -> None:
    answer = site.get("/static/own.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.text == SCRIPT
    plain = site.get("/static/own.js", headers={"accept-encoding": "identity", "if-none-match": answer.headers["etag"]})
    assert plain.status_code == 304


@pytest.mark.parametrize("path", ["missing.js", "../pyproject.toml", "%2e%2e/pyproject.toml", "vendor", "a%00b.js", ""])
def test_what_is_not_there_is_not_found(site: TestClient, path: str) -> None:
    assert site.get(f"/static/{path}").status_code == 404


def test_head_has_the_headers_without_the_body(site: TestClient) -> None:
    answer = site.head("/static/own.js")
    assert answer.status_code == 200
    assert answer.content == b""


def test_codings_refused_with_q_0_are_not_taken() -> None:
    assert accepted_encodings("gzip;q=0, br;q=1.0, identity;q=0.000") == {"br"}
