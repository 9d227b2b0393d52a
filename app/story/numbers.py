"""Numbers as JSON: float64 in full precision, and words for those that JSON has no number for."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import orjson

from app.engine.shapes import Array

Spell = Callable[[Any], Any]


def encode(answer: Any) -> bytes:
    """Return an answer as JSON; arrays that `spell_all` left alone must be finite."""
    return orjson.dumps(answer, default=_as_list, option=orjson.OPT_SERIALIZE_NUMPY)


def _as_list(value: Any) -> Any:
    """Return what orjson does not know by itself: arrays that are transposed or sliced in memory."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    raise TypeError(f"not JSON: {type(value).__name__}")


def speller(finite: bool) -> Spell:
    """Return what makes JSON of a recorded number or array: nothing at all where everything is finite."""
    return leave if finite else spell_all


def leave(value: Any) -> Any:
    """Return the value itself: orjson reads it as it is."""
    return value


def spell(value: float) -> float | str:
    """Return a number, or its name where JSON has none."""
    if math.isfinite(value):
        return float(value)
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def spell_all(value: Array | float | None) -> Any:
    """Return a number or an array with names in the places of numbers that JSON does not have."""
    if value is None:
        return None
    array = np.asarray(value, dtype=np.float64)
    if array.ndim == 0:
        return spell(float(array))
    if np.isfinite(array).all():
        return array
    named = array.astype(object)
    named[np.isnan(array)] = "NaN"
    named[np.isposinf(array)] = "Infinity"
    named[np.isneginf(array)] = "-Infinity"
    return named.tolist()
