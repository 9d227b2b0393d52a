"""The element view: the same run with one node for each single number.

Nothing is computed anew: values and gradients are the recorded ones, element by element, so both views
agree exactly; the local derivatives are the entries of each operation's Jacobian.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np

from app.engine.backward import BackwardStep, Term
from app.engine.columns import Columns, Terms, bounds, element_ids, read_columns, read_terms, split
from app.engine.errors import LimitError
from app.engine.graph import Edge, Graph, Limits, Node
from app.engine.late import Late
from app.engine.nonfinite import NonFinite, find_nonfinite
from app.engine.trace import ForwardStep, Step, Trace, UpdateStep
from app.engine.updates import numbers_made

# A product of two n×n matrices has n³ uses; this many can still be drawn and sent.
EDGES_PER_NODE = 20

# A named tuple's own constructor is a Python function; its parts are at hand here as a tuple already.
_edge = partial(tuple.__new__, Edge)
_term = partial(tuple.__new__, Term)


def to_elements(trace: Trace, limits: Limits | None = None) -> Trace:
    """Return the trace with one node for each element: `W[0,2]` is row 0, column 2; single numbers keep their id.

    Args:
        trace: a trace over whole values.
        limits: how large the result may become.

    Raises:
        LimitError: it would become larger.
    """
    allowed = limits or Limits()
    count = sum(value.size for value in trace.values)
    if count > allowed.nodes:
        raise LimitError(
            f"the element view may have {allowed.nodes:,} nodes",
            f"this program has {count:,} numbers",
            "Look at whole values instead, or use smaller ones.",
        )
    columns = read_columns(trace.graph, trace.values, allowed.nodes * EDGES_PER_NODE)
    terms = read_terms(columns, trace.gradients, trace.output)
    graph = _graph(trace, columns)
    values = list(columns.values)
    every: Any = terms.gradients
    gradients = {one: every[one] for one in terms.elements}
    updates: dict[int, Any] = {}
    for index, new in trace.updates.items():
        updates.update(zip(columns.span(index), np.ravel(new), strict=True))
    return Trace(
        graph,
        columns.first[trace.output],
        trace.seed,
        trace.seed_given,
        values,
        gradients,
        updates,
        Late(lambda: [*_forward(trace, columns), *_backward(trace, columns, terms, graph), *_updates(trace, columns)]),
        _nonfinite(trace, columns, graph, values, gradients) if trace.nonfinite else (),
        element_of=trace,
        columns=columns,
        terms=terms,
    )


def _nonfinite(
    trace: Trace, columns: Columns, graph: Graph, values: list[Any], gradients: dict[int, Any]
) -> tuple[NonFinite, ...]:
    return find_nonfinite(graph, values, gradients, numbers_made(list(_updates(trace, columns))))


def _graph(trace: Trace, columns: Columns) -> Graph:
    whole = trace.graph
    edges = Late(lambda: _edges(columns))
    names: dict[str, int] = {}
    for name, index in whole.names.items():
        node = whole.nodes[index]
        own = columns.span(index)
        ids = columns.ids[own.start : own.stop] if name == node.id else element_ids(name, node.shape)
        names.update(zip(ids, own, strict=True))
    return Graph(
        Late(lambda: _nodes(trace, columns)),
        edges,
        MappingProxyType(names),
        columns.first[trace.output],
        Late(lambda: _uses(columns, edges)),
        MappingProxyType(dict(zip(columns.ids, range(len(columns.ids)), strict=True))),
        pulls=(),  # never run: its numbers are the whole's
    )


def _nodes(trace: Trace, columns: Columns) -> Iterator[Node]:
    operands = columns.operands_of(range(len(columns.ids)))
    for node in trace.graph.nodes:
        for one in columns.span(node.index):
            value: Any = columns.values[one] if node.op is None else None
            yield Node(
                one,
                columns.ids[one],
                node.op,
                tuple(operands[one]),
                node.attributes,
                (),
                node.role,
                value,
                node.position,
                node.inline,
            )


def _edges(columns: Columns) -> Iterator[Edge]:
    ends = (column.tolist() for column in (columns.sources, columns.targets, columns.operands))
    return map(_edge, zip(columns.edges, *ends, strict=True))


def _uses(columns: Columns, edges: Late[Edge]) -> Iterator[tuple[Edge, ...]]:
    order = np.argsort(columns.sources, kind="stable").tolist()
    return map(tuple, split([edges[i] for i in order], bounds(columns.sources, len(columns.ids))))


def _forward(trace: Trace, columns: Columns) -> Iterator[Step]:
    ops = (node.index for node in trace.graph.nodes if node.op is not None)
    values: Any = columns.values
    return (ForwardStep(one, values[one]) for index in ops for one in columns.span(index))


def _backward(trace: Trace, columns: Columns, terms: Terms, graph: Graph) -> Iterator[Step]:
    edges = [graph.edges[i] for i in terms.uses.tolist()]
    numbers = zip(edges, terms.upstream, columns.local[terms.uses], terms.contribution, strict=True)
    groups = split([_term((*parts, "elementwise")) for parts in numbers], terms.bounds)
    seeded, gradients = columns.span(trace.output), list[Any](terms.gradients)
    return (BackwardStep(one, gradients[one], tuple(groups[one]), one in seeded) for one in terms.elements)


def _updates(trace: Trace, columns: Columns) -> Iterator[UpdateStep]:
    """Return the whole values' updates, element by element."""
    for step in (step for step in trace.steps if isinstance(step, UpdateStep)):
        flats: Any = (np.ravel(step.old), np.ravel(step.gradient), np.ravel(step.new))
        moves = [None] * step.new.size if step.move is None else step.move.elements()
        for one, old, gradient, new, move in zip(columns.span(step.node), *flats, moves, strict=True):
            yield UpdateStep(one, old, gradient, step.learning_rate, new, move=move)
