"""A tape made ready to run: each array has its buffer, each call its operands and the buffer that it writes to.

Nothing of size is allocated after that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import Context
from typing import Any

import numpy as np

from app.engine.binding import Work, bind, overwritable, put
from app.engine.buffers import Buffers, address, fits
from app.engine.tape import Call, Tape, Value


class Replay:
    """The calls of a tape, bound to their buffers.

    Args:
        tape: the tape.
        outputs: values with the arrays that receive them; such an array may be a leaf's buffer: all of the tape has
            read the old numbers when the new ones arrive.
        kept: values that can be read after a run.
        first: how many of the tape's values `run_first` makes.

    Attributes:
        kept: the buffers of the kept values, in order.
    """

    def __init__(
        self, tape: Tape, outputs: Sequence[tuple[Value, Any]], kept: Sequence[Value] = (), first: int = 0
    ) -> None:
        early = set(tape.made[:first])
        places = Places(tape, outputs, kept)
        self._calls: list[Work] = []
        self._first = 0
        for position, value in enumerate(places.calls):
            self._calls += places.bind(position, value)
            if value in early:
                self._first = len(self._calls)
        self._early = self._calls[: self._first]
        self._calls += places.copies()
        self.kept = [places.buffer(value) for value in kept]
        # NumPy keeps what it does about overflow in a context variable: set once here, it costs nothing in a run.
        self._context = Context()
        self._context.run(np.seterr, all="ignore")

    def run(self) -> None:
        """Make all calls, in order."""
        self._context.run(run_all, self._calls)

    def run_first(self) -> None:
        """Make the calls that make the tape's first values."""
        self._context.run(run_all, self._early)


def run_all(calls: Iterable[Work]) -> None:
    """Make calls, in order."""
    for call in calls:
        call()


class Places:
    """Where the arrays of a tape lie.

    Args:
        tape, outputs, kept: see `Replay`.

    Attributes:
        calls: the values that calls have to make, in order.
    """

    def __init__(self, tape: Tape, outputs: Sequence[tuple[Value, Any]], kept: Iterable[Value]) -> None:
        self._outputs = [(owned(tape, value), array) for value, array in outputs]
        wanted = [value.root for value in (*kept, *(value for value, _ in self._outputs))]
        self.calls = alive(tape, wanted)
        self._pinned = set(wanted)
        self._position = {value: position for position, value in enumerate(self.calls)}
        self._last = last_uses(self.calls)
        self._free = Buffers()
        self._buffers: dict[Value, Any] = {}
        leaves = {address(leaf.buffer): leaf for leaf in self._last if leaf.buffer is not None and leaf.buffer.size}
        for value, array in self._outputs:
            if value not in self._buffers and self._can_write(value, array, leaves.get(address(array))):
                self._buffers[value] = array

    def buffer(self, value: Value) -> Any:
        """Return where a value lies: in a buffer of its own, or as a view of one."""
        views = []
        while value not in self._buffers and value.base is not None:
            views.append(value)
            value = value.base
        found = self._buffers.get(value, value.buffer)
        for one in reversed(views):
            assert one.view is not None
            found = self._buffers[one] = one.view(found)
        return found

    def bind(self, position: int, value: Value) -> list[Work]:
        """Return the work that makes a value; operands that nobody reads again give their buffers away."""
        call = value.call
        assert call is not None
        ending = [root for root in dict.fromkeys(one.root for one in call.operands) if self._ends(root, position)]
        if value not in self._buffers:
            heir = self._heir(value, ending)
            self._buffers[value] = self._free.take(np.asarray(value.example)) if heir is None else heir
        out = self._buffers[value]
        works = bind(call, [self.buffer(one) for one in call.operands], out)
        for root in ending:
            if self._buffers[root] is not out:
                self._free.give(self._buffers[root])
        return works

    def copies(self) -> list[Work]:
        """Return the work that brings those outputs to their arrays that no call writes there."""
        return [put(array, self.buffer(value)) for value, array in self._outputs if self.buffer(value) is not array]

    def _can_write(self, value: Value, array: Any, leaf: Value | None) -> bool:
        """Return whether a call may write its result to an array at once, which is the buffer of `leaf` or of none."""
        if value.call is None or not fits(array, np.asarray(value.example)):
            return False
        if leaf is None or self._last[leaf] < self._position[value]:
            return True
        return self._last[leaf] == self._position[value] and may_write_over(value.call, leaf, array)

    def _ends(self, root: Value, position: int) -> bool:
        return root.call is not None and root not in self._pinned and self._last[root] == position

    def _heir(self, value: Value, ending: Sequence[Value]) -> Any:
        """Return the buffer of an operand that ends here, if the result may be written over it."""
        call, example = value.call, np.asarray(value.example)
        assert call is not None
        sizes = {np.size(one.example) for one in call.operands}
        if example.size <= 1 or not sizes <= {1, example.size}:  # NumPy would be slow, or make a copy of its own
            return None
        for k in overwritable(call):
            one = call.operands[k]
            others = [x for i, x in enumerate(call.operands) if i != k and x is not one]
            if one in ending and all(x.root is not one for x in others) and fits(self._buffers[one], example):
                return self._buffers[one]
        return None


def owned(tape: Tape, value: Value) -> Value:
    """Return a value that lies in no leaf and is no constant, so that a call can write it to an array of its own."""
    if value.root.call is not None:
        return value
    copy = Value(np.array(value.example, dtype=np.float64), Call("copy", None, (value,)))
    tape.made.append(copy)
    return copy


def alive(tape: Tape, roots: Iterable[Value]) -> list[Value]:
    """Return the values that some are made of, in order; nobody reads the others."""
    found = set(roots)
    for value in reversed(tape.made):
        if value in found:
            assert value.call is not None
            found.update(one.root for one in value.call.operands)
    return [value for value in tape.made if value in found]


def last_uses(calls: Sequence[Value]) -> dict[Value, int]:
    """Return for each value, by whose buffer it lies in, the last call that reads it."""
    last: dict[Value, int] = {}
    for position, value in enumerate(calls):
        assert value.call is not None
        last.update((one.root, position) for one in value.call.operands)
    return last


def may_write_over(call: Call, leaf: Value, array: Any) -> bool:
    """Return whether a call that reads a leaf may write its result to the very same place."""
    readers = [one for one in call.operands if one.root is leaf]
    allowed = [call.operands[k] for k in overwritable(call)]
    return fits(leaf.buffer, array) and all(one is leaf and one in allowed for one in readers)
