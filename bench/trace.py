"""A trace to JSON beside the same by hand, in PyTorch and in micrograd: `python -m bench.trace`.

The comparisons need `pip install -r bench/requirements.txt`; without it their rows are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from app.engine.trace import record_trace
from app.story import Question, answer_trace, encode
from app.story.answers import read
from app.story.graphs import by_name
from app.story.numbers import speller
from app.story.records import trace_json
from bench import network, scalar
from bench.http import show_http
from bench.timing import microseconds, show_times


def numbers_alone(graph: Any, output: int) -> bytes:
    """Return a trace's values and gradients as JSON, and nothing else."""
    trace = record_trace(graph, output)
    number = speller(not trace.nonfinite)
    values = by_name(trace.graph, [number(value) for value in trace.values])
    gradients = by_name(trace.graph, {index: number(value) for index, value in trace.gradients.items()})
    return encode({"values": values, "gradients": gradients})


def every_step(graph: Any, output: int) -> bytes:
    """Return a trace's graph, values, gradients and steps with their terms as JSON."""
    return encode(trace_json(record_trace(graph, output)))


def ours(question: Question) -> dict[str, Callable[[], object]]:
    """Return what is measured of our own."""
    program = read(question)
    lean = Question(question.program, question.values, constants=question.constants, include=frozenset())
    return {
        "values and gradients": partial(numbers_alone, program.graph, program.output),
        "every step": partial(every_step, program.graph, program.output),
        "every step, program read too": lambda: encode(answer_trace(lean)),
        "the same with formulas": lambda: encode(answer_trace(question)),
    }


def compare(title: str, base: str, others: dict[str, Callable[[], object] | None], question: Question) -> None:
    """Measure our own beside others, in one run."""
    works = {**{name: work for name, work in others.items() if work}, **ours(question)}
    times = microseconds(works)
    show_times(title, times, base if base in times else "values and gradients")


def main() -> None:
    """Measure and print."""
    values = network.make_values()
    lists = orjson.loads(orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY))
    question = Question(network.PROGRAM, lists, constants=("t",))
    compare(
        "5-4-3 network, sigmoid and softmax, batch 8, to JSON",
        "NumPy by hand",
        {"NumPy by hand": network.by_hand(values), "PyTorch, retain_grad": network.in_pytorch(values)},
        question,
    )
    compare(
        "A scalar expression of twenty operations, to JSON",
        "micrograd",
        {"micrograd": scalar.in_micrograd()},
        Question(scalar.PROGRAM, scalar.VALUES),
    )
    show_http({"program": network.PROGRAM, "values": lists, "constants": ["t"]})


if __name__ == "__main__":
    main()
