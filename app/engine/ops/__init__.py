"""The operations: one record each, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.engine.ops import (
    activations,
    arithmetic,
    functions,
    linear,
    losses,
    reductions,
    selections,
    softmax,
)
from app.engine.ops.record import Op


def _collect() -> Mapping[str, Op]:
    table: dict[str, Op] = {}
    for module in (arithmetic, functions, activations, linear, reductions, softmax, losses, selections):
        for op in module.OPERATIONS:
            assert op.name not in table, op.name
            table[op.name] = op
    return MappingProxyType(table)


OPS: Mapping[str, Op] = _collect()
"""Every operation by name."""
