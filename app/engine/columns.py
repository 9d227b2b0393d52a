"""The element view in columns: an entry for each single number, and one for each of its uses.

Columns are what NumPy is quick at; the records that `element` offers are made of them when they are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from app.engine.errors import LimitError, Shape
from app.engine.graph import Graph
from app.engine.ops.record import Indices
from app.engine.shapes import Array

T = TypeVar("T")
NOTHING: Indices = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Columns:
    """Every element, and every use of one, in order of evaluation.

    Attributes:
        first: where each whole value's elements begin, and where the last one's end.
        ids: the elements' ids.
        values: float64 (n,), their values.
        sources: intp (m,), for each use the element that is used.
        targets: intp (m,), the element made from it.
        operands: intp (m,), which of the target's operands the source is.
        by_target: intp (m,), the places of the uses, sorted by target and operand.
        local: float64 (m,), d target / d source.
        edges: the uses' ids.
    """

    first: list[int]
    ids: list[str]
    values: Array
    sources: Indices
    targets: Indices
    operands: Indices
    by_target: Indices
    local: Array
    edges: list[str]

    def span(self, index: int) -> range:
        """Return the elements of whole value `index`."""
        return range(self.first[index], self.first[index + 1])

    def operands_of(self, names: Sequence[T]) -> list[list[T]]:
        """Return for each element what stands for its operands, in order.

        Args:
            names: what stands for each element.
        """
        sources = self.sources[self.by_target].tolist()
        return split([names[i] for i in sources], bounds(self.targets, len(self.ids)))


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that the elements' gradients are the sums of: each element's side by side, in order of its uses.

    Attributes:
        elements: the elements that have a gradient, in the order of the backward pass.
        gradients: float64 (n,), each element's gradient; 0 where it has none.
        uses: intp (t,), for each term its use's place in `Columns`.
        upstream: float64 (t,), the consumer's gradient.
        contribution: float64 (t,), that times the local derivative.
        bounds: element i has the terms from `bounds[i]` up to `bounds[i + 1]`.
    """

    elements: list[int]
    gradients: Array
    uses: Indices
    upstream: Array
    contribution: Array
    bounds: list[int]


def read_columns(graph: Graph, values: Sequence[Array], most_uses: int) -> Columns:
    """Return the elements of a graph's values and their uses.

    Args:
        graph: the graph over whole values.
        values: each node's value.
        most_uses: how many uses there may be.

    Raises:
        LimitError: there are more.
    """
    first = [0, *np.cumsum([value.size for value in values], dtype=np.intp).tolist()]
    ids = [one for node in graph.nodes for one in element_ids(node.id, node.shape)]
    parts: list[tuple[Any, Any, Any]] = [(NOTHING, NOTHING, NOTHING)]
    starts = [(0, 0)]
    left = most_uses
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            xs = [values[i] for i in node.operands]
            for k, source in enumerate(node.operands):
                assert node.op is not None
                entries = node.op.entries(k, values[node.index], xs, node.attributes)
                parts.append((entries.inputs, entries.outputs, entries.values))
                starts.append((first[source], first[node.index]))
                left -= len(entries.values)
                if left < 0:
                    raise LimitError(
                        f"the element view may have {most_uses:,} uses",
                        "this program has more",
                        "Look at whole values instead, or use smaller ones.",
                    )
    inputs, outputs, local = (np.concatenate(column) for column in zip(*parts, strict=True))
    offsets = np.repeat(np.array(starts, dtype=np.intp), [len(part[0]) for part in parts], axis=0)
    sources, targets = inputs + offsets[:, 0], outputs + offsets[:, 1]
    by_target = np.argsort(targets, kind="stable")
    operands = np.empty_like(by_target)
    operands[by_target] = np.arange(len(by_target)) - np.array(bounds(targets, len(ids)))[targets[by_target]]
    edges = [
        f"{ids[source]}->{ids[target]}.{operand}"
        for source, target, operand in zip(sources.tolist(), targets.tolist(), operands.tolist(), strict=True)
    ]
    flat = np.concatenate([np.ravel(value) for value in values])
    return Columns(first, ids, flat, sources, targets, operands, by_target, local, edges)


def read_terms(columns: Columns, gradients: Mapping[int, Array], output: int) -> Terms:
    """Return the terms of all gradients.

    Args:
        columns: the elements.
        gradients: the gradients by whole value, in the order of the backward pass.
        output: the whole value that was differentiated: its gradient is given, not made of terms.
    """
    count = len(columns.ids)
    elements = np.concatenate([np.arange(*columns.first[index : index + 2]) for index in gradients])
    flat = np.zeros(count)
    flat[elements] = np.concatenate([np.ravel(gradient) for gradient in gradients.values()])
    made, known = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    made[elements] = known[elements] = True
    made[columns.first[output] : columns.first[output + 1]] = False
    uses = np.flatnonzero(made[columns.sources] & known[columns.targets])
    uses = uses[np.argsort(columns.sources[uses], kind="stable")]
    upstream = flat[columns.targets[uses]]
    with np.errstate(all="ignore"):
        contribution = upstream * columns.local[uses]
    return Terms(elements.tolist(), flat, uses, upstream, contribution, bounds(columns.sources[uses], count))


def element_ids(name: str, shape: Shape) -> list[str]:
    """Return the ids of a value's elements, row by row: `W[0,2]` is row 0, column 2; a single number keeps its id."""
    if not shape:
        return [name]
    ids = [f"{name}[{i}" for i in range(shape[0])]
    for size in shape[1:]:
        places = [f",{i}" for i in range(size)]
        ids = [one + place for one in ids for place in places]
    return [f"{one}]" for one in ids]


def bounds(groups: Indices, count: int) -> list[int]:
    """Return where each of `count` groups begins among sorted members, and where the last one ends.

    Args:
        groups: intp (m,), each member's group, in any order.
        count: how many groups there are, empty ones among them.
    """
    return [0, *np.cumsum(np.bincount(groups, minlength=count)).tolist()]


def split(members: list[T], at: list[int]) -> list[list[T]]:
    """Return groups of members, cut where `bounds` says."""
    return [members[start:end] for start, end in pairwise(at)]
