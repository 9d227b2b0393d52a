"""One example for each endpoint that takes a body: what /docs shows, with the answer that it really gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from app.api.jobs import check_answer, parse_answer, trace_answer, what_if_answer

FRUIT = "n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax"
EXAMPLES: dict[str, dict[str, Any]] = {
    "parse": {"program": "z = x @ W + b", "values": {"x": [[1, 2]], "W": [[3], [4]], "b": [5]}},
    "trace": {"program": "fruit = n * unit", "values": {"n": 2, "unit": 100}, "learning_rate": 0.5},
    "check": {"program": FRUIT},
    "what-if": {"program": FRUIT, "changes": {"n": 3}},
}
JOBS: dict[str, Callable[[bytes, str], bytes]] = {
    "parse": parse_answer,
    "trace": trace_answer,
    "check": check_answer,
    "what-if": what_if_answer,
}
PROBLEM = {"program": "x = [[1, 2, 3]]\nz1 = x @ [[4, 5]]"}


def example_answers() -> dict[str, Any]:
    """Return the answer to each example, computed now."""
    return {name: orjson.loads(JOBS[name](orjson.dumps(asked), "en")) for name, asked in EXAMPLES.items()}
