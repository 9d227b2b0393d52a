"""Why a training ran away: the iteration, the value where it began, and what to change."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from app.engine.optimizers import learning_rate_at
from app.engine.trace import Trace, record_trace
from app.explain import explain_warning, format_number
from app.explain.symbols import plain_name
from app.i18n import catalog_for
from app.networks.training.run import Training
from app.story.training.rows import Row

GROWN = 10.0
"""How many times as large a loss is when the steps are called too long."""

SHORTER = 10.0
"""How many times shorter the proposed steps are."""


def explain_divergence(training: Training, locale: str) -> Row:
    """Say where a run went wrong.

    Args:
        training: a run that has diverged.
        locale: `en`, `zh_Hant` or `zh_Hans`.

    Returns:
        `iteration`, the one that could not be made; `node` and `phase`, where not-a-number or infinity began, both
        None where the loss only grew; `message` and `hint`.
    """
    gettext = catalog_for(locale).gettext
    if training.overflow is not None:
        place, value = training.overflow
        name = next(name for name, one in training.model.places.items() if one.start <= place < one.stop)
        message = gettext("The update of {x} became {value}: the step is too large for 64 bits.").format(
            x=plain_name(name), value=format_number(value)
        )
        return told(training, name, "update", message, advice(training, gettext), gettext)
    trace = trace_of(training)
    if trace.nonfinite:
        first = trace.nonfinite[0]
        message, hint = explain_warning(trace, first, locale)
        if training.iteration > 0:
            hint = gettext("{first} {second}").format(first=hint, second=advice(training, gettext))
        phase = "forward" if first.phase == "leaf" else first.phase
        node = trace.graph.nodes[first.node].id
        return told(training, node, phase, message, hint, gettext)
    if training.losses[-1] < 0:
        message = gettext("The output fell to {last}: it has no smallest value to be seen.").format(
            last=format_number(training.losses[-1])
        )
        hint = gettext("Make something small that has a smallest value, such as a square.")
    else:
        message, hint = growth(training, gettext), advice(training, gettext)
    return {
        "iteration": training.iteration + 1,
        "node": None,
        "phase": None,
        "message": message,
        "hint": hint,
    }


def told(
    training: Training,
    node: str,
    phase: str,
    message: str,
    hint: str,
    gettext: Callable[[str], str],
) -> Row:
    """Return the explanation of a number that is not finite, after what the loss did before."""
    if has_grown(training):
        message = gettext("{first} {second}").format(first=growth(training, gettext), second=message)
    return {"iteration": training.iteration + 1, "node": node, "phase": phase, "message": message, "hint": hint}


def trace_of(training: Training) -> Trace:
    """Record the iteration that could not be made, on its own rows, with the parameters before it."""
    bound = training.coming
    named = training.model.named(training.model.parameters)
    leaves = {bound.graph.ids[name]: np.array(value) for name, value in named.items()}
    leaves |= {index: np.array(bound.plan.value(index)) for index in (bound.x, bound.t) if index is not None}
    return record_trace(bound.graph, bound.output, leaves=leaves)


def finite_losses(training: Training) -> list[float]:
    """Return the last losses, as far as they are numbers."""
    return [loss for loss in training.losses if math.isfinite(loss)]


def has_grown(training: Training) -> bool:
    """Return whether the loss grew much over the last iterations."""
    losses = finite_losses(training)
    return len(losses) > 1 and abs(losses[-1]) > GROWN * max(abs(losses[0]), 1e-300)


def growth(training: Training, gettext: Callable[[str], str]) -> str:
    """Say how the loss grew."""
    losses = finite_losses(training)
    if len(losses) < 2:
        return gettext("The loss is {last}.").format(last=format_number(training.losses[-1]))
    first, last = losses[0], losses[-1]
    if training.is_full:
        text = gettext(
            "From iteration {start} to {end} the loss grew from {first} to {last}, {factor} times as large: each step "
            "overshoots the valley further than the one before."
        )
    else:
        text = gettext(
            "From iteration {start} to {end} the loss of the batch grew from {first} to {last}, {factor} times as "
            "large: each step overshoots the valley further than the one before."
        )
    begin = training.iteration + 2 - len(training.losses)
    return text.format(
        start=begin,
        end=begin + len(losses) - 1,
        first=format_number(first),
        last=format_number(last),
        factor=format_number(float(f"{last / first:.2g}")) if first else "∞",
    )


def advice(training: Training, gettext: Callable[[str], str]) -> str:
    """Say what to change where the steps were too long."""
    rate = learning_rate_at(training.spec, training.iteration + 1)
    shorter = format_number(float(f"{rate / SHORTER:.2g}"))
    if training.spec.clip is None:
        return gettext("Try a learning rate of {rate}, or clip the gradient to length 1.").format(rate=shorter)
    return gettext("Try a learning rate of {rate}.").format(rate=shorter)
