"""For each operation: operands of several shapes on which its derivative is checked, away from kinks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.engine import OPS, Graph, GraphBuilder
from app.engine.errors import ShapeError
from app.engine.ops.record import Op


@dataclass(frozen=True)
class Example:
    """One application of an operation."""

    op: str
    operands: tuple[Any, ...]
    attributes: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        shapes = " ".join(str(np.shape(x)) for x in self.operands)
        return f"{self.op} {shapes} {self.attributes or ''}".strip()

    def graph(self) -> Graph:
        """Return a graph of just this operation, its operands parameters."""
        builder = GraphBuilder()
        leaves = [builder.leaf(value) for value in self.operands]
        return builder.build(builder.apply(self.op, leaves, self.attributes))


SHAPES: dict[str, list[tuple[tuple[int, ...], ...]]] = {
    "matmul": [
        ((3,), (3,)),
        ((2, 3), (3,)),
        ((3,), (3, 2)),
        ((2, 3), (3, 4)),
        ((5, 2, 3), (3, 4)),
        ((5, 2, 3), (5, 3, 4)),
        ((3,), (5, 3, 2)),
        ((5, 2, 3), (3,)),
        ((2, 1, 2, 3), (4, 3, 2)),
    ],
    "dot": [((3,), (3,)), ((2, 3), (3,)), ((2, 3), (3, 4))],
    "outer": [((3,), (4,)), ((1,), (2,))],
    "transpose": [((4,),), ((2, 3),), ((2, 3, 4),)],
    "concatenate": [((2, 3), (1, 3)), ((2,), (3,), (1,))],
    "stack": [((), (), ()), ((2, 3), (2, 3))],
    "max_pool2d": [((1, 4, 4),), ((2, 2, 3, 4),)],
    "avg_pool2d": [((1, 4, 4),), ((2, 2, 3, 4),)],
    "layer_norm": [((4,),), ((2, 3), (3,)), ((2, 3), (3,), (3,)), ((2, 2, 3), (3,), (3,))],
    "conv2d": [
        ((1, 3, 3), (1, 1, 2, 2)),
        ((1, 4, 4), (1, 1, 2, 2), (1,)),
        ((2, 3, 4), (2, 2, 2, 3), (2,)),
        ((2, 2, 4, 3), (3, 2, 2, 2), (3,)),
        ((1, 1, 3, 3), (1, 1, 3, 3)),
    ],
    "embedding": [],
}
OPTIONS: dict[str, list[dict[str, Any]]] = {
    "reshape": [{"shape": (3, -1)}, {"shape": (6,)}, {"shape": (1, 2, 3)}],
    "index": [
        {"index": (0,)},
        {"index": (-1, 2)},
        {"index": ((None, None, 2), 1)},
        {"index": (Ellipsis, (2, None, -1))},
        {"index": (None, 1)},
    ],
    "clip": [{"min": 0.3, "max": 0.7}, {"min": 0.0}, {"max": 0.5}],
    "gelu": [{}, {"approximate": "tanh"}],
    "huber": [{}, {"delta": 0.05}],
    "elu": [{}, {"alpha": 2.0}],
    "leaky_relu": [{}, {"slope": 0.3}],
    "var": [{}, {"ddof": 1}],
    "std": [{}, {"ddof": 1}],
    "max_pool2d": [{}, {"kernel_size": (2, 2), "stride": 1}, {"kernel_size": (3, 2), "padding": 1}],
    "avg_pool2d": [{}, {"kernel_size": (2, 2), "stride": 1}, {"kernel_size": (3, 2), "padding": 1}],
    "conv2d": [{}, {"stride": 2, "padding": 1}, {"stride": (2, 1), "padding": (0, 1)}],
    "layer_norm": [{}, {"eps": 0.3}],
}
REDUCED: list[tuple[tuple[int, ...], dict[str, Any]]] = [
    ((4,), {}),
    ((2, 3), {"axis": 0}),
    ((2, 3), {"axis": -1, "keepdims": True}),
    ((2, 3, 2), {"axis": (0, 2)}),
    ((3, 2), {}),
]
LABELS = [
    Example(name, (np.array([[0.3, -1.2, 0.8], [1.5, 0.2, -0.7]]), np.array([2.0, 0.0])))
    for name in ("cross_entropy", "nll")
]
TABLE = np.array([[0.3, -1.2], [1.5, 0.2], [-0.7, 0.4]])
LOOKUPS = [
    Example("embedding", (np.array(chosen), TABLE)) for chosen in (1.0, [2.0, 0.0, 2.0], [[1.0, 1.0], [0.0, 2.0]])
]


def shapes_of(op: Op) -> list[tuple[tuple[int, ...], ...]]:
    """Return operand shapes: scalars, vectors, matrices, broadcast rows and columns."""
    if op.name in SHAPES:
        return SHAPES[op.name]
    count = op.arity[0]
    if op.family == "elementwise":
        rest = count - 1
        return [
            ((),) * count,
            ((3,),) * count,
            ((2, 3),) * count,
            ((2, 3), *[(3,)] * rest),
            ((2, 1), *[(1, 3)] * rest),
            ((), *[(2, 2)] * rest),
        ]
    if op.family == "loss":
        pairs = [((), (2, 3)), ((3,), (2, 3)), ((2, 1), (2, 3))]
        met = [shapes for small, large in pairs for shapes in ((small, large), (large, small)) if takes(op, shapes)]
        return [((4,),) * count, ((2, 3),) * count, *met]
    return [((2, 3),) * count]


def takes(op: Op, shapes: tuple[tuple[int, ...], ...]) -> bool:
    """Return whether an operation has a result for operands of these shapes."""
    try:
        op.shape(shapes, op.attributes)
    except ShapeError:
        return False
    return True


def examples() -> Iterator[Example]:
    """Return examples of every operation in the registry; the numbers are the same on every run."""
    for op in OPS.values():
        rng = np.random.default_rng(7)
        cases: list[tuple[tuple[tuple[int, ...], ...], dict[str, Any]]]
        if op.family == "reduction":
            cases = [((shape,), options) for shape, options in REDUCED]
        elif op.family == "jacobian" and op.name not in SHAPES:
            cases = [(((4,),), {}), (((2, 3),), {}), (((2, 3),), {"axis": 0}), (((2, 3, 2),), {"axis": 1})]
        else:
            cases = [(shapes, {}) for shapes in shapes_of(op)]
        for shapes, options in cases:
            for more in OPTIONS.get(op.name, [{}]):
                operands = tuple(rng.uniform(0.2, 0.9, shape) for shape in shapes)
                yield Example(op.name, operands, {**options, **more})
    yield from LABELS
    yield from LOOKUPS
