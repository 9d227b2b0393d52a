"""A 2-8-8-8-1 network number by number: as an element trace, and in micrograd: `python -m bench.elements`.

micrograd comes with `pip install -r bench/requirements.txt`; without it its rows are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import orjson

from app.api.pool import get_pool
from app.engine.element import to_elements
from app.engine.trace import Trace, record_trace
from app.language import read_program
from app.story import encode
from app.story.elements import element_graph_json
from app.story.graphs import by_name
from app.story.numbers import spell_all
from app.story.records import trace_json
from bench.timing import microseconds, show, show_times

UNITS = (2, 8, 8, 8, 1)
INPUTS = [1.0, -2.0]


def make_parameters() -> list[tuple[Any, Any]]:
    """Return each layer's weights (inputs × units) and biases."""
    random = np.random.default_rng(0)
    return [(random.uniform(-1, 1, pair), random.uniform(-1, 1, pair[1])) for pair in pairwise(UNITS)]


def write_program(parameters: list[tuple[Any, Any]]) -> tuple[str, dict[str, Any]]:
    """Return the network as a program with its values: relu on all layers but the last, as in micrograd."""
    lines, values, last = [], {"x": INPUTS}, "x"
    for number, (weights, biases) in enumerate(parameters, start=1):
        values |= {f"W{number}": weights.tolist(), f"b{number}": biases.tolist()}
        lines.append(f"z{number} = {last} @ W{number} + b{number}")
        if number < len(parameters):
            lines.append(f"a{number} = relu(z{number})")
            last = f"a{number}"
    return "\n".join(lines), values


def numbers_and_graph(trace: Trace) -> bytes:
    """Return an element trace's graph, values and gradients as JSON, without the story of its steps."""
    whole, columns, terms = trace.element_of, trace.columns, trace.terms
    assert whole is not None and columns is not None and terms is not None
    gradients = terms.gradients.tolist()
    return encode(
        {
            "graph": element_graph_json(whole, columns),
            "values": by_name(trace.graph, spell_all(columns.values).tolist()),
            "gradients": by_name(trace.graph, {one: gradients[one] for one in terms.elements}),
        }
    )


def ours(parameters: list[tuple[Any, Any]]) -> dict[str, Callable[[], bytes]]:
    """Return our own two answers, each traced anew."""
    program = read_program(*write_program(parameters))
    trace = partial(record_trace, program.graph, program.output)
    return {
        "element trace: values, gradients, graph": lambda: numbers_and_graph(to_elements(trace())),
        "element trace: every step and term too": lambda: encode(trace_json(to_elements(trace()))),
    }


def in_micrograd(parameters: list[tuple[Any, Any]]) -> dict[str, Callable[[], bytes]]:
    """Return forward and backward through micrograd to JSON, with its parameters at hand; empty without it."""
    try:
        from micrograd.engine import Value  # type: ignore[import-not-found]  # bench/requirements.txt has it
        from micrograd.nn import MLP  # type: ignore[import-not-found]
    except ImportError:
        return {}
    model = MLP(UNITS[0], list(UNITS[1:]))
    for layer, (weights, biases) in zip(model.layers, parameters, strict=True):
        for neuron, column, bias in zip(layer.neurons, weights.T.tolist(), biases.tolist(), strict=True):
            neuron.b.data = bias
            for weight, number in zip(neuron.w, column, strict=True):
                weight.data = number

    def run() -> bytes:
        model.zero_grad()
        output = model([Value(number) for number in INPUTS])
        output.backward()
        return orjson.dumps(graph_of(output))

    return {"micrograd: values, gradients, graph": run}


def graph_of(output: Any) -> dict[str, Any]:
    """Return all that a micrograd value was made of: its nodes, its edges, their values and gradients."""
    ids, waiting, nodes, edges = {output: "v0"}, [output], [], []
    values, gradients = {}, {}
    while waiting:
        node = waiting.pop()
        name = ids[node]
        nodes.append({"id": name, "op": node._op})
        values[name], gradients[name] = node.data, node.grad
        for operand in node._prev:
            source = ids.get(operand)
            if source is None:
                source = ids[operand] = f"v{len(ids)}"
                waiting.append(operand)
            edges.append({"source": source, "target": name})
    return {"graph": {"nodes": nodes, "edges": edges}, "values": values, "gradients": gradients}


def main() -> None:
    """Measure and print."""
    get_pool()  # the server's settings of the collector, for both
    parameters = make_parameters()
    works = {**in_micrograd(parameters), **ours(parameters)}
    show_times("A 2-8-8-8-1 network, number by number, to JSON", microseconds(dict(works)), next(iter(works)))
    answers = {name: orjson.loads(work()) for name, work in works.items()}
    rows = [
        (
            name,
            f"{len(works[name]()):,}",
            f"{len(answer['graph']['nodes']):,}",
            f"{len(answer['graph']['edges']):,}",
            f"{answer['values'].get('z4[0]', answer['values'].get('v0')):.12f}",
        )
        for name, answer in answers.items()
    ]
    show("What is in it", ("", "bytes", "nodes", "uses", "output"), rows)


if __name__ == "__main__":
    main()
