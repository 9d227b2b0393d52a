"""What a training answers, for the OpenAPI document: one model a kind of row."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.api.numbers import Answer, Number, Numbers

Reason = Literal["iterations", "target", "diverged", "cancelled"]
Cells = Annotated[str, Field(description="Base64 of one byte a cell, row by row from the largest y down.")]
Rows = Annotated[list[int], Field(description="Indices into the data, from 0.")]


class ProgressRow(Answer):
    """What was measured after an iteration."""

    event: Literal["progress"]
    iteration: int = Field(description="Updates so far.")
    epoch: int
    loss: Number = Field(description="Over all training rows.")
    validation_loss: Number | None = Field(description="Over the held-out rows.")
    error_rate: float | None = Field(description="The share of training rows with the wrong class.")
    validation_error_rate: float | None
    penalty: Number = Field(description="What l1 and l2 add to the loss.")
    learning_rate: Number = Field(description="Of the update just made.")
    gradient_norms: dict[str, Number] = Field(
        description="Parameter to the length of its gradient here, on the rows of the coming iteration."
    )
    rows: Rows | None = Field(None, description="Of the iteration just made; left out where they are all.")


class SnapshotRow(Answer):
    """All from which the run could go on: what `resume` takes."""

    event: Literal["snapshot"]
    iteration: int
    parameters: dict[str, Numbers]
    state: dict[str, dict[str, Numbers]]
    started: int = Field(description="Updates made before the optimizer's first, by another one.")
    next_rows: Rows | None = Field(description="Of the coming iteration; null where they are all.")


class UnitField(Answer):
    """One unit's value all over the inputs: cell c stands for low + (high − low) · c / 255."""

    low: float
    high: float
    cells: Cells


class FieldRow(Answer):
    """What the network says all over its one or two inputs."""

    event: Literal["field"]
    iteration: int
    kind: Literal["plane", "line"]
    x: list[float] = Field(description="Of a plane the range; of a line every value.")
    y: list[float] | None = None
    size: list[int] | None = None
    low: float | None = None
    high: float | None = None
    output: Cells | list[list[Number]] | None = Field(
        None, description="Of a plane the only output's cells; of a line each output's values."
    )
    winner: Cells | None = Field(None, description="The class with the largest output.")
    confidence: Cells | None = Field(None, description="That output; 255 stands for 1.")
    neuron_size: list[int] | None = None
    layers: list[list[UnitField | list[Number]]]


class Unit(Answer):
    """A hidden unit over the training rows."""

    state: Literal["ok", "saturated", "dead"]
    share: float = Field(description="The share of rows on which its activation is flat.")


class UnitsRow(Answer):
    """The hidden units, layer by layer."""

    event: Literal["units"]
    iteration: int
    layers: list[list[Unit]]


class PredictionsRow(Answer):
    """What the network says to the watched rows."""

    event: Literal["predictions"]
    iteration: int
    rows: Rows
    outputs: list[list[Number]]
    code: list[list[Number]] | None = Field(description="The activations of the narrowest hidden layer.")


class RunRow(Answer):
    """How one seed of a sweep ended."""

    event: Literal["run"]
    seed: int
    reason: Reason
    iterations: int
    loss: Number
    error_rate: float | None


class Why(Answer):
    """Why a run ended early: the iteration that failed, and where not-a-number or infinity began."""

    iteration: int
    node: str | None
    phase: Literal["forward", "backward", "update"] | None
    message: str
    hint: str


class DoneRow(Answer):
    """The last row."""

    event: Literal["done"]
    reason: Reason
    iteration: int
    loss: Number | None
    parameters: dict[str, Numbers]
    state: dict[str, dict[str, Numbers]]
    started: int = Field(description="Updates made before the optimizer's first, by another one.")
    why: Why | None
    reached: int | None = Field(None, description="Of a sweep: how many seeds reached the target.")
    of: int | None = None


class ErrorRow(Answer):
    """What went wrong on the way, as a problem document; it is the last row."""

    model_config = ConfigDict(extra="allow")

    event: Literal["error"]


class TrainAnswer(Answer):
    """A run in one piece."""

    progress: list[ProgressRow]
    snapshots: list[SnapshotRow] | None = None
    field: list[FieldRow] | None = None
    units: list[UnitsRow] | None = None
    predictions: list[PredictionsRow] | None = None
    runs: list[RunRow] | None = None
    done: DoneRow


ROW: dict[str, Any] = {
    "type": "string",
    "description": "With any other Accept header than application/json: the rows as lines of JSON, as they come about. "
    "Their `event` is progress, snapshot, field, units, predictions, run, done or error.",
}
