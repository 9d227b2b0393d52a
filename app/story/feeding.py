"""Rows of data in a program's leaves: the inputs in `x`, the targets in `t`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.engine.shapes import Array, show
from app.networks.datasets import Data
from app.story.datasets import load_data
from app.story.problems import Problem, RefusedError
from app.story.question import Question

INPUT, TARGET = "x", "t"
MOST_ROWS = 1_000
FIRST_ROWS = 32
"""How many rows are traced when the request names none and there are more than `MOST_ROWS`."""

UNUSED = "each value given must be used"
"""The language's rule that a program without such leaves breaks."""


def feed(question: Question) -> Question:
    """Return a question with the rows it asks for in `x` and `t`; values that it gives itself stand.

    Raises:
        RefusedError: there are no data, no such rows, or the network has another number of inputs or outputs.
    """
    if question.data is None:
        if question.rows is None:
            return question
        raise RefusedError(Problem("request", "rows are rows of data", "there are none", "Give 'data'.", node="rows"))
    data = load_data(question.data)
    check_network(question, data)
    x, t = data.take(choose_rows(question.rows, len(data.x)))
    needs_target = bool(question.program) or question.network is None or has_target(question.network.loss)
    rows = {
        name: array.tolist() for name, array in ((INPUT, x), (TARGET, t if needs_target else None)) if array is not None
    }
    roles = {name: role for name, role in ((INPUT, "input"), (TARGET, "target")) if name in rows}
    kept = {name: role for name, role in roles.items() if name not in question.constants}
    return replace(question, values={**rows, **question.values}, roles={**kept, **question.roles}, data=None, rows=None)


def has_target(loss: str | None) -> bool:
    """Return whether a network's loss compares its outputs with targets."""
    return loss not in (None, "sum_of_squares")


def choose_rows(asked: Sequence[int] | None, count: int) -> list[int]:
    """Return the rows to trace: those asked for, or all, or the first.

    Raises:
        RefusedError: there is no such row.
    """
    if asked is None:
        return list(range(count if count <= MOST_ROWS else FIRST_ROWS))
    strange = [row for row in asked if not 0 <= row < count]
    if strange or not asked:
        rule, found = f"rows count from 0 to {count - 1:,}", f"got {strange[0]}" if strange else "got none"
        raise RefusedError(Problem("request", rule, found, node="rows"))
    return list(asked)


def check_network(question: Question, data: Data) -> None:
    """Check that a network that is described by its layers takes the data.

    Raises:
        RefusedError: its first or last layer has another number of units.
    """
    spec = question.network
    if spec is None or question.program:
        return
    ends = [(INPUT, "first", spec.layers[0].units, data.x)]
    if data.t is not None and has_target(spec.loss):
        ends.append((TARGET, "last", spec.layers[-1].units, data.t))
    for name, place, units, array in ends:
        if units != array.shape[1]:
            rule = f"the {place} layer has a unit for each column of {name}"
            raise RefusedError(
                Problem("shape", rule, *misfit(units, array), node="network.layers", shapes=((units,), array.shape))
            )


def misfit(units: int, array: Array) -> tuple[str, str]:
    """Return what was found of a layer that is as wide as none of an array's rows, and what to try."""
    width, shape = array.shape[1], show(array.shape)
    found = f"got one unit and shape {shape}" if units == 1 else f"got {units} units and shape {shape}"
    return found, "Give it one unit." if width == 1 else f"Give it {width} units."


def explain_unused(refused: RefusedError) -> RefusedError:
    """Return a refusal that says of a program without `x` or `t` what data need."""
    return RefusedError(*(as_missing_leaf(problem) for problem in refused.problems))


def as_missing_leaf(problem: Problem) -> Problem:
    """Return a problem, or in the place of one about an unused `x` or `t` one about data."""
    if problem.rule != UNUSED or not problem.found.endswith((f"'{INPUT}'", f"'{TARGET}'")):
        return problem
    hint = "Call the input x and the target t."
    return replace(problem, rule="data become the leaves x and t", hint=hint, node="data")
