"""Updates: how each parameter moves once its gradient is known."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

from app.engine.errors import SpecError
from app.engine.graph import Graph, Node
from app.engine.optimizers import OptimizerSpec, changing_scalars, move
from app.engine.shapes import Array

State = Mapping[str, Mapping[str, Array]]


class Move(NamedTuple):
    """How an optimizer came to an update.

    Attributes:
        spec: the optimizer.
        iteration: which update, from 1.
        started: the updates made before this optimizer's first.
        scalars: what holds for all parameters of this one update, as `changing_scalars` gives it.
        old: the state before, by name.
        made: what the rule made: the gradient that it took under "used", the new state, the intermediates, "new".
    """

    spec: OptimizerSpec
    iteration: int
    started: int
    scalars: Mapping[str, float]
    old: Mapping[str, Array]
    made: Mapping[str, Array]

    def element(self, index: int) -> Move:
        """Return the same of a single number, counted row by row."""
        parts: tuple[Mapping[str, Any], ...] = (self.old, self.made)
        old, made = ({name: value.flat[index] for name, value in part.items()} for part in parts)
        return self._replace(old=old, made=made)

    def elements(self) -> Iterator[Move]:
        """Return the same of each single number, row by row."""
        return map(self.element, range(self.made["new"].size))


class UpdateStep(NamedTuple):
    """A parameter moved against its gradient.

    Without an optimizer new = old − learning_rate · gradient; with one, `move` says how.
    """

    node: int
    old: Array
    gradient: Array
    learning_rate: float
    new: Array
    phase: Literal["update"] = "update"
    move: Move | None = None


def update_steps(
    graph: Graph, values: Sequence[Array], gradients: Mapping[int, Array], learning_rate: float
) -> list[UpdateStep]:
    """Return one step of gradient descent for each parameter that has a gradient, in the program's order."""
    rate = np.float64(learning_rate)
    steps = []
    with np.errstate(all="ignore"):
        for node in moved_nodes(graph, gradients):
            old, gradient = values[node.index], gradients[node.index]
            steps.append(UpdateStep(node.index, old, gradient, learning_rate, old - rate * gradient))
    return steps


def optimizer_steps(
    graph: Graph,
    values: Sequence[Array],
    gradients: Mapping[int, Array],
    spec: OptimizerSpec,
    iteration: int = 1,
    state: State | None = None,
    started: int = 0,
) -> list[UpdateStep]:
    """Return an optimizer's step for each parameter that has a gradient, in the program's order.

    Args:
        graph: the graph.
        values: each node's value.
        gradients: the gradients, by node index.
        spec: the optimizer.
        iteration: which update, from 1.
        state: what the optimizer remembers, by its name and the parameter's; zeros where nothing is given.
        started: the updates made before the optimizer's first, by another one.

    Raises:
        SpecError: the iteration is below 1 or not after `started`, the optimizer has no such state, or a state is
            that of no parameter, or of another shape.
    """
    nodes = moved_nodes(graph, gradients)
    check_time(iteration, started)
    given = check_state(graph, nodes, spec, state or {})
    flat = np.concatenate([np.ravel(gradients[node.index]) for node in nodes]) if nodes else np.zeros(0)
    steps = []
    with np.errstate(all="ignore"):
        scalars = changing_scalars(spec, iteration, flat, started)
        for node in nodes:
            w, g = values[node.index], gradients[node.index]
            old = {name: given.get((name, node.index), np.zeros(node.shape)) for name in spec.optimizer.state}
            made = move(spec, w, g, old, scalars)
            how = Move(spec, iteration, started, scalars, old, made)
            steps.append(UpdateStep(node.index, w, g, scalars["learning_rate"], made["new"], move=how))
    return steps


def moved_nodes(graph: Graph, gradients: Mapping[int, Array]) -> list[Node]:
    """Return the parameters that have a gradient, in the program's order."""
    return [node for node in graph.leaves() if node.role == "parameter" and node.index in gradients]


def check_time(iteration: int, started: int) -> None:
    """Check that an update comes after those before the optimizer's first."""
    if iteration < 1:
        raise SpecError("iteration", "iterations count from 1", f"got {iteration}")
    if not 0 <= started < iteration:
        raise SpecError("started", "an optimizer starts before its update", f"got {started}")


def check_state(graph: Graph, nodes: Sequence[Node], spec: OptimizerSpec, state: State) -> dict[tuple[str, int], Array]:
    """Return the given states by name and node index."""
    moved = {node.index: node for node in nodes}
    given: dict[tuple[str, int], Array] = {}
    for name, by_parameter in state.items():
        if name not in spec.optimizer.state:
            known = ", ".join(spec.optimizer.state)
            hint = f"It has {known}." if known else "Leave the state out."
            raise SpecError(f"state.{name[:40]}", f"{spec.name} remembers its own state", f"got '{name[:40]}'", hint)
        for parameter, value in by_parameter.items():
            field, node = f"state.{name}.{parameter[:40]}", moved.get(graph.names.get(parameter, -1))
            if node is None:
                raise SpecError(field, "a state belongs to a parameter that is updated", f"got '{parameter[:40]}'")
            if value.shape != node.shape:
                found = f"'{node.id}' has shape {node.shape}, got {value.shape}"
                raise SpecError(field, "a state has its parameter's shape", found)
            given[name, node.index] = value
    return given


def numbers_made(steps: Sequence[UpdateStep]) -> dict[int, Array]:
    """Return all that each update made, in one array by node index: where it went wrong shows there.

    A gradient that is not a number spoils the common length; then nothing that follows from it is told again.
    """
    if any(step.move is not None and math.isnan(step.move.scalars.get("norm", 0.0)) for step in steps):
        return {}
    return {
        step.node: step.new if step.move is None else np.concatenate([np.ravel(one) for one in step.move.made.values()])
        for step in steps
    }
