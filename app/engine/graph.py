"""Graphs: nodes are values, edges are uses, and the nodes stand in an order in which they can be computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import numpy as np

from app.engine.errors import (
    DomainError,
    LimitError,
    Shape,
    ShapeError,
    UnknownNodeError,
    UnknownOperationError,
)
from app.engine.ops import OPS
from app.engine.ops.record import Op, Structure, Vjp
from app.engine.shapes import Array, as_value, show

Role = Literal["input", "target", "parameter", "constant"]
WITHOUT_GRADIENT: tuple[Role | None, ...] = ("constant", "target")
NO_ATTRIBUTES: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a graph may be.

    Attributes:
        nodes: values in the graph, literals included.
        elements: numbers in one value.
        total_elements: numbers in all values together.
    """

    nodes: int = 20_000
    elements: int = 250_000
    total_elements: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands in a program: lines and columns from 1, columns in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Node:
    """One value: a leaf, whose value is given, or the result of an operation.

    Attributes:
        index: its place in `Graph.nodes`.
        id: its name in results.
        op: the operation that makes it; None for a leaf.
        operands: the indices of the values that the operation reads, in order, all smaller than `index`.
        attributes: the operation's options.
        shape: the value's shape.
        role: a leaf's role; None for the result of an operation.
        value: a leaf's value, float64 of `shape`; None for the result of an operation.
        position: where the program makes it.
        inline: whether it is a literal in the middle of an expression.
    """

    index: int
    id: str
    op: Op | None
    operands: tuple[int, ...]
    attributes: Mapping[str, Any]
    shape: Shape
    role: Role | None = None
    value: Array | None = None
    position: Position | None = None
    inline: bool = False


class Edge(NamedTuple):
    """One use of a value: `target`'s operand number `operand` is `source` (both are node indices)."""

    id: str
    source: int
    target: int
    operand: int


class Pull(NamedTuple):
    """All that the backward pass needs of one use, gathered once: see `Edge`, `Node` and `Op`."""

    edge: Edge
    target: int
    operand: int
    operands: tuple[int, ...]
    attributes: Mapping[str, Any]
    vjp: Vjp
    structure: Structure


@dataclass(frozen=True, slots=True)
class Graph:
    """A program's values and their uses.

    Attributes:
        nodes: in order of evaluation, so operands come before the values made from them.
        edges: by target, then operand.
        names: for each name in the program, the index of the last value it stood for.
        output: the index of the value that is differentiated unless a request names another.
        uses: for each node, the edges that leave it, in order of evaluation.
        ids: for each id, its node's index.
        pulls: `uses` with what the backward pass needs of each; none for constants and targets.
    """

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    names: Mapping[str, int]
    output: int
    uses: Sequence[tuple[Edge, ...]] = field(repr=False)
    ids: Mapping[str, int] = field(repr=False)
    pulls: tuple[tuple[Pull, ...], ...] = field(repr=False)

    def find(self, name: str) -> int:
        """Return the index of the node that `name` stands for: its last version, or the node with this id.

        Raises:
            UnknownNodeError: no value has this name.
        """
        index = self.names.get(name)
        if index is None:
            index = self.ids.get(name.removesuffix("#1"))
        if index is None:
            raise UnknownNodeError(
                "a name must be one that the program uses",
                f"got '{name}'",
                f"The program has {', '.join(list(self.names)[:12])}." if self.names else "",
            )
        return index

    def leaves(self) -> Iterable[Node]:
        """Return the leaves, literals in the middle of expressions included, in order."""
        return (node for node in self.nodes if node.op is None)

    def with_leaves(self, values: Mapping[int, Any]) -> Graph:
        """Return the same graph with other values in some leaves.

        Args:
            values: leaf index to a value of the leaf's shape.

        Raises:
            ShapeError: a value has another shape than its leaf.
        """
        nodes = list(self.nodes)
        for index, value in values.items():
            node = nodes[index]
            array = as_value(value)
            if node.op is not None:
                raise DomainError("only a leaf's value can be given", f"'{node.id}' is computed")
            if array.shape != node.shape:
                raise ShapeError(
                    "a new value must have its leaf's shape",
                    f"'{node.id}' has shape {show(node.shape)}, got {show(array.shape)}",
                    shapes=(node.shape, array.shape),
                )
            nodes[index] = replace(node, value=array)
        return replace(self, nodes=tuple(nodes))


class GraphBuilder:
    """Build a graph in order of evaluation, one value after the other.

    Args:
        limits: how large it may become.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._nodes: list[Node] = []
        self._ids: dict[int, str] = {}
        self._versions: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._elements = 0

    def __len__(self) -> int:
        return len(self._nodes)

    def shape(self, index: int) -> Shape:
        """Return the shape of a value built so far."""
        return self._nodes[index].shape

    def node(self, index: int) -> Node:
        """Return a value built so far; its id is not decided before `build`."""
        return self._nodes[index]

    def label(self, index: int) -> str:
        """Return the name a value has so far, or an empty string."""
        return self._ids.get(index, "")

    def leaf(
        self,
        value: Any,
        role: Role = "parameter",
        position: Position | None = None,
        inline: bool = False,
        text: str = "",
    ) -> int:
        """Add a leaf.

        Args:
            value: a number or a rectangular array of rank 0 to 4; copied.
            role: what it is to the program.
            position: where the program gives it.
            inline: whether it is a literal in the middle of an expression.
            text: an inline literal's own text, which becomes its id.

        Returns:
            Its index.
        """
        array = as_value(np.array(value, dtype=np.float64))
        index = self._add(None, (), NO_ATTRIBUTES, array.shape, position, role=role, value=array, inline=inline)
        if text:
            self._ids[index] = self._version(text)
        return index

    def apply(
        self,
        name: str,
        operands: Sequence[int],
        attributes: Mapping[str, Any] | None = None,
        position: Position | None = None,
    ) -> int:
        """Add the result of an operation.

        Args:
            name: the operation's name in the registry.
            operands: indices of values built before.
            attributes: options that differ from the operation's defaults.
            position: where the program applies it.

        Returns:
            Its index.

        Raises:
            UnknownOperationError, ShapeError, DomainError, LimitError: see there.
        """
        op = OPS.get(name)
        if op is None:
            raise UnknownOperationError("an operation must be one of the registry's", f"got '{name}'")
        fewest, most = op.arity
        if len(operands) < fewest or (most is not None and len(operands) > most):
            raise DomainError(f"{op.name} is called as {op.signature}", f"got {len(operands)} operands")
        merged = {**op.attributes, **attributes} if attributes else op.attributes
        unknown = [key for key in merged if key not in op.attributes]
        if unknown:
            raise DomainError(f"{op.name} is called as {op.signature}", f"got the option '{unknown[0]}'")
        shape = op.shape([self._nodes[i].shape for i in operands], merged)
        return self._add(op, tuple(operands), merged, shape, position)

    def bind(self, name: str, index: int) -> None:
        """Let `name` stand for a value from here on; a value without an id takes the name, versioned, as its id."""
        if index not in self._ids:
            self._ids[index] = self._version(name)
        self._names[name] = index

    def set_role(self, index: int, role: Role) -> None:
        """Give a leaf another role."""
        self._nodes[index] = replace(self._nodes[index], role=role)

    def build(self, output: int | None = None) -> Graph:
        """Return the graph.

        Args:
            output: the index of the value to differentiate; the last one if None.

        Raises:
            DomainError: there is no value at all.
        """
        if not self._nodes:
            raise DomainError("a program needs at least one value", "it has none", "Write, for example, y = x * 2.")
        nodes = labels_as_targets(self._nodes)
        for node, name in zip(nodes, self._finish_ids(), strict=True):
            # The records are this builder's own until it hands them out here; a copy of each would be as large again.
            object.__setattr__(node, "id", name)
        edges, uses, pulls = link(nodes)
        return Graph(
            tuple(nodes),
            tuple(edges),
            MappingProxyType(dict(self._names)),
            len(nodes) - 1 if output is None else output,
            tuple(map(tuple, uses)),
            MappingProxyType({node.id: node.index for node in nodes}),
            tuple(map(tuple, pulls)),
        )

    def _add(
        self,
        op: Op | None,
        operands: tuple[int, ...],
        attributes: Mapping[str, Any],
        shape: Shape,
        position: Position | None,
        role: Role | None = None,
        value: Array | None = None,
        inline: bool = False,
    ) -> int:
        index = len(self._nodes)
        size = 1
        for one in shape:
            size *= one
        self._elements += size
        self._check_limits(size, shape)
        self._nodes.append(Node(index, "", op, operands, attributes, shape, role, value, position, inline))
        return index

    def _check_limits(self, size: int, shape: Shape) -> None:
        limits = self._limits
        if len(shape) > 4:
            raise ShapeError("a value has rank 0 to 4", f"got shape {show(shape)}", shapes=(shape,))
        if size > limits.elements:
            raise LimitError(f"a value may hold {limits.elements:,} numbers", f"shape {show(shape)} holds {size:,}")
        if self._elements > limits.total_elements:
            raise LimitError(f"all values together may hold {limits.total_elements:,} numbers", "there are more")
        if len(self._nodes) >= limits.nodes:
            raise LimitError(f"a graph may have {limits.nodes:,} nodes", "there are more", "Shorten the program.")

    def _version(self, name: str) -> str:
        count = self._versions.get(name, 0) + 1
        self._versions[name] = count
        return name if count == 1 else f"{name}#{count}"

    def _finish_ids(self) -> list[str]:
        """Give every unnamed value its id: v1, v2, … in order, skipping what the program itself uses."""
        taken = set(self._ids.values())
        ids: list[str] = []
        number = 0
        for index in range(len(self._nodes)):
            name = self._ids.get(index)
            if name is None:
                number += 1
                while f"v{number}" in taken:
                    number += 1
                name = f"v{number}"
            ids.append(name)
        return ids


def labels_as_targets(nodes: list[Node]) -> list[Node]:
    """Return the nodes, each parameter that does nothing but choose, as class labels do, as a target."""
    chooses: dict[int, bool] = {}
    for node in nodes:
        if node.op is not None:
            shapes = [nodes[i].shape for i in node.operands]
            for k, source in enumerate(node.operands):
                chooses[source] = chooses.get(source, True) and node.op.fixed(k, shapes)
    return [
        replace(node, role="target") if node.role == "parameter" and chooses.get(node.index) else node for node in nodes
    ]


def link(nodes: Sequence[Node]) -> tuple[list[Edge], list[list[Edge]], list[list[Pull]]]:
    """Return the edges, and for each node those that leave it, alone and with what the backward pass needs."""
    edges: list[Edge] = []
    uses: list[list[Edge]] = [[] for _ in nodes]
    pulls: list[list[Pull]] = [[] for _ in nodes]
    for node in nodes:
        op, target, operands = node.op, node.index, node.operands
        for k, source in enumerate(operands):
            assert op is not None
            edge = Edge(f"{nodes[source].id}->{node.id}.{k}", source, target, k)
            edges.append(edge)
            uses[source].append(edge)
            if nodes[source].role not in WITHOUT_GRADIENT:
                pulls[source].append(Pull(edge, target, k, operands, node.attributes, op.vjp, op.structure(k)))
    return edges, uses, pulls
