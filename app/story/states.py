"""What an optimizer remembers, from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.engine.errors import EngineError
from app.engine.shapes import Array
from app.language.values import to_array
from app.story.problems import refuse_engine


def read_state(state: Mapping[str, Mapping[str, Any]], node: str = "state") -> dict[str, dict[str, Array]]:
    """Return a state's numbers as float64, by the state's name and the parameter's.

    Args:
        state: numbers and nested lists of them.
        node: the field of the request that holds it.

    Raises:
        RefusedError: something is no number, or a list is ragged.
    """
    told: dict[str, dict[str, Array]] = {}
    for name, by_parameter in state.items():
        told[name] = {}
        for parameter, value in by_parameter.items():
            try:
                told[name][parameter] = to_array(value)
            except EngineError as error:
                raise refuse_engine(error, f"{node}.{name[:40]}.{parameter[:40]}") from None
    return told
