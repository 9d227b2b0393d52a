"""The page about the API: complete, readable without a script, in three languages."""

from __future__ import annotations

from html import unescape

import pytest

from scripts.catalogs import descriptions


def test_every_endpoint_and_every_record_has_its_place(client):
    document = client.get("/openapi.json").json()
    html = client.get("/docs").text
    for methods in document["paths"].values():
        for operation in methods.values():
            assert f'<section id="{operation["operationId"]}"' in html
    for name in document["components"]["schemas"]:
        assert f'<section id="{name}"' in html


def test_every_kind_of_problem_has_the_address_that_problems_name(client):
    told = client.post("/api/v1/trace", json={"program": "y = foo(1)"}).json()
    page, _, anchor = told["type"].partition("#")
    assert f'id="{anchor}"' in client.get(page).text


@pytest.mark.parametrize(("tag", "word"), [("en", "Records"), ("zh-Hant", "記錄"), ("zh-Hans", "记录")])
def test_it_speaks_the_language_asked_for(client, tag, word):
    html = client.get(f"/docs?lang={tag}").text
    assert f'<html lang="{tag}"' in html
    assert word in html


def test_every_description_is_told_in_the_language_asked_for(client):
    assert "<td>學習率：參數沿著梯度的反方向走多遠；不給就不更新。</td>" in client.get("/docs?lang=zh-Hant").text
    shown = {tag: unescape(client.get(f"/docs?lang={tag}").text) for tag in ("en", "zh-Hant", "zh-Hans")}
    described = [text for text in descriptions() if f">{text}<" in shown["en"] or f'"{text}"' in shown["en"]]
    assert len(described) > 50
    assert [text for text in described if text in shown["zh-Hant"] or text in shown["zh-Hans"]] == []


def test_the_document_for_tools_stays_english(client):
    client.get("/docs?lang=zh-Hant")
    document = client.get("/openapi.json", headers={"accept-language": "zh-Hant"}).json()
    rate = document["components"]["schemas"]["TraceRequest"]["properties"]["learning_rate"]
    assert rate["description"].startswith("How far parameters move")


def test_it_lists_every_field_once_and_resolves_every_link(client):
    html = client.get("/docs").text
    links = {part.split('"')[0] for part in html.split('href="#')[1:]}
    ids = {part.split('"')[0] for part in html.split(' id="')[1:]}
    assert links <= ids
    assert html.count(' id="') == len(ids)


def test_it_fits_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/docs")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
