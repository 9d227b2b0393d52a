"""What a training may ask: its kinds are checked here, what it means where training is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.api.data import DataAsked
from app.api.optimizer import OptimizerAsked
from app.api.requests import Numbers, ParseRequest
from app.settings import get_settings
from app.story import Problem, RefusedError
from app.story.fields import RESUME, TRAINING, UNTIL
from app.story.training import Resume, TrainingQuestion
from app.story.training.question import DEFAULT_ITERATIONS


class UntilAsked(BaseModel):
    """When a run is good enough."""

    EXPECTED: ClassVar[Mapping[str, str]] = UNTIL
    model_config = ConfigDict(extra="forbid", strict=True)

    loss: float = Field(allow_inf_nan=False, description="The loss over all training rows that is small enough.")


class ResumeAsked(BaseModel):
    """Where a run goes on: what a snapshot or the last row holds."""

    EXPECTED: ClassVar[Mapping[str, str]] = RESUME
    model_config = ConfigDict(extra="forbid", strict=True)

    iteration: int = Field(ge=0, description="Iterations made before.")
    parameters: dict[str, Numbers] = Field(
        default_factory=dict, description="Parameter to numbers; those left out start as the program has them."
    )
    state: dict[str, dict[str, Numbers]] = Field(
        default_factory=dict,
        description="What the optimizer remembers, by name, then parameter; zeros where left out. "
        "Without all that it remembers, it starts here.",
    )
    started: int = Field(0, ge=0, description="Updates made before the optimizer's first, by another one.")


class TrainRequest(ParseRequest):
    """A program or a network, data, and how to learn."""

    EXPECTED: ClassVar[Mapping[str, str]] = TRAINING

    data: DataAsked | None = Field(
        None,
        description="The rows that become the leaves x and t. Without data the program's output is made small as it "
        "stands.",
    )
    optimizer: OptimizerAsked = Field(default_factory=OptimizerAsked, description="How parameters move.")
    batch_size: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Rows an iteration, shuffled anew for every epoch; all training rows by default."
    )
    iterations: int = Field(
        DEFAULT_ITERATIONS, ge=0, description="When to stop, counted from the first one, also after `resume`."
    )
    until: UntilAsked | None = Field(None, description="When to stop before that.")
    seed: int = Field(0, ge=0, description="Decides the order of the rows: a batch follows from it and the iteration.")
    every: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Iterations from one report to the next; a hundredth of all by default."
    )
    include: list[Literal["snapshots", "field", "units", "predictions"]] = Field(
        default_factory=list, description="What a report holds beside its progress row."
    )
    watch: list[Annotated[int, Field(ge=0)]] = Field(
        default_factory=list, description="Rows of the data whose predictions are told; the first few by default."
    )
    pace: Annotated[float, Field(ge=0.1, le=240, allow_inf_nan=False)] | None = Field(
        None, description="At most so many reports a second; as fast as can be by default."
    )
    resume: ResumeAsked | None = Field(None, description="Where the run goes on; exactly as if it had never stopped.")
    sweep: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Try so many seeds, from the network's own on, and tell of each how it ended."
    )

    def training(self, locale: str) -> TrainingQuestion:
        """Return what is asked; `locale` is what the request's header prefers.

        Raises:
            RefusedError: a part of it makes nothing, or it is more than the limits allow.
        """
        most = get_settings().max_training_iterations
        if self.iterations > most:
            rule = f"a training may have {most:,} iterations"
            raise RefusedError(Problem("limit", rule, f"got {self.iterations:,}", node="iterations"))
        resume = self.resume
        return TrainingQuestion(
            self.question(locale),
            data=None if self.data is None else self.data.spec(),
            optimizer=self.optimizer.spec(),
            batch_size=self.batch_size,
            iterations=self.iterations,
            target=None if self.until is None else self.until.loss,
            seed=self.seed,
            every=self.every,
            include=frozenset(self.include),
            watch=tuple(self.watch),
            resume=None if resume is None else Resume(**dict(resume)),
            sweep=self.sweep,
        )
