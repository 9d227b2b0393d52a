"""An optimizer in a request: its kinds are checked here, what it means where optimizers are made."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.api.network import one_of
from app.engine.errors import SpecError
from app.engine.optimizers import OPTIMIZERS, OptimizerSpec
from app.engine.schedules import SCHEDULES, ScheduleSpec
from app.story.problems import refuse_engine

Number = Annotated[float, Field(allow_inf_nan=False, json_schema_extra={"minimum": 0})]
Part = Annotated[float, Field(allow_inf_nan=False, json_schema_extra={"minimum": 0, "exclusiveMaximum": 1})]
Count = Annotated[int, Field(json_schema_extra={"minimum": 1})]


class ScheduleAsked(BaseModel):
    """A schedule with its options."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(json_schema_extra=one_of(SCHEDULES))
    every: Count | None = Field(
        default=None, description="Of step: the updates from one change to the next; 100 by default."
    )
    factor: Annotated[float, Field(allow_inf_nan=False, json_schema_extra={"minimum": 0, "maximum": 1})] | None = Field(
        default=None, description="Of step: what the learning rate is multiplied by; 0.5 by default."
    )
    iterations: Count | None = Field(
        default=None, description="Of cosine: the updates until the minimum is reached; 1000 by default."
    )
    minimum: Number | None = Field(default=None, description="Of cosine: the learning rate in the end; 0 by default.")

    def spec(self) -> ScheduleSpec:
        """Return what optimizers take.

        Raises:
            SpecError: it makes no schedule.
        """
        return ScheduleSpec(self.name, given_options(self, "name"))


class OptimizerAsked(BaseModel):
    """An optimizer with its options."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(default="sgd", json_schema_extra=one_of(OPTIMIZERS))
    learning_rate: Number = Field(default=0.1, description="That of the first update, where there is a schedule.")
    momentum: Part | None = Field(default=None, description="Of momentum and nesterov; 0.9 by default.")
    beta1: Part | None = Field(default=None, description="Of adam and adamw; 0.9 by default.")
    beta2: Part | None = Field(default=None, description="Of adam and adamw; 0.999 by default.")
    alpha: Part | None = Field(default=None, description="Of rmsprop; 0.99 by default.")
    epsilon: Number | None = Field(default=None, description="Of rmsprop, adam and adamw; 1e-8 by default.")
    weight_decay: Number | None = Field(default=None, description="Of adamw, apart from the gradient; 0.01 by default.")
    schedule: ScheduleAsked | None = Field(
        default=None, description="How the learning rate changes; by default it does not."
    )
    clip: Annotated[float, Field(allow_inf_nan=False, json_schema_extra={"exclusiveMinimum": 0})] | None = Field(
        default=None, description="The largest length that the gradient of all parameters together keeps."
    )
    l1: Number = Field(default=0.0, description="λ₁ of the penalty λ₁ Σ |w|.")
    l2: Number = Field(
        default=0.0, description="λ₂ of the penalty ½ λ₂ Σ w²: what PyTorch's optimizers call weight_decay."
    )

    def spec(self, node: str = "optimizer") -> OptimizerSpec:
        """Return what training takes.

        Args:
            node: the field that holds the optimizer.

        Raises:
            RefusedError: it makes no optimizer.
        """
        shared = ("name", "learning_rate", "schedule", "clip", "l1", "l2")
        try:
            schedule = None if self.schedule is None else self.schedule.spec()
            options = given_options(self, *shared)
            return OptimizerSpec(self.name, self.learning_rate, options, schedule, self.clip, self.l1, self.l2)
        except SpecError as error:
            raise refuse_engine(error, f"{node}.{error.field}") from None


def given_options(asked: BaseModel, *others: str) -> tuple[tuple[str, float], ...]:
    """Return the options that were given, sorted by name; `others` are the fields that are none."""
    told = asked.model_dump(exclude=set(others))
    return tuple(sorted((name, value) for name, value in told.items() if value is not None))
