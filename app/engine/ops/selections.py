"""Operations that place elements elsewhere and compute nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engine.errors import DomainError, Shape, ShapeError
from app.engine.ops.families import selection
from app.engine.ops.record import Attributes
from app.engine.shapes import Array, as_value, normalize_axes, show

SOURCE = "definition: each element is copied, so its derivative is 1"


def transpose_order(rank: int, axes: Any) -> tuple[int, ...]:
    """Return the order of axes, reversed by default.

    Raises:
        DomainError: not every axis is named once.
    """
    if axes is None:
        return tuple(reversed(range(rank)))
    order = tuple(one % rank if rank and -rank <= one < rank else one for one in axes)
    if sorted(order) != list(range(rank)):
        raise DomainError("transpose needs every axis once", f"got {axes} for rank {rank}")
    return order


def transpose_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return the shape with its axes in the new order."""
    return tuple(shapes[0][i] for i in transpose_order(len(shapes[0]), attributes["axes"]))


def reshape_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return the new shape, with one −1 worked out.

    Raises:
        ShapeError: the number of elements would change.
    """
    old, new = shapes[0], attributes["shape"]
    size = int(np.prod(old, dtype=np.intp))
    known = int(np.prod([abs(n) for n in new if n != -1], dtype=object)) if new else 1
    free = sum(n == -1 for n in new)
    fits = free <= 1 and all(n >= -1 for n in new)
    fits = fits and (size == known if not free else known > 0 and size % known == 0)
    if not fits:
        raise ShapeError(
            "reshape keeps the number of elements",
            f"got {show(old)}, which holds {size}, and the new shape {show(new)}",
            "One size may be -1: it is worked out.",
            (old,),
        )
    return tuple(size // known if n == -1 else n for n in new)


def check_same_rank(shapes: Sequence[Shape], skip: int | None, name: str) -> None:
    """Raise ShapeError unless all shapes agree, but for the size along axis `skip`."""

    def frame(shape: Shape) -> Shape:
        return tuple(-1 if i == skip else size for i, size in enumerate(shape))

    if any(frame(shape) != frame(shapes[0]) for shape in shapes):
        found = ", ".join(show(shape) for shape in shapes[:6])
        raise ShapeError(f"{name} needs operands of one shape", f"got {found}", shapes=tuple(shapes))


def concatenate_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return the shape with the sizes along `axis` added up."""
    first = shapes[0]
    if not first:
        raise ShapeError(
            "concatenate needs at least one axis", "got single numbers", "Use stack, or a list.", tuple(shapes)
        )
    axis = normalize_axes(attributes["axis"], len(first))[0]
    check_same_rank(shapes, axis, "concatenate")
    return (*first[:axis], sum(shape[axis] for shape in shapes), *first[axis + 1 :])


def stack_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return the shape with a new axis, as long as there are operands."""
    check_same_rank(shapes, None, "stack")
    first = shapes[0]
    axis = normalize_axes(attributes["axis"], len(first) + 1)[0]
    return (*first[:axis], len(shapes), *first[axis:])


def index_key(index: Any) -> tuple[Any, ...]:
    """Return NumPy's form of an index: integers, `None`, `Ellipsis`, and triples for slices."""
    return tuple(slice(*part) if isinstance(part, tuple) else part for part in index)


def index_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return the shape of what is selected; nothing is allocated to find it out.

    Raises:
        DomainError: there is no such element or axis.
    """
    try:
        probe = np.broadcast_to(np.float64(0.0), shapes[0])
        return np.shape(probe[index_key(attributes["index"])])
    except IndexError:
        raise DomainError(
            "an index must lie inside its axis",
            f"got {show_index(attributes['index'])} for shape {show(shapes[0])}",
            "Counting starts at 0.",
        ) from None


def show_index(index: Any) -> str:
    """Write an index as a program does: `[0, 1:3]`."""

    def part(one: Any) -> str:
        if isinstance(one, tuple):
            start, stop, step = ("" if bound is None else str(bound) for bound in one)
            return f"{start}:{stop}" + (f":{step}" if step else "")
        return "..." if one is Ellipsis else str(one)

    return f"[{', '.join(part(one) for one in index)}]"


def pick(x: Array, index: Any) -> Any:
    """Return x[index], copied."""
    return as_value(x[index_key(index)])


OPERATIONS = [
    selection(
        "transpose",
        transpose_shape,
        symbol="ᵀ",
        signature="transpose(x, axes=None)",
        attributes={"axes": None},
        forward=lambda x, axes: as_value(np.transpose(x, transpose_order(np.ndim(x), axes))),
        formula=r"#1^{\top}",
        derivative=(r"\text{transpose back}",),
        shapes="any; the axes in reverse order, or in the order named",
        source=SOURCE,
    ),
    selection(
        "reshape",
        reshape_shape,
        symbol="reshape",
        signature="reshape(x, shape)",
        attributes={"shape": (-1,)},
        forward=lambda x, shape: as_value(np.reshape(x, shape)),
        formula=r"\operatorname{reshape}(#1)",
        derivative=(r"\text{reshape back}",),
        shapes="any; the number of elements stays; one size may be -1",
        source=SOURCE,
    ),
    selection(
        "index",
        index_shape,
        symbol="[ ]",
        signature="x[i, j:k]",
        attributes={"index": ()},
        forward=pick,
        formula=r"#1_{#{index}}",
        derivative=(r"\text{1 where selected, else 0}",),
        shapes="any; an integer takes its axis away, a slice shortens it",
        source=SOURCE,
    ),
    selection(
        "concatenate",
        concatenate_shape,
        symbol="concat",
        arity=(1, None),
        signature="concatenate([a, b, …], axis=0)",
        attributes={"axis": 0},
        forward=lambda *xs, axis: np.concatenate(xs, axis=axis),
        formula=r"\operatorname{concat}(#*)",
        derivative=(r"\text{its own part}",),
        shapes="equal but for the size along `axis`, which adds up",
        source=SOURCE,
    ),
    selection(
        "stack",
        stack_shape,
        symbol="stack",
        arity=(1, None),
        signature="stack([a, b, …], axis=0)",
        attributes={"axis": 0},
        forward=lambda *xs, axis: np.stack(xs, axis=axis),
        formula=r"\operatorname{stack}(#*)",
        derivative=(r"\text{its own part}",),
        shapes="equal; the result has one axis more",
        source=SOURCE,
    ),
]
