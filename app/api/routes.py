"""The endpoints: read the request, let a thread answer it, send the bytes."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app import __version__
from app.api.answers import (
    CheckAnswer,
    Health,
    Lesson,
    Lessons,
    NetworkAnswer,
    NeuronAnswer,
    Operations,
    ParseAnswer,
    ProblemDocument,
    TraceAnswer,
    WhatIfAnswer,
)
from app.api.bodies import parse_body, read_body
from app.api.errors import header_locale, internal, limits, problem_response
from app.api.jobs import check_answer, network_answer, neuron_answer, parse_answer, trace_answer, what_if_answer
from app.api.pool import get_pool
from app.api.requests import (
    CheckRequest,
    NetworkRequest,
    NeuronRequest,
    ParseRequest,
    Tag,
    TraceRequest,
    WhatIfRequest,
)
from app.api.streams import get_streams
from app.i18n import TAGS, match_locale
from app.lessons import get_lesson, list_lessons
from app.settings import get_settings
from app.story import (
    Problem,
    RefusedError,
    answer_operations,
    encode,
)

JSON = "application/json"
Endpoint = Callable[..., Coroutine[Any, Any, Response]]
Register = Callable[[Endpoint], Endpoint]
router = APIRouter(prefix="/api/v1", tags=["API"])


async def respond(request: Request, work: Callable[[bytes, str], bytes]) -> Response:
    """Answer a request in a thread; whatever goes wrong becomes a problem document."""
    locale = header_locale(request)
    body = b""
    try:
        body = await read_body(request, get_settings().max_body_bytes)
        client = request.client.host if request.client else ""
        return Response(await get_pool().run(client, work, body, locale), media_type=JSON)
    except RefusedError as refused:
        return problem_response(refused, asked_locale(body) or locale)
    except Exception as error:
        return problem_response(internal(request, error), locale)


def asked_locale(body: bytes) -> str | None:
    """Return the locale that a refused request's body asks for, if it can be read that far."""
    try:
        wish = parse_body(body).get("locale")
    except RefusedError:
        return None
    return match_locale(wish) if isinstance(wish, str) else None


def told(answer: Any, locale: str) -> Response:
    """Return an answer in a language."""
    headers = {"content-language": TAGS[locale], "vary": "Accept-Language"}
    return Response(encode(answer), headers=headers, media_type=JSON)


def wish(request: Request, locale: str | None) -> str:
    """Return the locale for a GET: `?locale=`, then what the header prefers."""
    return (match_locale(locale) if locale else None) or header_locale(request)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the failures of an endpoint for the OpenAPI document."""
    return {status: {"model": ProblemDocument, "description": FAILURES[status]} for status in statuses}


FAILURES = {
    400: "It cannot be read: no JSON, or no program of this language.",
    404: "There is no such thing.",
    405: "The address does not answer to this method.",
    413: "It is larger than the limits allow.",
    422: "It can be read, but not computed, or the request is malformed.",
    429: "Too many questions from one address at once.",
    500: "The server met an error of its own.",
    503: "The server is full, or the question takes too long.",
}
ASKED = (400, 405, 413, 422, 429, 500, 503)
Locale = Annotated[Tag | None, Query(description="The language of the answer; else Accept-Language decides.")]


def post(path: str, name: str, asked: type[BaseModel], answer: type[BaseModel], *failures: int) -> Register:
    """Return a decorator for an endpoint that answers a JSON body; FastAPI neither reads nor checks anything."""
    reference = f"#/components/schemas/{asked.__name__}"
    return router.post(
        path,
        name=name,
        operation_id=name,
        response_class=JSONResponse,
        response_model=None,
        responses={200: {"model": answer, "description": answer.__doc__}, **problems(*failures, *ASKED)},
        openapi_extra={
            "requestBody": {"required": True, "content": {JSON: {"schema": {"$ref": reference}}}},
        },
    )


def get(path: str, name: str, answer: type[BaseModel], *failures: int) -> Register:
    """Return a decorator for an endpoint that is read."""
    return router.get(
        path,
        name=name,
        operation_id=name,
        response_class=JSONResponse,
        response_model=None,
        responses={200: {"model": answer, "description": answer.__doc__}, **problems(*failures, 405, 500)},
    )


@post("/trace", "trace", TraceRequest, TraceAnswer)
async def trace(request: Request) -> Response:
    """Run a program forward and backward, and return every step with its numbers and its explanation."""
    return await respond(request, trace_answer)


@post("/parse", "parse", ParseRequest, ParseAnswer)
async def parse(request: Request) -> Response:
    """Read a program and return its graph with shapes, or every error found, each with line and column."""
    return await respond(request, parse_answer)


@post("/check", "check", CheckRequest, CheckAnswer)
async def check(request: Request) -> Response:
    """Compare each leaf's gradient with central differences, (f(x + h) − f(x − h)) / 2h."""
    return await respond(request, check_answer)


@post("/what-if", "what-if", WhatIfRequest, WhatIfAnswer)
async def what_if(request: Request) -> Response:
    """Change some leaves: what the output really does, beside what the gradients predict."""
    return await respond(request, what_if_answer)


@post("/network", "network", NetworkRequest, NetworkAnswer)
async def network(request: Request) -> Response:
    """Write a network down as a program, with values for its leaves: nothing else is needed to trace it."""
    return await respond(request, network_answer)


@post("/neuron", "neuron", NeuronRequest, NeuronAnswer)
async def neuron(request: Request) -> Response:
    """Look at one neuron of a network: how its z, its a and its δ come about, and its strongest weights."""
    return await respond(request, neuron_answer)


@get("/health", "health", Health)
async def health() -> Response:
    """Say that the service runs, its version, and its limits."""
    told = {"status": "ok", "version": __version__, "streams": get_streams().active, "limits": limits()}
    return Response(encode(told), media_type=JSON)


@get("/operations", "operations", Operations)
async def operations() -> Response:
    """List every operation: its rule and derivatives in LaTeX, its shapes, kinks and source."""
    return Response(operations_body(), media_type=JSON)


@lru_cache
def operations_body() -> bytes:
    """Return the operations as JSON; they are the same as long as the process runs."""
    return encode(answer_operations())


@get("/lessons", "lessons", Lessons, 422)
async def lessons(request: Request, locale: Locale = None) -> Response:
    """List the built-in lessons."""
    language = wish(request, locale)
    return told({"lessons": list_lessons(language)}, language)


@get("/lessons/{lesson_id}", "lesson", Lesson, 404, 422)
async def lesson(request: Request, lesson_id: str, locale: Locale = None) -> Response:
    """Return one lesson, with a body ready to post to /trace."""
    language = wish(request, locale)
    try:
        return told(get_lesson(lesson_id, language), language)
    except KeyError:
        hint = "GET /api/v1/lessons lists them."
        refused = RefusedError(
            Problem("not-found", "a lesson is one of the gallery's", f"got '{lesson_id[:80]}'", hint)
        )
        return problem_response(refused, language)
