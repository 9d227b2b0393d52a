"""A scalar expression of twenty operations, after micrograd's example: as a program, and in micrograd."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

PROGRAM = """\
c = a + b
d = a * b + b ** 3
c += 1 + c + (-a)
d += d * 2 + relu(b + a)
d += 3 * d + relu(b - a)
e = c - d
f = e ** 2
"""
VALUES = {"a": -4.0, "b": 2.0}


def in_micrograd() -> Callable[[], bytes] | None:
    """Return values and gradients of the same through micrograd; None without it."""
    try:
        from micrograd.engine import Value  # type: ignore[import-not-found]  # bench/requirements.txt has it
    except ImportError:
        return None

    def run() -> bytes:
        a, b = Value(-4.0), Value(2.0)
        c1 = a + b
        d1 = a * b + b**3
        c2 = c1 + (1 + c1 + (-a))
        d2 = d1 + (d1 * 2 + (b + a).relu())
        d3 = d2 + (3 * d2 + (b - a).relu())
        e = c2 - d3
        f = e**2
        f.backward()
        made: dict[str, Any] = {}
        waiting, seen = [f], {id(f)}
        while waiting:
            node = waiting.pop()
            made[f"v{len(made)}"] = node
            for one in node._prev:
                if id(one) not in seen:
                    seen.add(id(one))
                    waiting.append(one)
        return orjson.dumps(
            {
                "values": {name: value.data for name, value in made.items()},
                "gradients": {name: value.grad for name, value in made.items()},
            }
        )

    return run
