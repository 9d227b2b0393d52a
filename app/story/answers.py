"""Answers: read a program, run it, and tell the result as plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from time import perf_counter
from typing import Any

import numpy as np

from app.engine.check import check_gradients
from app.engine.element import to_elements
from app.engine.errors import EngineError, SpecError, UnknownNodeError
from app.engine.graph import Graph
from app.engine.ops import OPS
from app.engine.trace import Trace, record_trace
from app.engine.what_if import what_if
from app.explain import rule_of
from app.language import Program, ProgramErrors, ProgramLimits, read_program
from app.language.values import to_array
from app.networks.program import NetworkProgram, write_program
from app.networks.recognise import recognise
from app.networks.spec import NetworkSpec
from app.settings import get_settings
from app.story.budget import check_elements, check_evaluations, check_trace
from app.story.collapses import add_collapses
from app.story.deltas import add_deltas
from app.story.explained import add_explanations, explain_check, explain_kink, explain_what_if, warnings_json
from app.story.feeding import explain_unused, feed
from app.story.folding import folding
from app.story.graphs import attribute_json, graph_json
from app.story.networks import describe_network, network_json
from app.story.neurons import Closeup
from app.story.numbers import spell_all
from app.story.problems import Problem, RefusedError, refuse_engine, refuse_program
from app.story.question import Question
from app.story.records import check_json, trace_json, what_if_json
from app.story.samples import add_samples
from app.story.states import read_state

ELEMENT = re.compile(r"(.+)\[(\d+(?:,\d+)*)\]")


def read(question: Question) -> Program:
    """Read a question's program.

    Raises:
        RefusedError: it cannot be read, or not computed; every error is in it.
    """
    if question.data is not None or question.rows is not None:
        try:
            return read(feed(question))
        except RefusedError as refused:
            raise explain_unused(refused) from None
    limits = program_limits()
    built = None if question.network is None else build(question.network)
    try:
        return read_program(
            question.program if question.program or built is None else built.program,
            question.values,
            output=question.output,
            constants=question.constants,
            roles=question.roles,
            limits=limits,
            offers={} if built is None else {name: (built.values[name], built.roles[name]) for name in built.values},
        )
    except ProgramErrors as errors:
        raise refuse_program(errors) from None


def program_limits() -> ProgramLimits:
    """Return how large a program may be."""
    settings = get_settings()
    return ProgramLimits(
        characters=settings.max_program_characters,
        iterations=settings.max_loop_iterations,
        nodes=settings.max_nodes,
        elements=settings.max_tensor_elements,
        total_elements=settings.max_total_elements,
    )


def build(spec: NetworkSpec) -> NetworkProgram:
    """Write a network down.

    Raises:
        RefusedError: it would be too large.
    """
    try:
        return write_program(spec, program_limits().graph)
    except EngineError as error:
        raise refuse_engine(error) from None


def answer_network(spec: NetworkSpec) -> dict[str, Any]:
    """Return a network as a program, with the numbers it starts with."""
    built = build(spec)
    return {
        "program": built.program,
        "values": {name: spell_all(value) for name, value in built.values.items()},
        "roles": built.roles,
        "layers": [{**asdict(layer), "neurons": None} for layer in built.layers],
        "output": built.output,
    }


def run(question: Question) -> tuple[Program, Trace]:
    """Read a question's program and record its trace over whole values.

    Raises:
        RefusedError: the program is wrong or too large, or the seed does not fit.
    """
    program = read(question)
    try:
        check_trace(program.graph, get_settings().max_trace_numbers)
    except EngineError as error:
        raise refuse_engine(error) from None
    try:
        seed = None if question.seed is None else to_array(question.seed)
        return program, record_trace(
            program.graph,
            program.output,
            seed,
            question.learning_rate,
            optimizer=question.optimizer,
            iteration=question.iteration,
            state=read_state(question.state),
            started=question.started,
        )
    except SpecError as error:
        raise refuse_engine(error, error.field) from None
    except EngineError as error:
        raise refuse_engine(error, "seed" if question.seed is not None else None) from None


def tell_trace(question: Question) -> tuple[Program, Trace]:
    """Record the trace that a question asks for, at its granularity.

    Raises:
        RefusedError: the program is wrong, too large, or the seed does not fit.
    """
    program, trace = run(question)
    if question.granularity == "element":
        try:
            check_elements(trace.graph, get_settings().max_trace_numbers)
            trace = to_elements(trace)
        except EngineError as error:
            raise refuse_engine(error) from None
    return program, trace


def answer_parse(question: Question) -> dict[str, Any]:
    """Return a program's graph with its shapes."""
    program = read(question)
    return {
        "graph": graph_json(program.graph),
        "output": program.graph.nodes[program.output].id,
        "network": network_json(program.graph, program.output),
        "ignored": ignored_json(program),
    }


def answer_trace(question: Question) -> dict[str, Any]:
    """Return a program's whole story."""
    program, trace = tell_trace(question)
    told = trace_json(trace, "jacobians" in question.include, question.fold)
    whole = trace.element_of or trace
    network = recognise(whole.graph, whole.output)
    number = folding(question.fold, spell_all)
    if "samples" in question.include:
        add_samples(told["steps"], trace, number)
    if "formulas" in question.include:
        add_explanations(told["steps"], trace, question.locale)
        add_collapses(told["steps"], trace, question.locale, number)
        if network is not None:
            add_deltas(told["steps"], trace, network, question.locale)
    told["warnings"] = warnings_json(trace, question.locale)
    told["ignored"] = ignored_json(program)
    told["network"] = None if network is None else describe_network(network, whole.graph, whole)
    return told


def answer_neuron(question: Question, layer: int, unit: int, sample: int = 0) -> dict[str, Any]:
    """Return one neuron of a network: its formulas in recorded numbers, and its strongest weights.

    Raises:
        RefusedError: the program is wrong, too large or no network, or has no such neuron.
    """
    _, trace = tell_trace(question)
    whole = trace.element_of or trace
    network = recognise(whole.graph, whole.output)
    if network is None:
        raise RefusedError(
            Problem(
                "request",
                "a neuron belongs to a network",
                "this program is none",
                "Write layers: z = x @ W + b, a = sigmoid(z).",
            )
        )
    return Closeup(network, trace, question.locale).tell(layer, unit, sample)


def answer_check(question: Question, sweep: bool = False) -> dict[str, Any]:
    """Return each leaf's gradient beside central differences."""
    start = perf_counter()
    _, trace = run(question)
    microseconds = 1e6 * (perf_counter() - start)
    try:
        most = check_evaluations(trace.graph, microseconds, sweep)
        check = check_gradients(trace, sweep=sweep, max_evaluations=most)
    except EngineError as error:
        raise refuse_engine(error) from None
    told = check_json(check, trace.graph, lambda kink: explain_kink(trace, kink, question.locale), question.fold)
    return {**told, "text": explain_check(check, trace, question.locale)}


def answer_what_if(question: Question, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a change of leaves really does to the output beside what the gradients predict.

    Args:
        question: the program.
        changes: new values by leaf; `W[0,2]` changes one element.
    """
    _, trace = run(question)
    new: dict[int, Any] = {}
    for name, value in changes.items():
        try:
            change(new, trace, name, value)
        except EngineError as error:
            raise refuse_engine(error, name) from None
    try:
        result = what_if(trace, new)
    except EngineError as error:
        raise refuse_engine(error) from None
    told = what_if_json(result, trace.graph, trace.output_id, question.fold)
    return {**told, "text": explain_what_if(result, trace, question.locale)}


def change(new: dict[int, Any], trace: Trace, name: str, value: Any) -> None:
    """Add one change to those asked for.

    Raises:
        EngineError: there is no such leaf, or the value does not fit it.
    """
    array = to_array(value)
    index = trace.graph.ids.get(name.removesuffix("#1"))
    element = ELEMENT.fullmatch(name)
    if index is not None or element is None:
        new[find(trace.graph, name) if index is None else index] = array
        return
    index = find(trace.graph, element[1])
    whole = np.array(new.get(index, trace.values[index]))
    place = tuple(map(int, element[2].split(",")))
    if array.ndim or len(place) != whole.ndim or any(i >= size for i, size in zip(place, whole.shape, strict=True)):
        raise UnknownNodeError(
            "an element is named by its row and column, from 0, and changed to a number", f"got '{name}'"
        )
    whole[place] = array
    new[index] = whole


def find(graph: Graph, name: str) -> int:
    """Return the leaf that a name stands for: the first version, which is what a value is given for."""
    index = graph.ids.get(name.removesuffix("#1"))
    return graph.find(name) if index is None else index


def ignored_json(program: Program) -> list[dict[str, Any]]:
    """Return what the program holds that does nothing here."""
    return [{"line": one.line, "column": one.column, "text": one.text} for one in program.ignored]


def answer_operations() -> dict[str, Any]:
    """Return every operation with its rule, its derivatives and its conventions."""
    return {
        "operations": [
            {
                "name": op.name,
                "family": op.family,
                "symbol": op.symbol,
                "signature": op.signature,
                "arity": {"fewest": op.arity[0], "most": op.arity[1]},
                "attributes": {key: attribute_json(value) for key, value in op.attributes.items()},
                "formula": rule.formula,
                "derivative": rule.derivative,
                "shapes": op.shapes,
                "kink": rule.kink,
                "domain": rule.domain,
                "source": op.source,
            }
            for op, rule in ((op, rule_of(op)) for op in OPS.values())
        ]
    }
