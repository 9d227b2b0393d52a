"""Gzip for HTML and JSON. Whole answers only: a stream's lines must reach the reader one by one."""

from __future__ import annotations

import asyncio
import gzip

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.static_files import accepted_encodings

TYPES = ("application/json", "application/problem+json", "text/html", "text/plain")
SMALLEST = 1_000
IN_THREAD = 50_000
LEVEL = 4


class Compression:
    """Middleware that compresses an answer whose body comes in one piece and is worth it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold an answer's head back until its body shows whether to compress it."""
        if scope["type"] != "http" or "gzip" not in accepted_encodings(Headers(scope=scope).get("accept-encoding", "")):
            await self.app(scope, receive, send)
            return
        start: Message | None = None

        async def send_compressed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and is_compressible(Headers(raw=message["headers"])):
                start = message
                return
            if start is not None:
                head, start = start, None
                if not message.get("more_body"):
                    message = await compress(head, message)
                await send(head)
            await send(message)

        await self.app(scope, receive, send_compressed)


def is_compressible(headers: Headers) -> bool:
    """Tell whether an answer with these headers is text that is not compressed yet."""
    kind = headers.get("content-type", "").partition(";")[0]
    return kind in TYPES and "content-encoding" not in headers


async def compress(head: Message, message: Message) -> Message:
    """Return the body's message compressed, with the head's fields to match; a large body off the event loop."""
    body: bytes = message.get("body", b"")
    headers = MutableHeaders(scope=head)
    headers.add_vary_header("Accept-Encoding")
    if len(body) < SMALLEST:
        return message
    if len(body) < IN_THREAD:
        body = gzip.compress(body, LEVEL, mtime=0)
    else:
        body = await asyncio.to_thread(gzip.compress, body, LEVEL, mtime=0)
    headers["content-encoding"] = "gzip"
    headers["content-length"] = str(len(body))
    return {**message, "body": body}
