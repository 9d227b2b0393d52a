"""The backward pass: each node's gradient as the sum of one term for each of its uses.

Nothing here knows an operation: `Op.vjp` gives the local derivative and the contribution made with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np

from app.engine.errors import ShapeError
from app.engine.graph import Edge, Graph
from app.engine.ops.record import Structure
from app.engine.shapes import Array, as_value, show, summed_axes

ONE: Any = np.float64(1.0)


class Term(NamedTuple):
    """What one use of a value adds to its gradient.

    Attributes:
        edge: the use.
        upstream: the consumer's gradient, float64 of the consumer's shape.
        local: the consumer's derivative with respect to this operand, float64; one number where it is the same
            for all elements; None where it is not one array (jacobian, selection).
        contribution: the two combined, float64 of this operand's shape.
        structure: how they are combined.
    """

    edge: Edge
    upstream: Array
    local: Any
    contribution: Array
    structure: Structure


class BackwardStep(NamedTuple):
    """A node's gradient became known, as the sum of its terms, or as the seed where `seeded`."""

    node: int
    gradient: Array
    terms: tuple[Term, ...]
    seeded: bool
    phase: Literal["backward"] = "backward"


# A named tuple's own constructor is a Python function; its parts are at hand here as a tuple already.
_term = partial(tuple.__new__, Term)


def make_seed(shape: tuple[int, ...], seed: Any) -> Array:
    """Return the output's upstream gradient: the one given, or ones.

    Raises:
        ShapeError: it does not have the output's shape.
    """
    if seed is None:
        return as_value(np.ones(shape)) if shape else ONE
    array = as_value(seed)
    if array.shape != shape:
        raise ShapeError(
            "the upstream gradient needs the output's shape",
            f"got {show(array.shape)}, the output has {show(shape)}",
            shapes=(array.shape, shape),
        )
    return array


def run_backward(graph: Graph, values: Sequence[Array], output: int, seed: Array) -> list[BackwardStep]:
    """Compute the gradient of the output with respect to every node that it depends on.

    Args:
        graph: the graph.
        values: the forward pass's values.
        output: the index of the node to differentiate.
        seed: its upstream gradient, float64 of its shape.

    Returns:
        One step for each gradient, the output's first, then in reverse order of evaluation.
    """
    upstreams: list[Array | None] = [None] * len(graph.nodes)
    upstreams[output] = seed
    found = [BackwardStep(output, seed, (), True)]
    with np.errstate(all="ignore"):
        for index in range(output - 1, -1, -1):
            terms: list[Term] = []
            total: Any = None
            for edge, target, k, operands, attributes, vjp, structure in graph.pulls[index]:
                upstream = upstreams[target]
                if upstream is None:  # the output does not depend on this consumer
                    continue
                local, part = vjp(k, upstream, values[target], [values[i] for i in operands], attributes)
                terms.append(_term((edge, upstream, local, part, structure)))
                total = part if total is None else total + part
            if terms:
                upstreams[index] = total
                found.append(BackwardStep(index, total, tuple(terms), False))
    return found


def broadcast_axes(graph: Graph, term: Term) -> tuple[int, ...]:
    """Return the axes over which a term's contribution was summed because its operand was broadcast."""
    if term.structure != "elementwise":
        return ()
    return summed_axes(graph.nodes[term.edge.target].shape, graph.nodes[term.edge.source].shape)
