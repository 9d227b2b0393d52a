"""The trace: the whole story of one forward pass, one backward pass and one update, recorded once.

Whatever is shown, said or checked later is read from it; nothing is computed a second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from app.engine.backward import BackwardStep, make_seed, run_backward
from app.engine.columns import Columns, Terms
from app.engine.forward import run_forward
from app.engine.graph import Graph
from app.engine.nonfinite import NonFinite, find_nonfinite
from app.engine.optimizers import OptimizerSpec
from app.engine.shapes import Array
from app.engine.updates import State, UpdateStep, numbers_made, optimizer_steps, update_steps


class ForwardStep(NamedTuple):
    """An operation read its operands and wrote its value."""

    node: int
    value: Array
    phase: Literal["forward"] = "forward"


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
    *,
    optimizer: OptimizerSpec | None = None,
    iteration: int = 1,
    state: State | None = None,
    started: int = 0,
) -> Trace:
    """Run a graph forward and backward, update its parameters, and keep every step.

    Args:
        graph: the graph.
        output: the index of the node to differentiate; the graph's own output if None.
        seed: the output's upstream gradient, float64 of its shape; ones if None.
        learning_rate: how far the parameters move against their gradients; no update if None.
        leaves: values that replace those of some leaves, by node index.
        optimizer: how the parameters move, in the place of `learning_rate`.
        iteration: which of the optimizer's updates this is, from 1.
        state: what the optimizer remembers, by its name and the parameter's; zeros where nothing is given.
        started: the updates made before the optimizer's first, by another one.

    Returns:
        The trace.

    Raises:
        ShapeError: the seed does not have the output's shape.
        DomainError: a class label is out of range.
        SpecError: the iteration or the state does not fit the optimizer.
    """
    target = graph.output if output is None else output
    values = run_forward(graph, leaves)
    upstream = make_seed(graph.nodes[target].shape, seed)
    found = run_backward(graph, values, target, upstream)
    gradients = {step.node: step.gradient for step in found}
    moves: list[UpdateStep] = []
    if optimizer is not None:
        moves = optimizer_steps(graph, values, gradients, optimizer, iteration, state, started)
    elif learning_rate is not None:
        moves = update_steps(graph, values, gradients, learning_rate)
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
        find_nonfinite(graph, values, gradients, numbers_made(moves)),
    )


__all__ = ["BackwardStep", "ForwardStep", "Step", "Trace", "UpdateStep", "record_trace", "update_steps"]
