"""The element view: the same run with one node for each single number.

Nothing is computed anew: values and gradients are the recorded ones, element by element, so both views
agree exactly; the local derivatives are the entries of each operation's Jacobian.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType
from typing import Any

import numpy as np

from app.engine.backward import BackwardStep, Term
from app.engine.errors import LimitError, Shape
from app.engine.graph import Edge, Graph, Limits, Node
from app.engine.nonfinite import find_nonfinite
from app.engine.ops.record import Entries
from app.engine.shapes import Array
from app.engine.trace import ForwardStep, Step, Trace, UpdateStep

# A product of two n×n matrices has n³ uses; this many can still be drawn and sent.
EDGES_PER_NODE = 20


def to_elements(trace: Trace, limits: Limits | None = None) -> Trace:
    """Return the trace with one node for each element: `W[0,2]` is row 0, column 2; single numbers keep their id.

    Args:
        trace: a trace over whole values.
        limits: how large the result may become.

    Raises:
        LimitError: it would become larger.
    """
    bounds = limits or Limits()
    count = sum(value.size for value in trace.values)
    if count > bounds.nodes:
        raise LimitError(
            f"the element view may have {bounds.nodes:,} nodes",
            f"this program has {count:,} numbers",
            "Look at whole values instead, or use smaller ones.",
        )
    parts = _Elements(trace, bounds.nodes * EDGES_PER_NODE)
    found = [step for one in trace.gradients for step in parts.gradients(one)]
    graph, values = parts.graph, parts.values
    moves = list(_updates(trace, parts))
    steps: list[Step] = [ForwardStep(node.index, values[node.index]) for node in graph.nodes if node.op]
    steps.extend(found)
    steps.extend(moves)
    gradients = {step.node: step.gradient for step in found}
    updates = {move.node: move.new for move in moves}
    return Trace(
        graph,
        parts.first[trace.output],
        trace.seed,
        trace.seed_given,
        values,
        gradients,
        updates,
        tuple(steps),
        find_nonfinite(graph, values, gradients, updates) if trace.nonfinite else (),
        element_of=trace,
    )


def element_ids(name: str, shape: Shape) -> Iterator[str]:
    """Return the ids of a value's elements, row by row."""
    if not shape:
        return iter((name,))
    return (f"{name}[{','.join(map(str, index))}]" for index in product(*map(range, shape)))


@dataclass(frozen=True, slots=True)
class _Use:
    """One use of a whole value, as uses of its elements: for each element, (edge, output's place, local)."""

    target: int
    by_input: list[list[tuple[Edge, int, np.float64]]]


class _Elements:
    """The element graph of a trace, with what is needed to split its gradients."""

    def __init__(self, trace: Trace, most_edges: int) -> None:
        self._trace = trace
        self._most_edges = most_edges
        self.first: list[int] = []
        self.values: list[Array] = []
        self._uses: dict[str, _Use] = {}
        start = 0
        for value in trace.values:
            self.first.append(start)
            start += value.size
            self.values.extend(np.ravel(value))
        self.graph = self._build()

    def gradients(self, index: int) -> Iterator[BackwardStep]:
        """Return the gradients of the elements of node `index`, each with its own terms."""
        trace = self._trace
        flat: Any = np.ravel(trace.gradients[index])
        first = self.first[index]
        uses = [
            (self._uses[edge.id], np.ravel(trace.gradients[edge.target]))
            for edge in trace.graph.uses[index]
            if edge.target in trace.gradients and index != trace.output
        ]
        for place, gradient in enumerate(flat):
            terms = tuple(
                Term(edge, upstream[output], local, upstream[output] * local, "elementwise")
                for use, upstream in uses
                for edge, output, local in use.by_input[place]
            )
            yield BackwardStep(first + place, gradient, terms, index == trace.output)

    def _build(self) -> Graph:
        trace = self._trace
        nodes: list[Node] = []
        edges: list[Edge] = []
        uses: list[list[Edge]] = [[] for _ in self.values]
        ids: list[str] = []
        for node in trace.graph.nodes:
            ids.extend(element_ids(node.id, node.shape))
        for node in trace.graph.nodes:
            first = self.first[node.index]
            operands = self._operands(node, ids, edges, uses)
            for place in range(trace.values[node.index].size):
                one = first + place
                value = self.values[one] if node.op is None else None
                nodes.append(replace(node, index=one, id=ids[one], operands=operands[place], shape=(), value=value))
        names = {
            element: self.first[index] + place
            for name, index in trace.graph.names.items()
            for place, element in enumerate(element_ids(name, trace.graph.nodes[index].shape))
        }
        return Graph(
            tuple(nodes),
            tuple(edges),
            MappingProxyType(names),
            self.first[trace.output],
            tuple(map(tuple, uses)),
            MappingProxyType({name: i for i, name in enumerate(ids)}),
            pulls=(),  # never run: its numbers are the whole's
        )

    def _operands(self, node: Node, ids: list[str], edges: list[Edge], uses: list[list[Edge]]) -> list[tuple[int, ...]]:
        """Add the edges that enter the elements of `node`; return each element's operands, in order."""
        size = self._trace.values[node.index].size
        operands: list[list[int]] = [[] for _ in range(size)]
        for k, entries in enumerate(self._entries(node)):
            source = node.operands[k]
            by_input: list[list[tuple[Edge, int, np.float64]]] = [[] for _ in range(self._trace.values[source].size)]
            for output, place, local in zip(
                entries.outputs.tolist(), entries.inputs.tolist(), entries.values, strict=True
            ):
                start, end = self.first[source] + place, self.first[node.index] + output
                number = len(operands[output])
                edge = Edge(f"{ids[start]}->{ids[end]}.{number}", start, end, number)
                operands[output].append(start)
                edges.append(edge)
                uses[start].append(edge)
                by_input[place].append((edge, output, local))
            self._uses[f"{self._trace.graph.nodes[source].id}->{node.id}.{k}"] = _Use(node.index, by_input)
            if len(edges) > self._most_edges:
                raise LimitError(
                    f"the element view may have {self._most_edges:,} uses",
                    "this program has more",
                    "Look at whole values instead, or use smaller ones.",
                )
        return [tuple(one) for one in operands]

    def _entries(self, node: Node) -> Iterator[Entries]:
        if node.op is None:
            return
        xs = [self._trace.values[i] for i in node.operands]
        with np.errstate(all="ignore"):
            for k in range(len(xs)):
                yield node.op.entries(k, self._trace.values[node.index], xs, node.attributes)


def _updates(trace: Trace, parts: _Elements) -> Iterator[UpdateStep]:
    """Return the whole values' updates, element by element."""
    for move in (step for step in trace.steps if isinstance(step, UpdateStep)):
        first = parts.first[move.node]
        flats: Any = (np.ravel(move.old), np.ravel(move.gradient), np.ravel(move.new))
        for place, (old, gradient, new) in enumerate(zip(*flats, strict=True)):
            yield UpdateStep(first + place, old, gradient, move.learning_rate, new)
