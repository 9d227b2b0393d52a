"""What a visitor sees at an address where no page is."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from app.lessons import list_lessons
from app.pages.templates import locale_of, render


def missing(request: Request) -> HTMLResponse:
    """Say that there is no such page, and offer the lessons."""
    return render(request, "missing.html", status=404, lessons=list_lessons(locale_of(request)))


def install(site: FastAPI) -> None:
    """Answer unknown addresses with a page; files that are missing and other refusals stay short."""

    async def tell(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404 and not request.url.path.startswith("/static/"):
            return missing(request)
        return await http_exception_handler(request, error)

    site.add_exception_handler(HTTPException, tell)
