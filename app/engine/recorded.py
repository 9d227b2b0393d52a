"""Arrays that note down what NumPy is asked to do with them.

What depends on their numbers, such as a branch, cannot be noted down: it raises `NotRecordable`. So no number of the
recorded run can find its way into another one.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from app.engine.tape import Call, Tape, Value

VIEWS = frozenset({np.transpose, np.reshape, np.swapaxes, np.moveaxis, np.broadcast_to, np.ravel, np.expand_dims})
INTO = frozenset({np.clip, np.mean, np.cumprod})
JOINS = frozenset({np.concatenate, np.stack})
SHAPES = frozenset({np.shape, np.ndim, np.size, np.zeros_like, np.ones_like, np.full_like})


class NotRecordable(Exception):  # noqa: N818 - it is no error: the function is called as it is
    """What is asked for depends on the numbers, or on more than a tape holds."""


@dataclass(frozen=True)
class Bound:
    """A function of NumPy's with all arguments but the arrays; equal where these are.

    Attributes:
        function: the function.
        rest: its further arguments, by position.
        options: those by name.
    """

    function: Any
    rest: tuple[Any, ...]
    options: tuple[tuple[str, Any], ...]

    def __call__(self, x: Any, **more: Any) -> Any:
        """Call the function on one array."""
        return self.function(x, *self.rest, **dict(self.options), **more)

    def join(self, *arrays: Any, **more: Any) -> Any:
        """Call the function on several arrays, which it takes as one argument."""
        return self(arrays, **more)


class PowerSpy(np.ndarray[Any, Any]):
    """Tells which ufunc NumPy calls for `x ** p`: the square for 2, the root for 0.5."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """Return the ufunc and its further operands."""
        return ufunc, inputs[1:]


class Recorded(NDArrayOperatorsMixin):
    """An array of the run that is being recorded.

    Args:
        tape: where calls are noted down.
        value: which array it is.
    """

    def __init__(self, tape: Tape, value: Value) -> None:
        self._tape = tape
        self._value = value

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape."""
        shape: tuple[int, ...] = self._value.example.shape
        return shape

    @property
    def ndim(self) -> int:
        """Its rank."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return int(self._value.example.size)

    @property
    def dtype(self) -> np.dtype[Any]:
        """What its numbers are."""
        dtype: np.dtype[Any] = self._value.example.dtype
        return dtype

    @property
    def T(self) -> Any:
        """Its transpose."""
        return np.transpose(self)

    def __len__(self) -> int:
        return len(self._value.example)

    def __getitem__(self, key: Any) -> Any:
        parts = key if isinstance(key, tuple) else (key,)
        if not all(part is None or part is Ellipsis or isinstance(part, int | slice) for part in parts):
            raise NotRecordable
        if key == () and self.ndim:
            return self
        # With `...` in its place NumPy hands out a view where it would hand out a single number.
        whole = key if any(part is Ellipsis for part in parts) else (*parts, Ellipsis)
        return self._wrap(self._tape.view(self._value, operator.itemgetter(whole), self._value.example[key]))

    def reshape(self, *shape: Any) -> Any:
        """Return it in another shape."""
        return np.reshape(self, shape[0] if len(shape) == 1 else shape)

    def ravel(self) -> Any:
        """Return it with one axis."""
        return np.ravel(self)

    def swapaxes(self, one: int, other: int) -> Any:
        """Return it with two axes exchanged."""
        return np.swapaxes(self, one, other)

    def transpose(self, *axes: Any) -> Any:
        """Return it with its axes in another order."""
        return np.transpose(self, *axes)

    def astype(self, dtype: Any) -> Any:
        """Return its numbers as float64."""
        if dtype is not np.float64:
            raise NotRecordable
        return self._wrap(self._tape.copy(self._value, as_numbers))

    def as_value(self) -> Any:
        """Return it as `app.engine.shapes.as_value` does: float64 and C-contiguous."""
        example = self._value.example
        if example.dtype == np.float64 and np.asarray(example).flags.c_contiguous:
            return self[()]
        return self._wrap(self._tape.copy(self._value, contiguous))

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """Note down a ufunc's call."""
        if method == "reduce":
            return self._reduce(ufunc, inputs[0], **options)
        if method != "__call__" or options or ufunc.nout != 1:
            raise NotRecordable
        operands = self._operands(inputs)
        return self._wrap(self._tape.add(Call("ufunc", ufunc, operands), ufunc))

    def __array_function__(self, function: Any, types: Any, inputs: Any, options: Any) -> Any:
        """Note down a function's call."""
        if function is np.where and len(inputs) == 3:
            return self._wrap(self._tape.add(Call("choose", None, self._operands(inputs)), np.where))
        first, *rest = inputs
        bound = Bound(function, tuple(rest), tuple(options.items()))
        if function in JOINS:
            return self._wrap(self._tape.add(Call("into", bound.join, self._operands(first)), bound.join))
        if first is not self or not is_fixed(bound):
            raise NotRecordable
        if function in SHAPES:
            return bound(self._value.example)
        if function in VIEWS:
            return self._wrap(self._tape.view(self._value, bound, bound(self._value.example)))
        if function in INTO:
            return self._wrap(self._tape.add(Call("into", bound, (self._value,)), bound))
        if function is np.copy:
            return self._wrap(self._tape.copy(self._value, np.copy))
        raise NotRecordable

    def __pow__(self, exponent: Any) -> Any:
        example = self._value.example
        if isinstance(exponent, Recorded):
            raise NotRecordable
        if isinstance(example, np.generic):  # a single number's power is the C library's, not the ufunc's
            call = Call("plain", operator.pow, (self._value, self._tape.constant(np.asarray(exponent)[()])))
            return self._wrap(self._tape.add(call, lambda x, p: operator.pow(x, exponent)))
        ufunc, more = np.asarray(example).view(PowerSpy) ** exponent
        return ufunc(self, *more)

    def __rpow__(self, base: Any) -> NoReturn:
        raise NotRecordable

    def __bool__(self) -> NoReturn:
        raise NotRecordable

    __float__ = __int__ = __index__ = __complex__ = __iter__ = __bool__

    def __array__(self, *rest: Any, **options: Any) -> NoReturn:
        raise NotRecordable

    def __setitem__(self, key: Any, value: Any) -> NoReturn:
        raise NotRecordable

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotRecordable

    def _wrap(self, value: Value) -> Any:
        return value.example if value.constant else Recorded(self._tape, value)

    def _operands(self, inputs: Any) -> tuple[Value, ...]:
        floats = any(isinstance(x, Recorded) and x.dtype == np.float64 for x in inputs)
        return tuple(operand_of(self._tape, x, floats) for x in inputs)

    def _reduce(self, ufunc: np.ufunc, x: Any, axis: Any = 0, keepdims: bool = False, **rest: Any) -> Any:
        if rest or x is not self:
            raise NotRecordable
        call = Call("reduce", ufunc, (self._value,), (axis, keepdims))
        return self._wrap(self._tape.add(call, lambda x: ufunc.reduce(x, axis=axis, keepdims=keepdims)))


def is_fixed(bound: Bound) -> bool:
    """Return whether none of the further arguments is recorded itself, and all can be compared."""
    try:
        hash(bound)
    except TypeError:
        return False
    return not any(isinstance(x, Recorded) for x in (*bound.rest, *dict(bound.options).values()))


def as_numbers(x: Any) -> Any:
    """Return a copy as float64."""
    return x.astype(np.float64)


def contiguous(x: Any) -> Any:
    """Return a copy as `app.engine.shapes.as_value` makes it."""
    return np.array(x, dtype=np.float64, order="C")[()]


def operand_of(tape: Tape, x: Any, floats: bool) -> Value:
    """Return an operand's value; a Python number becomes what NumPy makes of it beside float64 numbers."""
    if isinstance(x, Recorded):
        if x._tape is not tape:
            raise NotRecordable
        return x._value
    if isinstance(x, bool | int | float):
        return tape.constant(np.float64(x) if floats else np.asarray(x)[()])
    if isinstance(x, np.ndarray | np.generic):
        return tape.constant(x)
    raise NotRecordable
