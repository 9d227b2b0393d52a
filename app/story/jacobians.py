"""The Jacobian of one use, in blocks where samples do not touch each other."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.backward import Term
from app.engine.trace import Trace
from app.story.numbers import spell_all

MOST_NUMBERS = 10_000
"""How many numbers one Jacobian may show: a 100 × 100 matrix is more than a reader follows."""

MOST_IN_ALL = 500_000


class Jacobians:
    """Make the Jacobians of a trace's terms until they become too many.

    Args:
        trace: the trace, over whole values.
        most: how many numbers one of them may show, where that is fewer than usual.
    """

    def __init__(self, trace: Trace, most: int | None = None) -> None:
        self._trace = trace
        self._left = MOST_IN_ALL
        self._most = MOST_NUMBERS if most is None else min(MOST_NUMBERS, most)

    def of(self, term: Term) -> dict[str, Any]:
        """Return d consumer / d operand, both flattened row by row.

        Returns:
            `shape`: the whole matrix's rows and columns; `block`: one block's; `blocks`: the blocks on its
            diagonal, one a sample, everything else being zero. `blocks` is None, and `omitted` says why,
            where they are too large.
        """
        target, source = term.edge.target, term.edge.source
        y, x = self._trace.values[target], self._trace.values[source]
        if self._smallest(y.shape, x.shape, y.size, x.size) > min(self._most, self._left):
            return self._omit(y.size, x.size)
        node = self._trace.graph.nodes[target]
        assert node.op is not None
        with np.errstate(all="ignore"):
            operands = [self._trace.values[i] for i in node.operands]
            entries = node.op.entries(term.edge.operand, y, operands, node.attributes)
        count = samples(y.shape, x.shape, entries.outputs, entries.inputs, entries.values)
        rows, columns = y.size // count, x.size // count
        if count * rows * columns > min(self._most, self._left):
            return self._omit(y.size, x.size)
        self._left -= count * rows * columns
        blocks = np.zeros((count, rows, columns))
        inside = entries.outputs // rows == entries.inputs // columns
        outputs, inputs = entries.outputs[inside], entries.inputs[inside]
        np.add.at(blocks, (outputs // rows, outputs % rows, inputs % columns), entries.values[inside])
        return {"shape": [y.size, x.size], "block": [rows, columns], "blocks": spell_all(blocks)}

    def _omit(self, rows: int, columns: int) -> dict[str, Any]:
        reason = f"It has {rows} × {columns} numbers; up to {self._most:,} are sent, and {MOST_IN_ALL:,} in all."
        return {"shape": [rows, columns], "block": None, "blocks": None, "omitted": reason}

    @staticmethod
    def _smallest(output: tuple[int, ...], operand: tuple[int, ...], rows: int, columns: int) -> int:
        """Return the fewest numbers that blocks could hold."""
        return rows * columns // max(1, shared(output, operand))


def shared(output: tuple[int, ...], operand: tuple[int, ...]) -> int:
    """Return how many samples two shapes have in common: their equal leading axes, the last one left out."""
    count = 1
    for ours, theirs in zip(output[:-1], operand[:-1], strict=False):
        if ours != theirs:
            break
        count *= ours
    return count


def samples(output: tuple[int, ...], operand: tuple[int, ...], outputs: Any, inputs: Any, values: Any) -> int:
    """Return into how many equal diagonal blocks a Jacobian falls along the leading axes.

    Args:
        output: the consumer's shape.
        operand: the operand's shape.
        outputs: flat output index of each entry.
        inputs: flat input index of each entry.
        values: the entries.
    """
    touched = values != 0
    rows, columns = int(np.prod(output)), int(np.prod(operand))
    best, count = 1, 1
    for ours, theirs in zip(output[:-1], operand[:-1], strict=False):
        if ours != theirs:
            break
        count *= ours
        if not np.array_equal(outputs[touched] // (rows // count), inputs[touched] // (columns // count)):
            break
        best = count
    return best
