"""Each sample's own share of a gradient, beside the terms of a trace over whole values."""

from __future__ import annotations

from typing import Any

from app.engine.samples import sample_contributions
from app.engine.trace import BackwardStep, Trace
from app.story.numbers import Spell

MOST_NUMBERS = 1_000_000
"""How many numbers all samples' shares in one answer may hold; terms that come too late go without."""


def add_samples(steps: list[dict[str, Any]], trace: Trace, number: Spell) -> None:
    """Add to each term whose contribution is a sum over samples the list of what each of them adds.

    Args:
        steps: the steps as JSON.
        trace: their trace; over elements every term is one sample's already.
        number: how arrays are spelled.
    """
    if trace.element_of is not None:
        return
    left = MOST_NUMBERS
    for told, step in zip(steps, trace.steps, strict=True):
        if not isinstance(step, BackwardStep):
            continue
        for told_term, term in zip(told["terms"], step.terms, strict=True):
            parts = sample_contributions(trace.graph, term, left)
            if parts is not None:
                left -= parts.size
                told_term["samples"] = [number(part) for part in parts]
