"""What is asked of a training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.engine.optimizers import OptimizerSpec
from app.networks.datasets import AnySpec
from app.story.question import Question

Part = Literal["snapshots", "field", "units", "predictions"]
DEFAULT_ITERATIONS = 1000
REPORTS = 100
"""Into how many parts a run is cut by its reports, unless the question says after how many iterations."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Where a run goes on.

    Attributes:
        iteration: updates made before.
        parameters: parameter to numbers; those left out have the program's own.
        state: what the optimizer remembers, by name, then parameter; zeros where left out.
        started: the updates made before the optimizer's first, by another one.
    """

    iteration: int
    parameters: Mapping[str, Any]
    state: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    started: int = 0


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """A program, data, and how to learn.

    Attributes:
        question: the program, its values and roles, and the language of the texts.
        data: the rows; None to make the program's output small as it stands.
        optimizer: how parameters move.
        batch_size: rows an iteration; all training rows if None.
        iterations: how many there are in all, those before `resume` included.
        target: the loss over all training rows that is good enough; None to make all iterations.
        seed: decides the order of the rows.
        every: iterations from one report to the next; a hundredth of all if None.
        include: what a report holds beside the measures.
        watch: rows whose predictions are told; the first few if empty.
        resume: where the run goes on; None to start.
        sweep: how many seeds to try, from the network's own on; None for a single run.
    """

    question: Question
    data: AnySpec | None = None
    optimizer: OptimizerSpec = field(default_factory=OptimizerSpec)
    batch_size: int | None = None
    iterations: int = DEFAULT_ITERATIONS
    target: float | None = None
    seed: int = 0
    every: int | None = None
    include: frozenset[Part] = frozenset()
    watch: tuple[int, ...] = ()
    resume: Resume | None = None
    sweep: int | None = None

    @property
    def step(self) -> int:
        """Iterations from one report to the next."""
        return self.every or max(1, -(-self.iterations // REPORTS))
