"""Units that have stopped learning: dead ones, and saturated ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.engine.graph import Node
from app.engine.shapes import Array
from app.networks.datasets.data import Data
from app.networks.training.lookup import Lookup
from app.networks.training.model import Model

ROWS = 500
"""How many training rows are looked at, at most."""

FLAT = 0.05
"""Below this share of its slope at 0 an activation counts as flat."""

MOST_ROWS = 0.95
"""A unit that is flat on this share of the rows is saturated."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, as the training rows find it.

    Attributes:
        state: `dead`: the slope da/dz and the value a are 0 on every row; `saturated`: the slope is below FLAT of
            that at 0 on MOST_ROWS of the rows.
        share: the share of rows on which the slope is that small.
    """

    state: Literal["ok", "saturated", "dead"]
    share: float


class Units:
    """Looks at the hidden units of a network.

    Args:
        model: the network.
        data: its data.
    """

    def __init__(self, model: Model, data: Data) -> None:
        rows = np.linspace(0, data.train - 1, min(data.train, ROWS)).astype(np.intp)
        hidden = len(model.layers) - 1
        self._lookup = Lookup(model, data.x[rows], hidden) if hidden else None

    def look(self) -> list[list[Unit]]:
        """Return each hidden layer's units."""
        if self._lookup is None:
            return []
        layers = self._lookup.bound.layers[:-1]
        told = [layer for layer in layers if layer.a is not None and layer.z is not None and not layer.inner]
        found = iter(self._lookup.run([index for layer in told for index in (layer.z, layer.a) if index is not None]))
        nodes = self._lookup.bound.graph.nodes
        return [
            units_of(nodes[layer.a], next(found), next(found))
            if layer in told and layer.a is not None
            else [Unit("ok", 0.0)] * layer.units  # nothing follows z, or a formula that has no name
            for layer in layers
        ]


def units_of(node: Node, z: Array, a: Array) -> list[Unit]:
    """Return the units of one layer.

    Args:
        node: its activation.
        z: float64 (rows, units).
        a: what the activation made of z.
    """
    with np.errstate(all="ignore"):
        steep = float(np.abs(slopes(node, np.zeros(()))))
        found = np.abs(slopes(node, z))
    flat = (found < FLAT * steep) | (found == 0.0)
    zero = (found == 0.0) & (a == 0.0)
    return [
        Unit("dead", 1.0) if dead else Unit("saturated" if share >= MOST_ROWS and steep else "ok", share)
        for dead, share in zip(zero.all(axis=0).tolist(), flat.mean(axis=0).tolist(), strict=True)
    ]


def slopes(node: Node, z: Array) -> Array:
    """Return da/dz of an element-wise operation at z, as the backward pass would have it."""
    assert node.op is not None
    a = np.asarray(node.op.forward(z, **node.attributes))
    _, slope = node.op.vjp(0, np.ones(z.shape), a, [z], node.attributes)
    return np.asarray(slope)
