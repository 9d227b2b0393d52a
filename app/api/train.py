"""POST /train: a run, told while it goes on, or in one piece."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial
from time import perf_counter
from typing import Any

import orjson
from fastapi import Request, Response
from fastapi.responses import JSONResponse

from app.api.bodies import parse_body, read_body
from app.api.errors import header_locale, internal, problem_response
from app.api.requests import check_request
from app.api.routes import ASKED, JSON, asked_locale, problems, router
from app.api.streams import LinesResponse, Report, Stream, get_streams, is_stopping
from app.api.train_answers import ROW, TrainAnswer
from app.api.train_request import TrainRequest
from app.settings import get_settings
from app.story import Problem, RefusedError, encode
from app.story.training import run_training

LINES = "application/jsonl"
LOOK = 0.1
"""Seconds from one look whether the reader of an answer in one piece is still there to the next."""

MOST_BYTES = 64_000_000
"""How long an answer in one piece may be."""


@router.post(
    "/train",
    name="train",
    operation_id="train",
    response_class=JSONResponse,
    response_model=None,
    responses={
        200: {
            "model": TrainAnswer,
            "description": "The run, in one piece or line by line.",
            "content": {LINES: {"schema": ROW}},
        },
        **problems(*ASKED),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": {"$ref": "#/components/schemas/TrainRequest"}}},
        },
    },
)
async def train(request: Request) -> Response:
    """Train a network, or make a program's output small, and tell every step of the way as a line of JSON."""
    locale = header_locale(request)
    body = b""
    try:
        body = await read_body(request, get_settings().max_body_bytes)
        return await answer(request, body, locale)
    except RefusedError as refused:
        return problem_response(refused, asked_locale(body) or locale)
    except Exception as error:
        return problem_response(internal(request, error), locale)


async def answer(request: Request, body: bytes, locale: str) -> Response:
    """Return the run as lines, or as one object where the request's header accepts JSON alone.

    Raises:
        RefusedError: the question makes no run; nothing has been sent yet.
    """
    client = request.client.host if request.client else ""
    streams = get_streams()
    streams.enter(client)
    leave = partial(streams.leave, client)
    handed_over = False
    try:
        asked = await streams.begin(read_request, body)
        stream = streams.stream(reports_of(asked, locale), asked.pace)
        first = await streams.begin(stream.work)
        if wants_json(request):
            return Response(await in_one_piece(request, stream, first), media_type=JSON)
        handed_over = True
        return LinesResponse(told(request, stream, first, asked.question_locale(locale)), leave)
    finally:
        if not handed_over:
            leave()


def read_request(body: bytes) -> TrainRequest:
    """Return a body as a request.

    Raises:
        RefusedError: it is none.
    """
    return check_request(TrainRequest, parse_body(body))


def reports_of(asked: TrainRequest, locale: str) -> Iterator[Report]:
    """Return the run's rows; nothing is done before the first is taken."""
    yield from run_training(asked.training(locale))


def wants_json(request: Request) -> bool:
    """Tell whether a request's header accepts JSON, and lines not by name."""
    accept = request.headers.get("accept", "")
    return JSON in (part.partition(";")[0].strip() for part in accept.split(",")) and LINES not in accept


async def told(request: Request, stream: Stream, first: list[bytes], locale: str) -> AsyncIterator[bytes]:
    """Return the lines; what goes wrong on the way is the last of them."""
    yield b"".join(first)
    try:
        async for lines in stream.lines():
            yield lines
    except RefusedError as refused:
        yield error_line(refused, locale)
    except Exception as error:
        yield error_line(internal(request, error), locale)


def error_line(refused: RefusedError, locale: str) -> bytes:
    """Return a failure as a line."""
    return orjson.dumps({"event": "error", **refused.tell(locale)}) + b"\n"


NAMES = {"progress": "progress", "snapshot": "snapshots", "run": "runs"}
"""What rows of an event are together; other events keep their names."""


async def in_one_piece(request: Request, stream: Stream, first: list[bytes]) -> bytes:
    """Return all rows as one object: lists by event, and the last row as `done`.

    Raises:
        RefusedError: it would be very long.
    """
    lines, size, looked = first, sum(map(len, first)), perf_counter()
    while not stream.is_over:
        if is_stopping():
            raise RefusedError(Problem("full", "an answer needs a server", "it is being stopped", "Try again later."))
        if perf_counter() > looked + LOOK:
            looked = perf_counter()
            if await request.is_disconnected():
                raise asyncio.CancelledError
        more = await stream.turn()
        lines += more
        size += sum(map(len, more))
        if size > MOST_BYTES:
            rule, found = f"an answer in one piece may have {MOST_BYTES:,} bytes", "this one would have more"
            raise RefusedError(Problem("limit", rule, found, "Report less often, or take the answer line by line."))
    return join(lines)


def join(lines: list[bytes]) -> bytes:
    """Return rows as one object; none of them is parsed again in full."""
    found: dict[str, list[Any]] = {"progress": []}
    done: Any = None
    for line in lines:
        event = line[len(b'{"event":"') : line.index(b'"', len(b'{"event":"'))].decode()
        if event == "done":
            done = orjson.Fragment(line[:-1])
        else:
            found.setdefault(NAMES.get(event, event), []).append(orjson.Fragment(line[:-1]))
    return orjson.dumps({**found, "done": done})


def train_answer(body: bytes, locale: str) -> bytes:
    """Answer POST /train in one piece, right here: for examples."""
    asked = read_request(body)
    return join([encode(row) + b"\n" for report in reports_of(asked, locale) for row in report])
