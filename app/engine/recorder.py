"""Functions over arrays, recorded once and replayed on other numbers.

A function is run once on arrays that note down what is done with them; the tape that they leave is made ready to run. A
function that cannot be recorded is called as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from app.engine.recorded import NotRecordable, Recorded, operand_of
from app.engine.replay import Replay
from app.engine.tape import Call, Tape


def recordable(tape: Tape, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that does the same on recorded arrays, noted down as one call where it cannot be recorded."""

    def run(*inputs: Any) -> Any:
        try:
            return function(*inputs)
        except NotRecordable:
            return as_one_call(tape, function, inputs)

    return run


def as_one_call(tape: Tape, function: Callable[..., Any], inputs: Sequence[Any]) -> Any:
    """Note down a call of a function as it is."""
    operands = tuple(operand_of(tape, x, True) for x in inputs)
    value = tape.add(Call("plain", function, operands), function)
    return value.example if value.constant else Recorded(tape, value)


def compile_calls(
    function: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    inputs: Mapping[str, Any],
    outputs: Mapping[str, Any],
) -> Callable[[], None]:
    """Return what does the same as a function of arrays, on given buffers and with nothing allocated.

    Args:
        function: arrays by name to results by name; it must depend on its arrays alone and change none of them. Python
            numbers in it are part of it; what changes from call to call is an input.
        inputs: the buffers to read, float64, also of rank 0.
        outputs: the buffers to write, of their results' shapes; one may be an input's: all of the function has read the
            old numbers when the new ones arrive.

    Returns:
        The work: each call of it reads the inputs and writes the outputs.
    """
    tape = Tape()
    leaves = {name: Recorded(tape, tape.leaf(buffer)) for name, buffer in inputs.items()}
    try:
        with np.errstate(all="ignore"):
            results = function(leaves)
        return Replay(tape, [(operand_of(tape, results[name], True), array) for name, array in outputs.items()]).run
    except NotRecordable:
        return partial(call_and_copy, function, inputs, outputs)


def call_and_copy(function: Any, inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> None:
    """Call a function of arrays, and copy its results."""
    with np.errstate(all="ignore"):
        results = function({name: buffer[()] for name, buffer in inputs.items()})
    ready = {name: np.array(results[name]) for name in outputs}  # a result may be a view of what is overwritten
    for name, array in outputs.items():
        array[...] = ready[name]
