"""The one converter from the engine's records to JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from app.engine.backward import broadcast_axes
from app.engine.check import GradientCheck, Kink, LeafCheck
from app.engine.graph import Graph
from app.engine.trace import BackwardStep, ForwardStep, Trace, UpdateStep
from app.engine.what_if import WhatIf
from app.story.elements import elements_json
from app.story.folding import folding
from app.story.graphs import by_name, graph_json
from app.story.jacobians import Jacobians
from app.story.moves import move_json
from app.story.numbers import Spell, spell, spell_all, speller


def trace_json(trace: Trace, jacobians: bool = False, fold: int | None = None) -> dict[str, Any]:
    """Return a trace's numbers: everything but its explanations, warnings and what the program ignored.

    Args:
        trace: the trace.
        jacobians: whether each term carries its Jacobian.
        fold: the most numbers that an array shows one by one; None for all.
    """
    if trace.element_of is not None:
        return elements_json(trace, jacobians)
    number = folding(fold, speller(not trace.nonfinite))
    graph = trace.graph
    return {
        "graph": graph_json(graph),
        "granularity": "tensor",
        "output": trace.output_id,
        "values": by_name(graph, [number(value) for value in trace.values]),
        "gradients": by_name(graph, {index: number(value) for index, value in trace.gradients.items()}),
        "updates": by_name(graph, {index: number(value) for index, value in trace.updates.items()}),
        "steps": list(steps_json(trace, number, Jacobians(trace, fold) if jacobians else None)),
    }


def steps_json(trace: Trace, number: Spell, jacobians: Jacobians | None) -> Iterator[dict[str, Any]]:
    """Return the steps in order."""
    ids = [node.id for node in trace.graph.nodes]
    for index, step in enumerate(trace.steps):
        if isinstance(step, ForwardStep):
            yield forward_json(index, step, trace.graph, ids, number)
        elif isinstance(step, BackwardStep):
            yield backward_json(index, step, trace, ids, number, jacobians)
        else:
            yield {
                **update_json(index, step, trace.graph, ids, number),
                **({} if step.move is None else move_json(step.move, number)),
            }


def forward_json(index: int, step: ForwardStep, graph: Graph, ids: list[str], number: Spell) -> dict[str, Any]:
    """Return a forward step: what was read, what was written."""
    node = graph.nodes[step.node]
    shapes = {ids[i]: graph.nodes[i].shape for i in node.operands}
    shapes[node.id] = node.shape
    return {
        "index": index,
        "phase": "forward",
        "node": node.id,
        "operands": [ids[i] for i in node.operands],
        "value": number(step.value),
        "shapes": shapes,
    }


def backward_json(
    index: int, step: BackwardStep, trace: Trace, ids: list[str], number: Spell, jacobians: Jacobians | None
) -> dict[str, Any]:
    """Return a backward step: the gradient as the sum of its terms."""
    nodes = trace.graph.nodes
    node = nodes[step.node]
    shapes = {node.id: node.shape}
    terms = []
    for term in step.terms:
        edge = term.edge
        consumer = ids[edge.target]
        shapes[consumer] = nodes[edge.target].shape
        axes = broadcast_axes(trace.graph, term)
        told = {
            "edge": edge.id,
            "consumer": consumer,
            "operand": edge.operand,
            "upstream": number(term.upstream),
            "local": number(term.local),
            "contribution": number(term.contribution),
            "structure": "broadcast" if axes else term.structure,
            "summed_axes": axes,
        }
        if jacobians is not None:
            told["jacobian"] = jacobians.of(term)
        terms.append(told)
    told_step: dict[str, Any] = {
        "index": index,
        "phase": "backward",
        "node": node.id,
        "gradient": number(step.gradient),
        "terms": terms,
        "shapes": shapes,
    }
    if step.seeded:
        told_step["seed"] = told_step["gradient"]
    return told_step


def update_json(index: int, step: UpdateStep, graph: Graph, ids: list[str], number: Spell) -> dict[str, Any]:
    """Return an update: new = old − learning_rate · gradient."""
    return {
        "index": index,
        "phase": "update",
        "node": ids[step.node],
        "old": number(step.old),
        "gradient": number(step.gradient),
        "learning_rate": step.learning_rate,
        "value": number(step.new),
        "shapes": {ids[step.node]: graph.nodes[step.node].shape},
    }


def check_json(
    check: GradientCheck, graph: Graph, convention: Callable[[Kink], str], fold: int | None = None
) -> dict[str, Any]:
    """Return a gradient check, leaf by leaf; `convention` says in LaTeX what is taken at a kink."""
    number = folding(fold, spell_all)
    return {
        "passed": check.passed,
        "step": check.step,
        "leaves": [leaf_check_json(leaf, graph, convention, number) for leaf in check.leaves],
    }


def leaf_check_json(leaf: LeafCheck, graph: Graph, convention: Callable[[Kink], str], number: Spell) -> dict[str, Any]:
    """Return one leaf's gradient beside its differences; None in `numeric` where none was taken."""
    numeric = number(leaf.numeric)
    return {
        "leaf": graph.nodes[leaf.leaf].id,
        "passed": leaf.passed,
        "gradient": number(leaf.gradient),
        "numeric": numeric,
        "max_absolute": spell(leaf.max_absolute),
        "max_relative": spell(leaf.max_relative),
        "where": leaf.where,
        "compared": leaf.compared,
        "kinks": [
            {"node": graph.nodes[kink.node].id, "index": kink.index, "convention": convention(kink)}
            for kink in leaf.kinks
        ],
        "sweep": [{"h": h, "error": spell(float(error))} for h, error in leaf.sweep],
    }


def what_if_json(result: WhatIf, graph: Graph, output: str, fold: int | None = None) -> dict[str, Any]:
    """Return a change's effect beside its prediction."""
    number = folding(fold, spell_all)
    return {
        "output": output,
        "before": number(result.before),
        "after": number(result.after),
        "actual": spell(result.actual),
        "predicted": spell(result.predicted),
        "by_leaf": {graph.nodes[index].id: spell(value) for index, value in result.by_leaf.items()},
    }
