"""One or two sentences for each step: why it is so, with the names and the numbers at hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.backward import Term, broadcast_axes
from app.engine.graph import Node
from app.engine.trace import BackwardStep, UpdateStep
from app.explain.kinks import kink_text
from app.explain.numbers import format_number, format_shape
from app.explain.parts import place_of
from app.explain.view import View
from app.explain.words import words_for
from app.explain.words.arithmetic import ARITHMETIC, BY_NUMBER, WITH_NUMBER

MOST_CHARACTERS = 220
MULTIPLY = ARITHMETIC["multiply"]
FOUR = ("add", "subtract", "multiply", "divide")


def forward_text(view: View, node: Node) -> str:
    """Say what an operation does and what the way back will need of it."""
    op = node.op
    assert op is not None
    names = [view.name(i) for i in node.operands]
    if view.elements and op.family == "matmul":
        return view.gettext("{y} adds up products: each number of a row times its partner in a column.").format(
            y=view.name(node.index)
        )
    if view.elements and op.name == "conv2d":
        return view.gettext(
            "{y} adds up products: each number under the window times its partner in the kernel."
        ).format(y=view.name(node.index))
    if view.elements and op.name == "embedding":
        return view.gettext("{a} chose the row that {b} stands in, and the number is copied.").format(
            a=names[0], b=names[-1]
        )
    sizes = [view.values[i].size for i in node.operands]
    count = len(names) if view.elements else max(sizes) // max(1, view.values[node.index].size)
    fixed = len(names) == 2 and op.family == "elementwise" and any(view.nodes[i].inline for i in node.operands)
    sentence = WITH_NUMBER if fixed and op.name in FOUR else words_for(op).forward
    return view.gettext(sentence).format(
        y=view.name(node.index),
        a=names[0],
        b=names[1 if op.family == "window" and len(names) == 3 else -1],
        count=count,
    )


def seed_text(view: View, node: Node) -> str:
    """Say why the pass starts with these numbers."""
    name = view.name(node.index)
    if view.is_whole:
        return view.gettext(
            "The way back starts at the end: if {y} rises by 1, {y} rises by 1. From here each gradient is computed "
            "once and reused by everything before it."
        ).format(y=name)
    if view.trace.seed_assumed:
        return view.gettext(
            "{y} is not a single number, so the way back starts with ones: every element counts alike. "
            "Another upstream gradient can be given."
        ).format(y=name)
    return view.gettext(
        "The way back starts with the upstream gradient that was given: how much what comes after {y} depends on it."
    ).format(y=name)


def gradient_text(view: View, node: Node, step: BackwardStep) -> str:
    """Say why a gradient is what it is."""
    if len(step.terms) > 1:
        return several_text(view, node, step)
    if not step.terms:
        return view.gettext(
            "{x} was not taken any further: the output does not depend on it, so its gradient is 0."
        ).format(x=view.name(node.index))
    term = step.terms[0]
    first = local_text(view, node, term)
    for second in (kink_text(view, term), further_text(view, node, term)):
        together = view.gettext("{first} {second}").format(first=first, second=second) if second else first
        if second and len(together) <= MOST_CHARACTERS:
            return together
    return first


def several_text(view: View, node: Node, step: BackwardStep) -> str:
    """Say why the gradient of a value that is used more than once is a sum."""
    count = len(step.terms)
    said = view.gettext(
        "{x} is used {count} times, so a change in it reaches the output along {count} paths. "
        "Each path sends back a term, and the effects add up."
    ).format(x=view.name(node.index), count=count)
    if np.ndim(step.gradient) == 0 and count <= 3:
        parts = " + ".join(factor(term.contribution) for term in step.terms)
        sums = f"{parts} = {format_number(float(step.gradient))}"
        return view.gettext("{first} {second}").format(first=said, second=view.gettext("Here {sum}.").format(sum=sums))
    return said


def local_text(view: View, node: Node, term: Term) -> str:
    """Say why the local derivative is what it is."""
    consumer = view.nodes[term.edge.target]
    op = consumer.op
    assert op is not None
    if axes := broadcast_axes(view.trace.graph, term):
        return broadcast_text(view, node, consumer, axes)
    own, scalar = term.edge.operand, np.ndim(term.contribution) == 0 and term.local is not None
    operands = consumer.operands
    other = operands[1 - own] if len(operands) == 2 else operands[0]
    words = words_for(op)
    if view.elements and op.family == "matmul":
        half = len(operands) // 2
        words, other = MULTIPLY, operands[own - half if own >= half else own + half]
    sentences = words.scalar if scalar and words.scalar and not consumer.shape else words.backward
    if view.nodes[other].inline and op.name == "multiply" and scalar:
        sentences = (BY_NUMBER,)
    place = own
    if view.elements and (op.family in ("window", "jacobian") or op.name == "embedding"):
        place, partner = place_of(view, consumer, own)
        if op.name == "conv2d":
            other = operands[0] if partner is None else partner
            sentences = (MULTIPLY if partner is not None else ARITHMETIC["add"]).scalar
            place = 0
    elif view.elements and op.family != "elementwise":
        place = int(op.family == "loss" and own >= len(operands) // 2)
    return view.gettext(sentences[min(place, len(sentences) - 1)]).format(
        x=view.name(node.index),
        y=view.name(consumer.index),
        other=view.name(other),
        local=format_number(float(term.local)) if scalar and np.ndim(term.local) == 0 else "",
        count=len(operands)
        if view.elements
        else max(1, view.values[node.index].size // max(1, view.values[consumer.index].size)),
        x_shape=format_shape(node.shape),
        upstream_shape=format_shape(consumer.shape) or view.gettext("one number"),
    )


def broadcast_text(view: View, node: Node, consumer: Node, axes: tuple[int, ...]) -> str:
    """Say why the gradient of a value that was repeated is summed."""
    names = {"x": view.name(node.index), "y": view.name(consumer.index)}
    if len(consumer.shape) == 2 and axes == (0,):
        return view.gettext(
            "All {rows} rows of {y} used the same {x}: each row sends back a gradient, and they add up. "
            "That is a column sum."
        ).format(rows=consumer.shape[0], **names)
    return view.gettext(
        "{x} was repeated to fit the shape of {y}: every copy sends back a gradient, and they add up."
    ).format(**names)


def further_text(view: View, node: Node, term: Term) -> str:
    """Say how the local derivative and the upstream gradient combine; only for single numbers."""
    consumer = view.nodes[term.edge.target]
    if np.ndim(term.contribution) or term.local is None or np.ndim(term.upstream) or np.ndim(term.local):
        return ""
    names = {"x": view.name(node.index), "y": view.name(consumer.index), "output": view.trace.output_id}
    numbers = {
        "local": factor(term.local),
        "upstream": format_number(float(term.upstream)),
        "gradient": format_number(float(term.contribution)),
    }
    op = consumer.op
    assert op is not None
    if consumer.index == view.trace.output and view.is_whole:
        if words_for(op).scalar:
            return ""
        return view.gettext("A small step in {x} moves {y} {local} times as far.").format(
            **{**names, "local": format_number(float(term.local))}
        )
    if float(term.upstream) == 1.0:
        return view.gettext("{y} goes into the result as it is, so the gradient of {x} is {gradient}.").format(
            **names, **numbers
        )
    if float(term.local) == 1.0:
        return view.gettext("Further on {y} counts {upstream} times in the result, and so does {x}.").format(
            **names, **numbers
        )
    return view.gettext(
        "Further on {y} counts {upstream} times in the result: {upstream} · {local} = {gradient}."
    ).format(**names, **numbers)


def update_text(view: View, node: Node, step: UpdateStep) -> str:
    """Say what an update is, as against a gradient."""
    name, rate = view.name(node.index), format_number(step.learning_rate)
    if np.ndim(step.gradient) == 0 and float(step.gradient) == 0.0:
        return view.gettext("The gradient of {x} is 0: a small step either way changes nothing, so {x} stays.").format(
            x=name
        )
    return view.gettext(
        "A gradient only says which way is up and how steep. The update uses it: {x} takes a step downhill, "
        "{rate} times its gradient."
    ).format(x=name, rate=rate)


def factor(value: Any) -> str:
    """Return a number as a factor in a line of text: in parentheses if negative."""
    text = format_number(float(value))
    return f"({text})" if text[0] == "\N{MINUS SIGN}" else text
