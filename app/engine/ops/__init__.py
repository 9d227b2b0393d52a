"""The operations: one record each, in one place.

Every file of this folder that has a list `OPERATIONS` is part of the registry: a new operation is a new file,
or a new record in one of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from app.engine.ops.record import Op

FIRST = (
    "arithmetic",
    "functions",
    "activations",
    "linear",
    "convolution",
    "pooling",
    "reductions",
    "softmax",
    "normalization",
    "losses",
    "selections",
    "lookup",
)
"""The order in which operations are listed; files that are not named here follow by name."""


def _files() -> Iterator[str]:
    found = {module.name for module in iter_modules(__path__)}
    return iter((*FIRST, *sorted(found - set(FIRST))))


def _collect() -> Mapping[str, tuple[str, Op]]:
    table: dict[str, tuple[str, Op]] = {}
    for file in _files():
        for op in getattr(import_module(f"{__name__}.{file}"), "OPERATIONS", ()):
            if op.name in table:
                raise ValueError(f"{file}.py: there is an operation '{op.name}' already, in {table[op.name][0]}.py")
            table[op.name] = file, op
    return table


_FOUND = _collect()
OPS: Mapping[str, Op] = MappingProxyType({name: op for name, (_, op) in _FOUND.items()})
"""Every operation by name."""

ACTIVATIONS: tuple[str, ...] = tuple(
    name
    for name, (file, op) in _FOUND.items()
    if op.family == "elementwise" and op.arity == (1, 1) and (file == "activations" or file not in FIRST)
)
"""The operations that a layer of a network may end with: those of their own file, and whatever is added in another."""
