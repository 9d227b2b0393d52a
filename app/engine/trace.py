"""The trace: the whole story of one forward pass, one backward pass and one update, recorded once.

Whatever is shown, said or checked later is read from it; nothing is computed a second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from app.engine.backward import BackwardStep, make_seed, run_backward
from app.engine.columns import Columns, Terms
from app.engine.forward import run_forward
from app.engine.graph import Graph
from app.engine.nonfinite import NonFinite, find_nonfinite
from app.engine.shapes import Array


class ForwardStep(NamedTuple):
    """An operation read its operands and wrote its value."""

    node: int
    value: Array
    phase: Literal["forward"] = "forward"


class UpdateStep(NamedTuple):
    """A parameter moved against its gradient: new = old − learning_rate · gradient."""

    node: int
    old: Array
    gradient: Array
    learning_rate: float
    new: Array
    phase: Literal["update"] = "update"


Step = ForwardStep | BackwardStep | UpdateStep


@dataclass(frozen=True, slots=True)
class Trace:
    """A complete recorded run.

    Attributes:
        graph: what was run.
        output: the index of the node that was differentiated.
        seed: its upstream gradient, float64 of its shape.
        seed_given: whether the seed was asked for, rather than ones by default.
        values: each node's value, by index.
        gradients: each gradient, by node index, output first; nodes that the output does not depend on,
            constants and targets have none.
        updates: each updated parameter's new value, by node index.
        steps: what happened, in order.
        nonfinite: where a value or a gradient first was not a finite number, in order.
        element_of: the trace over whole values whose single elements this one shows; None for that trace itself.
        columns: the elements and their uses side by side, of which the records are made; None over whole values.
        terms: their gradients' terms side by side; None over whole values.
    """

    graph: Graph
    output: int
    seed: Array
    seed_given: bool
    values: Sequence[Array]
    gradients: Mapping[int, Array]
    updates: Mapping[int, Array]
    steps: Sequence[Step]
    nonfinite: tuple[NonFinite, ...]
    element_of: Trace | None = None
    columns: Columns | None = None
    terms: Terms | None = None

    @property
    def output_id(self) -> str:
        """The id of what was differentiated, as the program names it."""
        whole = self.element_of or self
        return whole.graph.nodes[whole.output].id

    @property
    def seed_assumed(self) -> bool:
        """Whether ones had to stand in for the upstream gradient of an output that is not a single number."""
        whole = self.element_of or self
        return not self.seed_given and bool(whole.graph.nodes[whole.output].shape)


def record_trace(
    graph: Graph,
    output: int | None = None,
    seed: Any = None,
    learning_rate: float | None = None,
    leaves: Mapping[int, Array] | None = None,
) -> Trace:
    """Run a graph forward and backward, update its parameters, and keep every step.

    Args:
        graph: the graph.
        output: the index of the node to differentiate; the graph's own output if None.
        seed: the output's upstream gradient, float64 of its shape; ones if None.
        learning_rate: how far the parameters move against their gradients; no update if None.
        leaves: values that replace those of some leaves, by node index.

    Returns:
        The trace.

    Raises:
        ShapeError: the seed does not have the output's shape.
        DomainError: a class label is out of range.
    """
    target = graph.output if output is None else output
    values = run_forward(graph, leaves)
    upstream = make_seed(graph.nodes[target].shape, seed)
    found = run_backward(graph, values, target, upstream)
    gradients = {step.node: step.gradient for step in found}
    moves = [] if learning_rate is None else update_steps(graph, values, gradients, learning_rate)
    steps: list[Step] = [ForwardStep(n.index, values[n.index]) for n in graph.nodes if n.op is not None]
    steps += found
    steps += moves
    return Trace(
        graph,
        target,
        upstream,
        seed is not None,
        values,
        gradients,
        {move.node: move.new for move in moves},
        tuple(steps),
        find_nonfinite(graph, values, gradients, {move.node: move.new for move in moves}),
    )


def update_steps(
    graph: Graph, values: Sequence[Array], gradients: Mapping[int, Array], learning_rate: float
) -> list[UpdateStep]:
    """Return one step of gradient descent for each parameter that has a gradient, in the program's order."""
    rate = np.float64(learning_rate)
    steps = []
    with np.errstate(all="ignore"):
        for node in graph.leaves():
            gradient = gradients.get(node.index)
            if node.role == "parameter" and gradient is not None:
                old = values[node.index]
                steps.append(UpdateStep(node.index, old, gradient, learning_rate, old - rate * gradient))
    return steps


__all__ = ["BackwardStep", "ForwardStep", "Step", "Trace", "UpdateStep", "record_trace", "update_steps"]
