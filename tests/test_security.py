from __future__ import annotations

from starlette.testclient import TestClient

from app.main import create_app


def test_the_answer_to_an_unforeseen_error_has_the_headers_and_no_trace() -> None:
    site = create_app()

    @site.get("/broken")
    def broken() -> None:
        raise RuntimeError("a secret of ours")

    answer = TestClient(site, raise_server_exceptions=False).get("/broken")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "secret" not in answer.text
