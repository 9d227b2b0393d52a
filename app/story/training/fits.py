"""Whether data fit a network: its width, and how its loss wants the targets."""

from __future__ import annotations

import numpy as np

from app.engine.errors import LimitError
from app.networks.datasets import Data
from app.networks.training.model import Model
from app.networks.training.run import Training
from app.settings import get_settings
from app.story.budget import forward_cost
from app.story.feeding import misfit
from app.story.problems import Problem, RefusedError

CLASSES = ("cross_entropy", "cross_entropy_probs")
SHARES = ("binary_cross_entropy", "binary_cross_entropy_with_logits")


def check_targets(model: Model, data: Data) -> None:
    """Check that a network's loss takes the targets.

    Raises:
        RefusedError: there are more or fewer columns than outputs, or their numbers are none that the loss knows.
    """
    if data.t is None or model.loss is None:
        return
    units, columns = model.layers[-1].units, data.t.shape[1]
    if units != columns:
        rule = "the last layer has a unit for each column of t"
        raise RefusedError(Problem("shape", rule, *misfit(units, data.t), shapes=((units,), data.t.shape)))
    if model.loss in CLASSES and columns == 1:
        rule, hint = f"{model.loss} needs a column of t for each class", f"Use one_hot targets, or {SHARES[0]}."
        raise RefusedError(Problem("value", rule, "t has one", hint, node="data"))
    if model.loss in (*CLASSES, *SHARES) and (data.t.min() < 0 or data.t.max() > 1):
        rule, hint = f"{model.loss} needs targets from 0 to 1", "Use 0/1 targets, or another loss such as mse."
        raise RefusedError(Problem("value", rule, f"got {data.t.min():g} to {data.t.max():g}", hint, node="data"))
    if model.loss in CLASSES and not np.allclose(data.t.sum(axis=1), 1.0):
        rule, hint = f"{model.loss} needs a row of t that adds up to 1", "Use one_hot targets, or another loss."
        raise RefusedError(Problem("value", rule, f"got {data.t.sum(axis=1)[0]:g}", hint, node="data"))


FORWARDS = 3
"""How many forward passes an iteration takes as long as."""

MOST_ITERATION = 5e5
"""Microseconds that one iteration, or one look at all rows, may take: no turn is cut short, and others wait for it."""

SLACK = 4
"""How many times longer than allowed a run may seem to take: the costs are those of a trace, a plan is quicker."""


def check_work(training: Training, iterations: int) -> None:
    """Refuse a run that would take far too long, before it begins.

    Args:
        training: the run.
        iterations: how many are to be made.

    Raises:
        LimitError: one iteration, or all together, are too much.
    """
    one = FORWARDS * forward_cost(training.coming.graph)
    if max(one, forward_cost(training.whole.graph)) > MOST_ITERATION:
        raise LimitError(
            "an iteration may take half a second", "one of these would take longer", "Use fewer rows or units."
        )
    most, seconds = get_settings().max_training_seconds, 1e-6 * one * iterations
    if seconds > SLACK * most:
        raise LimitError(
            f"a training may compute for {most:,} seconds",
            f"{iterations:,} iterations would take about {seconds / SLACK:,.0f}",
            "Ask for fewer iterations; a run can go on from its last snapshot.",
        )
