"""The rows for pictures: the field, the units' states, the predictions."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import numpy as np

from app.networks.training.fields import NEURON_SIZE, OUTPUT_SIZE, Cells, Field, Line, Plane, Scaled
from app.networks.training.predictions import Prediction, Predictions
from app.networks.training.run import Training
from app.networks.training.units import Unit, Units
from app.story.numbers import spell_all
from app.story.training.question import TrainingQuestion
from app.story.training.rows import Row

Picture = Callable[[], Row]


def make_pictures(asked: TrainingQuestion, training: Training) -> list[Picture]:
    """Return what draws up the rows that a question includes, as far as there is anything to see in them."""
    model, data = training.model, training.data
    if data is None or not model.layers:
        return []
    found: list[Picture] = []
    if "field" in asked.include and data.x.shape[1] in (1, 2):
        field = Field(model, data)
        found.append(lambda: field_row(field.look()))
    if "units" in asked.include:
        units = Units(model, data)
        found.append(lambda: units_row(units.look()))
    if "predictions" in asked.include:
        predictions = Predictions(model, data, asked.watch)
        found.append(lambda: predictions_row(predictions.look()))
    return found


def field_row(field: Plane | Line) -> Row:
    """Return a field."""
    if isinstance(field, Line):
        told = [spell_all(np.ascontiguousarray(values)) for values in field.layers]
        return {"event": "field", "kind": "line", "x": field.x, "output": told[-1], "layers": told}
    row: Row = {"event": "field", "kind": "plane", "x": field.x, "y": field.y, "size": [OUTPUT_SIZE, OUTPUT_SIZE]}
    if field.output is not None:
        row |= {"low": field.output.low, "high": field.output.high, "output": base64(field.output.cells)}
    if field.winner is not None and field.confidence is not None:
        row |= {"winner": base64(field.winner), "confidence": base64(field.confidence)}
    row["neuron_size"] = [NEURON_SIZE, NEURON_SIZE]
    row["layers"] = [[unit_field(unit) for unit in layer] for layer in field.layers]
    return row


def unit_field(unit: Scaled) -> Row:
    """Return one unit's field."""
    return {"low": unit.low, "high": unit.high, "cells": base64(unit.cells)}


def base64(cells: Cells) -> str:
    """Return cells as text."""
    return b64encode(cells.tobytes()).decode()


def units_row(layers: list[list[Unit]]) -> Row:
    """Return the hidden units' states."""
    return {
        "event": "units",
        "layers": [[{"state": unit.state, "share": unit.share} for unit in layer] for layer in layers],
    }


def predictions_row(prediction: Prediction) -> Row:
    """Return what the network says to the watched rows."""
    return {
        "event": "predictions",
        "rows": prediction.rows,
        "outputs": spell_all(prediction.outputs),
        "code": spell_all(prediction.code),
    }
