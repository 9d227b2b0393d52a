"""The one assertion for the shape of a failure."""

from __future__ import annotations

from typing import Any

FIELDS: dict[str, type] = {
    "type": str,
    "title": str,
    "status": int,
    "detail": str,
    "line": int,
    "column": int,
    "end_line": int,
    "end_column": int,
    "node": str,
    "row": int,
    "shapes": list,
    "hint": str,
}
ALWAYS = {"type", "title", "status", "detail"}
INSIDE = ("Traceback", "site-packages", ".py", "/app/", 'File "')


def assert_problem(response: Any, status: int, kind: str = "", *words: str) -> dict[str, Any]:
    """Assert that an answer is a problem document with this status, of this kind, saying these words; return it."""
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert set(told) - {"errors", "limits", "columns"} <= set(FIELDS)
    assert ("limits" in told) == (status == 413)
    assert told["errors"]
    for one in [told, *told["errors"]]:
        assert set(one) >= ALWAYS
        for field, value in one.items():
            assert field in ("errors", "limits", "columns") or type(value) is FIELDS[field]
        assert one["detail"].endswith(one.get("hint", (".", "。")))
        if "line" in one:
            assert one["line"] >= 1 and one["column"] >= 1
            assert (one["end_line"], one["end_column"]) > (one["line"], one["column"])
    assert told["status"] == status
    assert told["type"] == f"/docs#problem-{kind}" if kind else told["type"].startswith("/docs#problem-")
    assert not any(mark in response.text for mark in INSIDE)
    for word in words:
        assert word in told["detail"], told["detail"]
    return told
