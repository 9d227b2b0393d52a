"""Failures as problem documents (RFC 9457): the only shape in which the API fails."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from inspect import isawaitable

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.api.requests import show
from app.i18n import TAGS, pick_locale
from app.settings import get_settings
from app.story import Problem, RefusedError
from app.story.fields import EXPECTED

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
RETRY = {429: "1", 503: "2"}
log = logging.getLogger("app.api")


def header_locale(request: Request) -> str:
    """Return the locale that a request's header prefers."""
    return pick_locale(accept=request.headers.get("accept-language", ""))


def problem_response(refused: RefusedError, locale: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a refusal as an answer; one over a limit shows all limits."""
    told = refused.tell(locale)
    status = told["status"]
    if status == 413:
        told["limits"] = limits()
    extra = {"content-language": TAGS[locale], **(headers or {})}
    if status in RETRY:
        extra["retry-after"] = RETRY[status]
    return Response(orjson.dumps(told), status, extra, MEDIA_TYPE)


def internal(request: Request, error: Exception) -> RefusedError:
    """Log an error of our own and return what may be said of it."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return RefusedError(
        Problem("internal", "every question gets an answer", "this one met an error of ours", "Please report it.")
    )


def limits() -> dict[str, int]:
    """Return the limits by name."""
    settings = get_settings()
    return {name.removeprefix("max_"): getattr(settings, name) for name in settings.__dataclass_fields__}


def install_problems(site: FastAPI) -> None:
    """Let failures under the API's address be problem documents; others stay the site's."""
    others = site.exception_handlers.get(HTTPException, http_exception_handler)

    async def tell(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if not request.url.path.startswith(PREFIX):
            answer = others(request, error)
            return await answer if isawaitable(answer) else answer
        return problem_response(refuse_http(request, error), header_locale(request), error.headers)

    async def tell_query(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return problem_response(refuse_query(error), header_locale(request))

    site.add_exception_handler(HTTPException, tell)
    site.add_exception_handler(RequestValidationError, tell_query)


def refuse_query(error: RequestValidationError) -> RefusedError:
    """Return what is wrong with an address's parameters."""
    return RefusedError(
        *(
            Problem(
                "request",
                f"'{one['loc'][-1]}' is {EXPECTED.get(str(one['loc'][-1]), '')}",
                f"got {show(one.get('input'))}",
                node=str(one["loc"][-1]),
            )
            for one in error.errors()
        )
    )


def refuse_http(request: Request, error: HTTPException) -> RefusedError:
    """Return what the router refuses as a problem."""
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        rule = f"this address answers to {allowed}" if allowed else "an address answers to its own methods"
        return RefusedError(Problem("method", rule, f"got {request.method}", "See /docs."))
    if error.status_code == 404:
        return RefusedError(
            Problem("not-found", "an address is one that /docs lists", f"got '{request.url.path[:80]}'")
        )
    return RefusedError(Problem("request", "a request is one that /docs describes", str(error.detail)))
