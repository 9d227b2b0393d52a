"""A tape: the NumPy calls of one run, each made once, so that they can be made again without being decided again.

Every array of the run is a `Value`. Calls on the same values are shared, calls on constants alone are made at once, and
a product with 1 is left out: the numbers stay the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

How = Literal["ufunc", "reduce", "choose", "copy", "into", "plain"]
"""How a call leaves its result in a buffer: see `app.engine.replay`."""


class Call(NamedTuple):
    """One call.

    Attributes:
        how: how its result gets into a buffer.
        function: what is called.
        operands: the arrays it reads.
        options: its further arguments, in order.
    """

    how: How
    function: Any
    operands: tuple[Value, ...]
    options: tuple[Any, ...] = ()


@dataclass(eq=False, slots=True)
class Value:
    """One array of the run.

    Attributes:
        example: what it was in the run that was recorded. Only a constant's numbers are looked at; of all others
            shape, dtype and layout, which are the same in every run.
        call: what makes it; None where nothing does.
        base: whose buffer it is a view of.
        view: makes that view of the buffer.
        buffer: where it lies: a leaf's own buffer, a constant's numbers.
        constant: whether it is the same in every run.
    """

    example: Any
    call: Call | None = None
    base: Value | None = None
    view: Callable[[Any], Any] | None = None
    buffer: Any = None
    constant: bool = False

    @property
    def root(self) -> Value:
        """The value in whose buffer this one lies."""
        value = self
        while value.base is not None:
            value = value.base
        return value


class Tape:
    """The calls of one run, in order.

    Attributes:
        made: the values that calls made.
    """

    def __init__(self) -> None:
        self.made: list[Value] = []
        self._shared: dict[Any, Value] = {}
        self._constants: dict[Any, Value] = {}

    def leaf(self, buffer: Any) -> Value:
        """Return a value that lies in `buffer`, whose numbers may be others in every run."""
        return Value(buffer[()] if buffer.ndim == 0 else buffer, buffer=buffer)

    def constant(self, number: Any) -> Value:
        """Return a value that is the same in every run."""
        array = np.asarray(number)
        key = (array.dtype.str, array.shape, array.strides, array.tobytes(), isinstance(number, np.generic))
        return self._constants.setdefault(key, Value(number, buffer=array, constant=True))

    def add(self, call: Call, run: Callable[..., Any]) -> Value:
        """Return what a call makes: anew, or what the same call made before.

        Args:
            call: the call.
            run: makes the same result of the operands' examples.
        """
        key = (call.how, call.function, call.options, *map(id, call.operands))
        known = self._shared.get(key)
        if known is None:
            known = self._shared[key] = self._add(call, run)
        return known

    def _add(self, call: Call, run: Callable[..., Any]) -> Value:
        example = run(*[one.example for one in call.operands])
        if all(one.constant for one in call.operands):
            return self.constant(example)
        same = unchanged(call)
        if same is not None and same_form(same.example, example):
            return same
        value = Value(example, call)
        self.made.append(value)
        return value

    def view(self, value: Value, make: Callable[[Any], Any], example: Any) -> Value:
        """Return a view of a value, or a copy where NumPy makes one.

        Args:
            value: the value.
            make: makes the view of its buffer, an array even where it holds a single number.
            example: what the recorded run got.
        """
        if value.constant:
            return self.constant(example)
        source = np.asarray(value.example)
        if not np.may_share_memory(make(source), source):
            return self.add(Call("plain", make, (value,)), make)
        key = ("view", make, id(value))
        return self._shared.setdefault(key, Value(example, base=value, view=make))

    def copy(self, value: Value, run: Callable[[Any], Any]) -> Value:
        """Return a copy of a value in a buffer of its own, laid out as `run` does it."""
        return self.add(Call("copy", run, (value,)), run)


def unchanged(call: Call) -> Value | None:
    """Return the operand that a call leaves as it is: x in x · 1, 1 · x, x / 1, and in a choice made for every run."""
    first = call.operands[0]
    if call.how == "choose" and first.constant and np.size(first.example):
        return call.operands[1] if np.all(first.example) else None if np.any(first.example) else call.operands[2]
    if call.how != "ufunc" or call.function not in (np.multiply, np.divide):
        return None
    x, other = call.operands
    if call.function is np.multiply and x.constant:
        x, other = other, x
    return x if other.constant and np.size(other.example) and np.all(other.example == 1.0) else None


def same_form(a: Any, b: Any) -> bool:
    """Return whether two arrays have the same type, shape, dtype and layout."""
    return type(a) is type(b) and a.dtype == b.dtype and a.shape == b.shape and a.strides == b.strides
