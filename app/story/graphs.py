"""Graphs as JSON, and the names under which a result's numbers stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.engine.graph import Graph, Node
from app.story.numbers import spell

VERSION = re.compile(r"#\d+(?=\[|$)")


def graph_json(graph: Graph) -> dict[str, Any]:
    """Return a graph's nodes and edges."""
    ids = [node.id for node in graph.nodes]
    return {
        "nodes": [node_json(node) for node in graph.nodes],
        "edges": [
            {"id": edge.id, "source": ids[edge.source], "target": ids[edge.target], "operand": edge.operand}
            for edge in graph.edges
        ],
    }


def node_json(node: Node) -> dict[str, Any]:
    """Return a node with its place in the program; None where the program's text does not hold it."""
    op, place = node.op, node.position
    return {
        "id": node.id,
        "kind": "leaf" if op is None else "op",
        "op": None if op is None else op.name,
        "symbol": None if op is None else op.symbol,
        "name": name_of(node.id),
        "role": node.role,
        "inline": node.inline,
        "shape": node.shape,
        "attributes": {key: attribute_json(value) for key, value in node.attributes.items()},
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
        "end_line": None if place is None else place.end_line,
        "end_column": None if place is None else place.end_column,
    }


def name_of(identity: str) -> str:
    """Return the name in the program behind a node's id: without the version that tells it from others."""
    return VERSION.sub("", identity) if "#" in identity else identity


def attribute_json(value: Any) -> Any:
    """Return an operation's option: tuples become lists, an ellipsis its text."""
    if isinstance(value, tuple | list):
        return [attribute_json(one) for one in value]
    if value is Ellipsis:
        return "..."
    return spell(value) if isinstance(value, float) else value


def by_name(graph: Graph, numbers: Mapping[int, Any] | Sequence[Any]) -> dict[str, Any]:
    """Return numbers by node id, with every name of the program standing for its last version.

    Where a name was given again, its first version is found under `name#1`.

    Args:
        graph: the graph.
        numbers: JSON by node index; nodes may be missing.
    """
    items = numbers.items() if isinstance(numbers, Mapping) else enumerate(numbers)
    ids = list(graph.ids)
    named = {ids[index]: number for index, number in items}
    for name, index in graph.names.items():
        last = ids[index]
        if last == name:
            continue
        if name in graph.ids:
            first = named.pop(name, None)
            if first is not None:
                named[f"{name}#1"] = first
        if last in named:
            named[name] = named[last]
    return named
