"""The rows of a training's answer, each one JSON object."""

from __future__ import annotations

from typing import Any

from app.networks.training.model import Model
from app.networks.training.run import Measures, Training
from app.story.numbers import spell, spell_all

Row = dict[str, Any]


def progress_row(measures: Measures) -> Row:
    """Return what was measured."""
    row = {
        "event": "progress",
        "iteration": measures.iteration,
        "epoch": measures.epoch,
        "loss": spell(measures.loss),
        "validation_loss": spell_maybe(measures.validation_loss),
        "error_rate": measures.error_rate,
        "validation_error_rate": measures.validation_error_rate,
        "penalty": spell(measures.penalty),
        "learning_rate": spell(measures.learning_rate),
        "gradient_norms": {name: spell(norm) for name, norm in measures.gradient_norms.items()},
    }
    if measures.rows is not None:
        row["rows"] = measures.rows
    return row


def spell_maybe(value: float | None) -> float | str | None:
    """Return a number as JSON has it; None stays."""
    return None if value is None else spell(value)


def snapshot_row(training: Training, measures: Measures) -> Row:
    """Return all from which the run could go on."""
    return {
        "event": "snapshot",
        "iteration": measures.iteration,
        **numbers(training),
        "next_rows": measures.next_rows,
    }


def reason_of(training: Training) -> str:
    """Return why a run ended that is not cut short."""
    return training.reason or ("target" if training.has_reached() else "iterations")


def done_row(training: Training, measures: Measures, reason: str, why: Row | None) -> Row:
    """Return how it ended."""
    return {
        "event": "done",
        "reason": reason,
        "iteration": measures.iteration,
        "loss": spell(measures.loss),
        **numbers(training),
        "why": why,
    }


def numbers(training: Training) -> Row:
    """Return the parameters, and what the optimizer remembers; copies, as the run moves on."""
    model = training.model
    return {
        "parameters": by_name(model, model.parameters),
        "state": {name: by_name(model, flat) for name, flat in training.updater.state.items()},
        "started": training.updater.started,
    }


def by_name(model: Model, flat: Any) -> Row:
    """Return a flat vector by parameter."""
    return {name: spell_all(part) for name, part in model.named(flat.copy()).items()}
