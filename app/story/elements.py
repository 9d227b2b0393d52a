"""From a trace's columns to JSON: a number each, where `records` tells of whole values."""

from __future__ import annotations

from typing import Any

from app.engine.columns import Columns, Terms
from app.engine.shapes import Array
from app.engine.trace import Trace, UpdateStep
from app.story.graphs import by_name, name_of, node_json
from app.story.moves import move_json
from app.story.numbers import spell, spell_all


def elements_json(trace: Trace, jacobians: bool) -> dict[str, Any]:
    """Return an element trace's numbers, as `trace_json` does.

    Args:
        trace: the element trace.
        jacobians: whether each term carries its Jacobian, one number.
    """
    whole, columns, terms = trace.element_of, trace.columns, trace.terms
    assert whole is not None and columns is not None and terms is not None
    graph, values, gradients = trace.graph, numbers(columns.values), numbers(terms.gradients)
    backward = _backward(columns, terms, gradients, jacobians)
    for step in backward[: len(columns.span(whole.output))]:
        step["seed"] = step["gradient"]
    steps = _forward(whole, columns, values) + backward + _updates(whole, columns)
    for index, step in enumerate(steps):
        step["index"] = index
    return {
        "graph": element_graph_json(whole, columns),
        "granularity": "element",
        "output": trace.output_id,
        "values": by_name(graph, values),
        "gradients": by_name(graph, {one: gradients[one] for one in terms.elements}),
        "updates": by_name(graph, {one: spell(float(new)) for one, new in trace.updates.items()}),
        "steps": steps,
    }


def element_graph_json(trace: Trace, columns: Columns) -> dict[str, Any]:
    """Return the nodes and edges of an element graph; `trace` is over whole values."""
    ids = columns.ids
    nodes: list[dict[str, Any]] = []
    for whole in trace.graph.nodes:
        shared = {**node_json(whole), "shape": ()}
        for one in columns.span(whole.index):
            node = shared.copy()
            node["id"] = node["name"] = ids[one]
            nodes.append(node)
        if "#" in whole.id:
            for node in nodes[columns.first[whole.index] :]:
                node["name"] = name_of(node["id"])
    ends = zip(
        columns.edges, columns.sources.tolist(), columns.targets.tolist(), columns.operands.tolist(), strict=True
    )
    return {
        "nodes": nodes,
        "edges": [
            {"id": edge, "source": ids[source], "target": ids[target], "operand": operand}
            for edge, source, target, operand in ends
        ],
    }


def _forward(trace: Trace, columns: Columns, values: list[Any]) -> list[dict[str, Any]]:
    ids, operands = columns.ids, columns.operands_of(columns.ids)
    made = (columns.span(node.index) for node in trace.graph.nodes if node.op is not None)
    return [
        {
            "index": 0,
            "phase": "forward",
            "node": ids[one],
            "operands": operands[one],
            "value": values[one],
            "shapes": dict.fromkeys((*operands[one], ids[one]), ()),
        }
        for span in made
        for one in span
    ]


def _backward(columns: Columns, terms: Terms, gradients: list[Any], jacobians: bool) -> list[dict[str, Any]]:
    ids, bounds = columns.ids, terms.bounds
    consumers = [ids[target] for target in columns.targets[terms.uses].tolist()]
    told = _terms(columns, terms, consumers)
    if jacobians:
        for term in told:
            term["jacobian"] = {"shape": [1, 1], "block": [1, 1], "blocks": [[[term["local"]]]]}
    steps = []
    for one in terms.elements:
        own = slice(bounds[one], bounds[one + 1])
        shapes: dict[str, tuple[()]] = {ids[one]: ()}
        for consumer in consumers[own]:
            shapes[consumer] = ()
        steps.append(
            {
                "index": 0,
                "phase": "backward",
                "node": ids[one],
                "gradient": gradients[one],
                "terms": told[own],
                "shapes": shapes,
            }
        )
    return steps


def _terms(columns: Columns, terms: Terms, consumers: list[str]) -> list[dict[str, Any]]:
    uses, edges = terms.uses, columns.edges
    figures = map(numbers, (terms.upstream, columns.local[uses], terms.contribution))
    parts = zip(uses.tolist(), consumers, columns.operands[uses].tolist(), *figures, strict=True)
    return [
        {
            "edge": edges[use],
            "consumer": consumer,
            "operand": operand,
            "upstream": upstream,
            "local": local,
            "contribution": contribution,
            "structure": "elementwise",
            "summed_axes": (),
        }
        for use, consumer, operand, upstream, local, contribution in parts
    ]


def _updates(trace: Trace, columns: Columns) -> list[dict[str, Any]]:
    steps = []
    for step in (step for step in trace.steps if isinstance(step, UpdateStep)):
        flats = (numbers(step.old), numbers(step.gradient), numbers(step.new))
        moves = [{}] * step.new.size if step.move is None else [move_json(one, spell) for one in step.move.elements()]
        steps += [
            {
                "index": 0,
                "phase": "update",
                "node": columns.ids[one],
                "old": old,
                "gradient": gradient,
                "learning_rate": step.learning_rate,
                "value": new,
                "shapes": {columns.ids[one]: ()},
                **move,
            }
            for one, old, gradient, new, move in zip(columns.span(step.node), *flats, moves, strict=True)
        ]
    return steps


def numbers(column: Array) -> list[Any]:
    """Return a value's numbers as a flat list, with names in the places of numbers that JSON does not have."""
    told = spell_all(column.ravel())
    flat: list[Any] = told if isinstance(told, list) else told.tolist()
    return flat
