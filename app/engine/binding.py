"""Calls bound to their arrays: each result goes to a buffer that is there, by the quickest way to the same bits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from app.engine.tape import Call

Work = Callable[[], Any]


def bind(call: Call, operands: Sequence[Any], out: Any) -> list[Work]:
    """Return what makes a call's result in `out`.

    Args:
        call: the call.
        operands: the arrays that it reads; of its own kind of call may `out` be one of them, see `overwritable`.
        out: the array that receives the result: of its shape, dtype and layout.
    """
    return BINDERS[call.how](call, operands, out)


def overwritable(call: Call) -> tuple[int, ...]:
    """Return the operands that a call may write over: it reads each number before it writes one in its place."""
    if call.how == "ufunc" and call.function.signature is None:
        return tuple(range(len(call.operands)))
    return (2,) if call.how == "choose" else ()


def put(out: Any, array: Any) -> Work:
    """Return what copies an array into another; it broadcasts."""
    return partial(out.__setitem__, Ellipsis, array)


def bind_ufunc(call: Call, operands: Sequence[Any], out: Any) -> list[Work]:
    """Bind a call of a ufunc."""
    if call.function is np.matmul and is_product(operands[0], operands[1], out):
        return [partial(operands[0].dot, operands[1], out)]
    works = []
    if call.function.signature is None and any(one.shape == out.shape for one in operands):
        operands = [one.reshape(()) if one.size == 1 else one for one in operands]
        k = repeated(operands, out)
        if k is not None:
            works += repeat(out, operands[k])
            operands = [out if i == k else one for i, one in enumerate(operands)]
    if call.function in (np.maximum, np.minimum):  # NumPy wants the name here, which takes a little longer
        return [*works, partial(call.function, *operands, out=out)]
    return [*works, partial(call.function, *operands, out)]


def repeated(operands: Sequence[Any], out: Any) -> int | None:
    """Return which operand to repeat in `out` first, as a bias for all rows: NumPy is quicker at repeating alone."""
    if len(operands) != 2 or any(np.may_share_memory(one, out) for one in operands):
        return None
    small = [k for k, one in enumerate(operands) if 1 < one.size < out.size and one.dtype == out.dtype]
    return small[0] if len(small) == 1 else None


def repeat(out: Any, row: Any) -> list[Work]:
    """Return what fills an array with one that broadcasts to it: a few rows first, and with them all of it."""
    rows = len(out)
    few = next((n for n in range(min(64, rows // 4), 1, -1) if rows % n == 0), 1)
    if few == 1 or row.ndim > 1 or out.ndim != 2 or not out.flags.c_contiguous:
        return [put(out, row)]
    blocks = out.reshape(rows // few, -1)
    return [put(out[:few], row), put(blocks[1:], blocks[0])]


def is_product(a: Any, b: Any, out: Any) -> bool:
    """Return whether `a.dot(b)` makes the same call of BLAS as `a @ b` does; it makes it in half the time."""
    whole = all(x.ndim == 2 and (x.flags.c_contiguous or x.flags.f_contiguous) for x in (a, b))
    return whole and out.flags.c_contiguous and min(a.size, b.size) > 1


def bind_reduce(call: Call, operands: Sequence[Any], out: Any) -> list[Work]:
    """Bind a reduction."""
    axis, keepdims = call.options
    if isinstance(axis, tuple) and len(axis) == 1:
        axis = axis[0]
    return [partial(call.function.reduce, operands[0], axis, None, out, keepdims)]


def bind_where(call: Call, operands: Sequence[Any], out: Any) -> list[Work]:
    """Bind a choice: all of the second, then the first where it is chosen."""
    chosen, a, b = operands
    first = [] if out is b else [put(out, b)]
    quick = chosen.shape == out.shape and a.shape in ((), out.shape) and out.flags.c_contiguous
    if quick and a.dtype == out.dtype and (a.ndim == 0 or a.flags.c_contiguous):
        return [*first, partial(np.putmask, out, chosen, a)]
    return [*first, partial(np.copyto, out, a, where=chosen)]


def bind_copy(call: Call, operands: Sequence[Any], out: Any) -> list[Work]:
    """Bind a copy."""
    return [put(out, operands[0])]


def bind_into(call: Call, operands: Sequence[Any], out: Any) -> list[Work]:
    """Bind a function that takes `out`."""
    return [partial(call.function, *operands, out=out)]


def bind_plain(call: Call, operands: Sequence[Any], out: Any) -> list[Work]:
    """Bind a function that returns its result: it is copied."""
    single = [isinstance(one.example, np.generic) for one in call.operands]
    function = call.function

    def work() -> None:
        inputs = [array[()] if alone else array for array, alone in zip(operands, single, strict=True)]
        out[...] = function(*inputs)

    return [work]


BINDERS: dict[str, Callable[[Call, Sequence[Any], Any], list[Work]]] = {
    "ufunc": bind_ufunc,
    "reduce": bind_reduce,
    "choose": bind_where,
    "copy": bind_copy,
    "into": bind_into,
    "plain": bind_plain,
}
