"""A graph compiled for running many times, as training does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import prod
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from app.engine.backward import make_seed, run_backward
from app.engine.errors import Shape
from app.engine.forward import run_forward
from app.engine.graph import Graph, Node
from app.engine.ops.record import Attributes, Forward, Vjp
from app.engine.recorded import Recorded, operand_of
from app.engine.recorder import recordable
from app.engine.replay import Replay
from app.engine.shapes import Array
from app.engine.tape import Tape


class Place(NamedTuple):
    """Where a parameter lies in the flat vector of all of them."""

    start: int
    stop: int
    shape: Shape


def reached(graph: Graph, output: int) -> list[Node]:
    """Return the nodes on which the output depends, itself included, in order of evaluation."""
    wanted = {output}
    for index in range(output, -1, -1):
        if index in wanted:
            wanted.update(graph.nodes[index].operands)
    return [graph.nodes[index] for index in sorted(wanted)]


class Plan:
    """A graph compiled for running many times: buffers once, `out=` everywhere, gradients in one flat vector.

    Args:
        graph: the graph.
        output: the index of the node to compute and to differentiate.
        parameters: float64 (P,), the parameters' numbers, shared and not copied, so that several plans may have one
            set of weights; the graph's own numbers if None.
        gradients: whether `run` is wanted; without, only `run_forward` may be called.

    Attributes:
        parameters: float64 (P,), all parameters on which the output depends, one after the other.
        gradient: float64 (P,), laid out in the same way; filled by `run`.
        places: parameter id to its place in both, in the program's order.
    """

    def __init__(self, graph: Graph, output: int, *, parameters: Array | None = None, gradients: bool = True) -> None:
        nodes = reached(graph, output)
        self.places: Mapping[str, Place] = MappingProxyType(lay_out(nodes))
        size = sum(prod(place.shape) for place in self.places.values())
        self.parameters = np.empty(size) if parameters is None else parameters
        self.gradient = np.zeros(size)
        self._leaves: dict[int, Array] = {}
        for node in nodes:
            place = self.places.get(node.id)
            if place is not None:
                self._leaves[node.index] = part(self.parameters, place)
                if parameters is None:
                    self._leaves[node.index][...] = node.value
            elif node.op is None and not node.inline:
                self._leaves[node.index] = np.array(node.value)
        self._compile(graph, nodes, output, gradients)

    def _compile(self, graph: Graph, nodes: Iterable[Node], output: int, gradients: bool) -> None:
        tape = Tape()
        leaves: dict[int, Any] = {i: Recorded(tape, tape.leaf(buffer)) for i, buffer in self._leaves.items()}
        recorded = with_recordable(graph, tape)
        values = run_forward(recorded, leaves)
        kept = {node.index: operand_of(tape, values[node.index], True) for node in nodes}
        first = len(tape.made)
        outputs = []
        if gradients:
            seed = make_seed(graph.nodes[output].shape, None)
            found = {step.node: step.gradient for step in run_backward(recorded, values, output, seed)}
            outputs = [
                (operand_of(tape, found[graph.ids[name]], True), part(self.gradient, place))
                for name, place in self.places.items()
            ]
        self._replay = Replay(tape, outputs, tuple(kept.values()), first)
        self._values: dict[int, Array] = dict(zip(kept, self._replay.kept, strict=True))
        self._result = self._values[output]

    def feed(self, index: int, value: Array) -> None:
        """Copy a value into a leaf's buffer.

        Args:
            index: the leaf's index.
            value: float64 of the leaf's shape.
        """
        self._leaves[index][...] = value

    def value(self, index: int) -> Array:
        """Return the buffer in which every run leaves a node's value: a view, to be copied by whoever keeps it."""
        return self._values[index]

    def run_forward(self) -> float:
        """Compute all values.

        Returns:
            The output; NaN where it is more than a single number.

        Raises:
            DomainError: a class label is out of range.
        """
        self._replay.run_first()
        return self._result.item() if self._result.ndim == 0 else float("nan")

    def run(self) -> float:
        """Compute all values and the gradient; raises and returns as `run_forward` does."""
        self._replay.run()
        return self._result.item() if self._result.ndim == 0 else float("nan")


def lay_out(nodes: Iterable[Node]) -> dict[str, Place]:
    """Return the places of the parameters among some nodes, one after the other."""
    places: dict[str, Place] = {}
    start = 0
    for node in nodes:
        if node.role == "parameter" and not node.inline:
            stop = start + prod(node.shape)
            places[node.id] = Place(start, stop, node.shape)
            start = stop
    return places


def part(vector: Array, place: Place) -> Array:
    """Return a parameter's part of the flat vector, as a view of its shape."""
    return vector[place.start : place.stop].reshape(place.shape)


def with_recordable(graph: Graph, tape: Tape) -> Graph:
    """Return a graph that runs on recorded arrays, each operation as it is where it cannot be recorded."""

    def own(node: Node) -> Node:
        op = node.op
        return node if op is None else replace(node, op=replace(op, forward=recordable_forward(op.forward, tape)))

    pulls = [tuple(pull._replace(vjp=recordable_vjp(pull.vjp, tape)) for pull in some) for some in graph.pulls]
    return replace(graph, nodes=tuple(map(own, graph.nodes)), pulls=tuple(pulls))


def recordable_forward(forward: Forward, tape: Tape) -> Forward:
    """Return an operation's `forward` for recorded operands."""

    def run(*xs: Any, **attributes: Any) -> Any:
        return recordable(tape, partial(forward, **attributes))(*xs)

    return run


def recordable_vjp(vjp: Vjp, tape: Tape) -> Vjp:
    """Return an operation's `vjp` for recorded operands; the local derivative is left out, nobody asks for it."""

    def run(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
        def contribution(upstream: Array, y: Array, *xs: Array) -> Array:
            return vjp(k, upstream, y, xs, attributes)[1]

        return None, recordable(tape, contribution)(upstream, y, *xs)

    return run
