from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
from starlette.testclient import TestClient

PAGES = ["/", "/lab", "/lessons/fruit"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_a_page_is_there_in_each_language(client: TestClient, path: str, lang: str) -> None:
    answer = client.get(path, params={"lang": lang})
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.text
    assert answer.headers["content-language"] == lang
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_the_language_is_the_address_then_the_cookie_then_the_browsers(client: TestClient) -> None:
    browser = {"accept-language": "zh-CN"}
    cookie = {**browser, "cookie": "lang=zh-Hant"}
    assert client.get("/", headers=browser).headers["content-language"] == "zh-Hans"
    assert client.get("/", headers=cookie).headers["content-language"] == "zh-Hant"
    assert client.get("/?lang=en", headers=cookie).headers["content-language"] == "en"
    assert client.get("/?lang=xx", headers=cookie).headers["content-language"] == "zh-Hant"


@pytest.mark.parametrize(
    "path", ["/lessons/none", "/lessons/%00", "/lessons/..%2f..%2fpyproject", "/lessons/%F0%9F%8D%8E", "/nowhere"]
)
def test_an_unknown_address_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "[build-system]" not in answer.text


def test_a_missing_file_is_no_page(client: TestClient) -> None:
    assert "html" not in client.get("/static/js/none.js").headers["content-type"]


@pytest.mark.parametrize("path", [*PAGES, "/api/v1/health", "/static/favicon.svg", "/nowhere"])
def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_allows_the_import_map_and_no_other_inline_script(client: TestClient, path: str) -> None:
    answer = client.get(path)
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", answer.text, re.DOTALL)
    maps = [text for attributes, text in scripts if 'type="importmap"' in attributes]
    assert len(maps) == 1
    digest = base64.b64encode(hashlib.sha256(maps[0].encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}'" in answer.headers["content-security-policy"]
    assert json.loads(maps[0])["imports"]
    for attributes, text in scripts:
        assert " src=" in attributes or "importmap" in attributes or "application/json" in attributes, text


def test_each_answer_has_a_nonce_of_its_own(client: TestClient) -> None:
    nonces = []
    for _ in range(2):
        answer = client.get("/lab")
        nonces += re.findall(r"'nonce-([\w-]+)'", answer.headers["content-security-policy"])
        assert f'nonce="{nonces[-1]}"' in answer.text
    assert len(set(nonces)) == 2


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_be_asked_for_its_headers_alone(client: TestClient, path: str) -> None:
    answer = client.head(path)
    assert answer.status_code == 200
    assert answer.content == b""


def test_the_gallery_has_every_lesson_in_its_group(client: TestClient) -> None:
    lessons = client.get("/api/v1/lessons").json()["lessons"]
    html = client.get("/").text
    places = [html.index(f'href="/lessons/{lesson["id"]}" data-id') for lesson in lessons]
    assert places == sorted(places)
    assert all(lesson["group"] in html and lesson["title"] in html for lesson in lessons)
