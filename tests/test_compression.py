from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app.compression import IN_THREAD, Compression


async def lines() -> AsyncIterator[str]:
    for number in range(3):
        yield f'{{"line": {number}}}\n' * 200


ANSWERS = {
    "/small": lambda request: PlainTextResponse("short"),
    "/json": lambda request: JSONResponse(["the same"] * 300),
    "/large": lambda request: JSONResponse(["the same"] * IN_THREAD),
    "/bytes": lambda request: Response(b"\0" * 5000, media_type="application/octet-stream"),
    "/done": lambda request: Response(b"x" * 5000, media_type="text/html", headers={"content-encoding": "br"}),
    "/stream": lambda request: StreamingResponse(lines(), media_type="application/jsonl"),
    "/pieces": lambda request: StreamingResponse(lines(), media_type="application/json"),
    "/empty": lambda request: Response(status_code=204),
}


@pytest.fixture
def site() -> TestClient:
    return TestClient(Compression(Starlette(routes=[Route(path, answer) for path, answer in ANSWERS.items()])))


@pytest.mark.parametrize("path", ["/json", "/large"])
def test_json_is_compressed(site: TestClient, path: str) -> None:
    answer = site.get(path, headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.json()[0] == "the same"
    assert int(answer.headers["content-length"]) < 3000


@pytest.mark.parametrize("path", ["/small", "/bytes", "/stream", "/pieces", "/empty"])
def test_the_rest_goes_through_as_it_is(site: TestClient, path: str) -> None:
    answer = site.get(path, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers


def test_what_is_compressed_stays_so(site: TestClient) -> None:
    with site.stream("GET", "/done", headers={"accept-encoding": "gzip"}) as answer:
        assert b"".join(answer.iter_raw()) == b"x" * 5000


def test_who_takes_no_compression_gets_none(site: TestClient) -> None:
    assert "content-encoding" not in site.get("/json", headers={"accept-encoding": "identity"}).headers
