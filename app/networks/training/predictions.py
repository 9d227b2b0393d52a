"""What a network says to some rows, and what its narrowest layer makes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.shapes import Array
from app.networks.datasets.data import Data
from app.networks.training.lookup import Lookup
from app.networks.training.model import Model

SHOWN = 32
"""How many rows there are, unless they are named."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a network says.

    Attributes:
        rows: to which rows of the data, held-out ones included.
        outputs: float64 (rows, units).
        code: the values of the hidden layer with the fewest units, (rows, units); None where there is none.
    """

    rows: tuple[int, ...]
    outputs: Array
    code: Array | None


class Predictions:
    """Asks a network about rows.

    Args:
        model: the network.
        data: its data.
        rows: which rows; the first few if empty.
    """

    def __init__(self, model: Model, data: Data, rows: tuple[int, ...]) -> None:
        self._rows = rows or tuple(range(min(len(data.x), SHOWN)))
        self._lookup = Lookup(model, data.x[np.array(self._rows)], len(model.layers))

    def look(self) -> Prediction:
        """Return what the network says now."""
        *hidden, last = self._lookup.bound.layers
        code = min(hidden, key=lambda layer: layer.units, default=None)
        outputs, *codes = self._lookup.outputs([last] if code is None else [last, code])
        return Prediction(self._rows, outputs, codes[0] if codes else None)
