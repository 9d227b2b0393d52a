"""Request bodies: read no further than allowed, parsed without surprises."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson
from fastapi import Request

from app.story import Problem, RefusedError

# Every string of a JSON text, with the colon that makes it a key.
STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?', re.DOTALL)
BARE = re.compile(r"-?(?:NaN|Infinity|nan|inf)\b")


async def read_body(request: Request, most: int) -> bytes:
    """Return a request's body; stop reading as soon as it is too long, whatever its header says.

    Raises:
        RefusedError: it is longer than `most` bytes.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise too_long(most, f"got {int(declared):,}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise too_long(most, "got more")
    return bytes(body)


def too_long(most: int, found: str) -> RefusedError:
    """Return the refusal of a body that is too long."""
    return RefusedError(Problem("limit", f"a request may have {most:,} bytes", found, "Send fewer or shorter values."))


def parse_body(body: bytes) -> dict[str, Any]:
    """Return a body's JSON object.

    Raises:
        RefusedError: it is not JSON, not an object, or names a field twice.
    """
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusedError(describe(body, error)) from None
    if not isinstance(data, dict):
        raise RefusedError(
            Problem("request", "a request is a JSON object", "got something else", 'Send {"program": "…"}.')
        )
    keys = sum(match.end(1) >= 0 for match in STRING.finditer(body))
    if keys != count_keys(data) and (twice := find_twice(body)) is not None:
        raise RefusedError(
            Problem("json", "an object names each field once", f"got '{twice}' twice", "Delete one of them.")
        )
    return data


def count_keys(data: dict[str, Any]) -> int:
    """Return how many keys an object and the objects right inside it hold."""
    count, waiting = 0, [data]
    while waiting:
        one = waiting.pop()
        count += len(one)
        waiting.extend(value for value in one.values() if isinstance(value, dict))
    return count


def find_twice(body: bytes) -> str | None:
    """Return the first key that an object holds twice."""
    found: list[str] = []

    def check(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in pairs:
            if key in result:
                found.append(key)
            result[key] = value
        return result

    try:
        json.loads(body, object_pairs_hook=check)
    except (ValueError, RecursionError):
        return None
    return found[0][:80] if found else None


def describe(body: bytes, error: orjson.JSONDecodeError) -> Problem:
    """Say what is wrong with a text that is not JSON; its line and column are the body's."""
    rule = "a request's body is JSON in UTF-8"
    text = body[: 4 * error.pos + 100].decode(errors="replace")
    found = str(error.msg) if error.msg else "it cannot be read"
    hint = f"Look at line {error.lineno}, column {error.colno} of the body."
    if not body.strip():
        return Problem("json", rule, "got an empty body", 'Send {"program": "…"}.')
    if "surrogate" in found and "UTF-8" not in found:
        return Problem("json", rule, "got half a character, a lone surrogate", hint)
    if bare := BARE.match(text, max(0, error.pos - 1)) or BARE.match(text, error.pos):
        return Problem("json", rule, f"got {bare[0]} without quotes", 'Write "NaN", "Infinity" or "-Infinity".')
    if "infinity" in found:
        return Problem("json", "a number must fit in 64 bits", "got one beyond 1.8e308", hint)
    if "depth" in found or "recursion" in found.lower():
        return Problem("json", "a value has rank 0 to 4", "got lists nested far deeper", hint)
    return Problem("json", rule, found.split(":")[0], hint)
