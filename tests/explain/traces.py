"""Traces to explain: one of every operation, in both granularities."""

from __future__ import annotations

from functools import cache

from app.engine.element import to_elements
from app.engine.trace import Trace, record_trace
from app.language import read_program
from tests.engine.examples import examples


def trace_of(program: str, learning_rate: float | None = None) -> Trace:
    """Return a program's trace."""
    read = read_program(program)
    return record_trace(read.graph, read.output, None, learning_rate)


@cache
def all_traces() -> tuple[tuple[str, Trace], ...]:
    """Return the trace of every example of every operation, over whole values and over elements."""
    found = []
    for example in examples():
        trace = record_trace(example.graph(), learning_rate=0.1)
        found.append((str(example), trace))
        if sum(value.size for value in trace.values) < 60:
            found.append((f"{example} by element", to_elements(trace)))
    return tuple(found)
