"""A program read with rows of data in its leaves, for any number of rows."""

from __future__ import annotations

from dataclasses import replace

from app.engine.errors import EngineError
from app.engine.graph import Graph
from app.engine.shapes import Array
from app.language import Program
from app.networks.datasets import Data
from app.networks.training.model import INPUT, TARGET, Model
from app.story.answers import read
from app.story.feeding import as_missing_leaf, has_target
from app.story.problems import Problem, RefusedError, refuse_engine
from app.story.question import Question
from app.story.training.fits import check_targets


def make_model(question: Question, data: Data | None) -> Model:
    """Return a program bound to data.

    Raises:
        RefusedError: it cannot be read, has nothing to learn, or does not take the data.
    """

    def read_rows(x: Array | None, t: Array | None) -> tuple[Graph, int]:
        program = read_with(question, x, t)
        return program.graph, program.output

    try:
        model = Model(read_rows, *((None, None) if data is None else (data.x, data.t)))
    except EngineError as error:
        raise refuse_engine(error) from None
    if data is not None:
        check_targets(model, data)
    return model


def read_with(question: Question, x: Array | None, t: Array | None) -> Program:
    """Read a program with rows in the leaves `x` and `t`.

    Raises:
        RefusedError: it cannot be read, or has no such leaf.
    """
    spec = question.network
    if spec is not None and not question.program and not has_target(spec.loss):
        t = None
    rows = {name: array for name, array in ((INPUT, x), (TARGET, t)) if array is not None}
    roles = {INPUT: "input", TARGET: "target"}
    kept = {name: roles[name] for name in rows if name not in question.constants}
    try:
        return read(replace(question, values={**question.values, **rows}, roles={**kept, **question.roles}))
    except RefusedError as refused:
        raise RefusedError(*(mend(problem, x) for problem in refused.problems)) from None


def mend(problem: Problem, x: Array | None) -> Problem:
    """Return a problem in the words of data, where it is about the leaves that data become."""
    if problem.kind == "shape" and x is not None and problem.shapes[:1] == (x.shape,) and len(problem.shapes) == 2:
        columns = x.shape[1]
        return replace(problem, hint=f"Each row of x has {columns} numbers: let what it meets have {columns} rows.")
    return as_missing_leaf(problem)
