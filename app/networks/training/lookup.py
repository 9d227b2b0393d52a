"""Running a network's layers over fixed inputs, as many rows at once as are quick."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.engine.shapes import Array
from app.networks.layers import Layer
from app.networks.training.model import Bound, Model

ROWS, NUMBERS = 2_000, 200_000
"""Rows and numbers in a layer that are computed at once: few enough for the processor's own memory."""


class Lookup:
    """A network's layers over some inputs.

    Args:
        model: the network.
        x: float64 (n, inputs).
        layers: how many layers after the input are computed.
    """

    def __init__(self, model: Model, x: Array, layers: int) -> None:
        widest = max(layer.units for layer in model.layers)
        rows = max(1, min(len(x), ROWS, NUMBERS // max(widest, x.shape[1])))
        self._count = len(x)
        self._rows = rows
        self._x = x[np.arange(-(-len(x) // rows) * rows) % len(x)]
        self._model = model
        self.bound: Bound = model.forward_for(rows, layers)

    def run(self, nodes: Sequence[int]) -> list[Array]:
        """Compute with the present parameters, and return the values of some nodes, float64 (n, units) each."""
        bound = self._model.refresh(self.bound)
        parts: list[list[Array]] = [[] for _ in nodes]
        for start in range(0, self._count, self._rows):
            bound.feed(self._x[start : start + self._rows], None)
            bound.plan.run_forward()
            for part, node in zip(parts, nodes, strict=True):
                part.append(np.array(bound.plan.value(node)).reshape(self._rows, -1))
        return [np.concatenate(part)[: self._count] for part in parts]

    def outputs(self, layers: Sequence[Layer]) -> list[Array]:
        """Return what layers give; of the network's last one what the network says."""
        said, last = self.bound.said, self.bound.layers[-1]
        assert said is not None
        indices = [said.node if layer is last else layer.output for layer in layers]
        found = self.run([index for index in indices if index is not None])
        return [said.read(values) if layer is last else values for layer, values in zip(layers, found, strict=True)]
