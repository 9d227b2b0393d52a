"""A program bound to data: one plan for each number of rows, all of them sharing one vector of parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from app.engine.errors import DomainError, Shape, ShapeError
from app.engine.graph import Graph
from app.engine.plan import Place, Plan, reached
from app.engine.shapes import Array, show
from app.networks.layers import Layer
from app.networks.recognise import recognise
from app.networks.training.said import Said, find_said

INPUT, TARGET = "x", "t"
"""The leaves that rows of data become."""

Read = Callable[[Array | None, Array | None], tuple[Graph, int]]
"""From some rows of inputs and targets to the program's graph with them, and the index of its output."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A plan for a number of rows, and where they enter.

    Attributes:
        plan: computes the output; of a training plan the gradient, too.
        graph: what was compiled.
        output: the index of the node that the plan computes.
        x, t: the leaves' indices; None for none.
        layers: the network's layers after the input; empty where it has no layers of whole matrices on x.
        said: what the network says; None where there are no layers.
    """

    plan: Plan
    graph: Graph
    output: int
    x: int | None
    t: int | None
    layers: tuple[Layer, ...]
    said: Said | None

    def feed(self, x: Array | None, t: Array | None) -> None:
        """Put rows into the leaves."""
        if self.x is not None and x is not None:
            self.plan.feed(self.x, x)
        if self.t is not None and t is not None:
            self.plan.feed(self.t, t)


class Model:
    """A program whose parameters learn.

    Args:
        read: makes the program's graph for some rows.
        x: float64 (n, d), rows to read the program with; None for a program without data.
        t: float64 (n, k), their targets; None for none.

    Attributes:
        parameters: float64 (P,), the numbers of all parameters, shared by all plans; the program's own at first.
        places: parameter id to its place there, in the program's order.
        layers: the network's layers after the input; empty where it is no network of whole matrices on x.
        loss: the loss operation that compares what they say with t itself; None for any other way to write one.

    Raises:
        DomainError: there is nothing to learn, or no single number to make small.
    """

    def __init__(self, read: Read, x: Array | None, t: Array | None) -> None:
        self._read = read
        self._x, self._t = x, t
        self._bound: dict[int, Bound] = {}
        graph, output = self._graph(0 if x is None else len(x))
        check_output(graph, output)
        plan = Plan(graph, output, gradients=False)
        if not plan.places:
            raise DomainError(
                "training moves parameters",
                "the output depends on none",
                "Give a weight a value of its own, and do not list it under 'constants'.",
            )
        self.parameters: Array = plan.parameters
        self.places: Mapping[str, Place] = plan.places
        bound = bind(plan, graph, output, output)
        self.layers: tuple[Layer, ...] = bound.layers
        self.loss = None if bound.said is None or bound.t is None else bound.said.loss

    def for_rows(self, rows: int) -> Bound:
        """Return the plan that learns from a number of rows (0 for a program without data), compiled once."""
        if rows not in self._bound:
            graph, output = self._graph(rows)
            plan = Plan(graph, output, parameters=self.parameters)
            check_places(self.places, plan.places)
            self._bound[rows] = bind(plan, graph, output, output)
        return self._bound[rows]

    def forward_for(self, rows: int, layer: int | None = None) -> Bound:
        """Compile a plan that only runs forward, for its caller alone.

        Args:
            rows: how many rows it takes.
            layer: the layer, from 1, whose output it computes, of the last one what the network says; the program's
                own output if None.
        """
        graph, output = self._graph(rows)
        until = output
        if layer is not None:
            layers, said = find_layers(graph, output)
            found = layers[layer - 1].output if layer < len(layers) or said is None else said.node
            assert found is not None
            until = found
        plan = Plan(graph, until, gradients=False)
        if plan.places == self.places:
            plan = Plan(graph, until, parameters=self.parameters, gradients=False)
        return bind(plan, graph, output, until)

    def refresh(self, bound: Bound) -> Bound:
        """Bring a forward plan that rests on fewer parameters, and so has its own, up to date; return it."""
        if bound.plan.parameters is not self.parameters:
            for name, place in bound.plan.places.items():
                mine = self.places[name]
                bound.plan.parameters[place.start : place.stop] = self.parameters[mine.start : mine.stop]
        return bound

    def example_rows(self) -> tuple[Array | None, Array | None]:
        """Return a row of inputs and one of targets, to read the program with."""
        return None if self._x is None else self._x[:1], None if self._t is None else self._t[:1]

    def named(self, flat: Array) -> dict[str, Array]:
        """Return a vector laid out as the parameters are, by parameter: views, of the parameters' shapes."""
        return {name: flat[place.start : place.stop].reshape(place.shape) for name, place in self.places.items()}

    def _graph(self, rows: int) -> tuple[Graph, int]:
        """Return the graph for a number of rows; which rows they are does not matter."""
        if self._x is None:
            return self._read(None, None)
        chosen = np.arange(rows) % len(self._x)
        return self._read(self._x[chosen], None if self._t is None else self._t[chosen])


def bind(plan: Plan, graph: Graph, output: int, until: int) -> Bound:
    """Return a plan with the leaves that rows enter by, as far as what it computes rests on them."""
    x, t = (leaf_of(graph, name, until) for name in (INPUT, TARGET))
    return Bound(plan, graph, until, x, t, *find_layers(graph, output))


def find_layers(graph: Graph, output: int) -> tuple[tuple[Layer, ...], Said | None]:
    """Return the layers after the input, and what they say; none where they are no whole matrices on x."""
    network, x = recognise(graph, output), leaf_of(graph, INPUT, output)
    if network is None or network.form != "matrix" or network.layers[0].a != x:
        return (), None
    target, last = leaf_of(graph, TARGET, output), network.layers[-1].output
    assert last is not None
    return network.layers[1:], find_said(graph, output, last, x if target is None else target)


def leaf_of(graph: Graph, name: str, output: int) -> int | None:
    """Return the index of the leaf of a name; None where the output does not rest on it."""
    index = graph.ids.get(name)
    return index if any(node.index == index for node in reached(graph, output)) else None


def check_output(graph: Graph, output: int) -> None:
    """Check that there is one number to make small.

    Raises:
        ShapeError: the output is an array.
    """
    node = graph.nodes[output]
    if node.shape != ():
        raise ShapeError(
            "training makes one number small",
            f"'{node.id}' has shape {show(node.shape)}",
            "Let the output be a loss, such as L = mse(a, t).",
            shapes=(node.shape,),
        )


def check_places(known: Mapping[str, Place], found: Mapping[str, Place]) -> None:
    """Check that the parameters are the same whatever the number of rows.

    Raises:
        ShapeError: one has a row for each sample.
    """
    for name, place in found.items():
        first: Shape | None = known[name].shape if name in known else None
        if first != place.shape:
            raise ShapeError(
                "a parameter has one shape for every number of rows",
                f"'{name}' has shape {show(place.shape)}" + ("" if first is None else f", then {show(first)}"),
                shapes=(place.shape,) if first is None else (place.shape, first),
            )
