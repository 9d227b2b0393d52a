"""What a network says all over its inputs: over the plane for two of them, along a line for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.engine.shapes import Array
from app.networks.datasets.data import Data
from app.networks.training.lookup import Lookup
from app.networks.training.model import Bound, Model

Cells = npt.NDArray[np.uint8]
MARGIN = 0.15
"""How much further than the data a field goes, as a share of their range, in all."""

OUTPUT_SIZE, NEURON_SIZE, LINE = 100, 30, 200
LEVELS = 255
BOUNDS = {
    "sigmoid": (0.0, 1.0),
    "softmax": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "softsign": (-1.0, 1.0),
    "sin": (-1.0, 1.0),
    "cos": (-1.0, 1.0),
}
"""Between what an activation's values lie; those of others are shown up to the largest, either way."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """Values as cells: cell c stands for low + (high − low) · c / 255."""

    low: float
    high: float
    cells: Cells


@dataclass(frozen=True, slots=True)
class Plane:
    """A field over two inputs; the cells go row by row from the largest second input down.

    Attributes:
        x, y: the ranges of the two inputs; a cell stands for the point in its middle.
        output: the only output, OUTPUT_SIZE × OUTPUT_SIZE cells; None where there are several.
        winner: the class with the largest output in each cell; None where there is one output, or no classes.
        confidence: how large that output is, 255 for 1.
        layers: each unit of each layer after the input, NEURON_SIZE × NEURON_SIZE cells.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    output: Scaled | None
    winner: Cells | None
    confidence: Cells | None
    layers: Sequence[Sequence[Scaled]]


@dataclass(frozen=True, slots=True)
class Line:
    """A field over one input.

    Attributes:
        x: its values, float64 (LINE,).
        layers: each layer's values after the input, float64 (units, LINE); the last is what the network says.
    """

    x: Array
    layers: Sequence[Array]


class Field:
    """Computes the field of a network with one or two inputs.

    Args:
        model: the network.
        data: its data, which say how far the field goes.
    """

    def __init__(self, model: Model, data: Data) -> None:
        self._data = data
        self._ranges = [reach(column) for column in data.x.T]
        self._plane = data.x.shape[1] == 2
        self._points = grid(self._ranges, NEURON_SIZE) if self._plane else line(self._ranges[0])
        self._all = Lookup(model, self._points, len(model.layers))
        self._last = Lookup(model, grid(self._ranges, OUTPUT_SIZE), len(model.layers)) if self._plane else None

    def look(self) -> Plane | Line:
        """Compute the field with the present parameters."""
        bound = self._all.bound
        values = self._all.outputs(bound.layers)
        if self._last is None:
            return Line(self._points[:, 0], [found.T for found in values])
        units = [scale_units(found, bounds_of(bound, number, self._data)) for number, found in enumerate(values)]
        x, y = self._ranges
        return Plane(x, y, *self._output(self._last), units)

    def _output(self, lookup: Lookup) -> tuple[Scaled | None, Cells | None, Cells | None]:
        [values] = lookup.outputs(lookup.bound.layers[-1:])
        if values.shape[1] == 1:
            last = len(lookup.bound.layers) - 1
            return scale_units(values, bounds_of(lookup.bound, last, self._data))[0], None, None
        if self._data.kind != "classification":
            return None, None, None
        return None, values.argmax(axis=1).astype(np.uint8), to_cells(values.max(axis=1), 0.0, 1.0)


def bounds_of(bound: Bound, number: int, data: Data) -> tuple[float, float] | None:
    """Return between what a layer's values are shown; None for as far as they go.

    Args:
        bound: the network.
        number: the layer, from 0, the first after the input.
        data: the values of the last layer are shown as far as the targets go, unless it has bounds of its own.
    """
    last = number == len(bound.layers) - 1
    found = BOUNDS.get(bound.layers[number].activation or "")
    if last and bound.said is not None:
        op = bound.graph.nodes[bound.said.node].op
        found = (0.0, 1.0) if bound.said.inside else BOUNDS.get(op.name if op is not None else "")
    if found is None and last and data.t is not None:
        largest = float(np.abs(data.t).max()) or 1.0
        return -largest, largest
    return found


def scale_units(values: Array, bounds: tuple[float, float] | None) -> list[Scaled]:
    """Return each unit's values, (points, units), as cells."""
    columns = np.nan_to_num(values.T)
    if bounds is not None:
        return [Scaled(*bounds, cells) for cells in to_cells(columns, *bounds)]
    largest = np.abs(columns).max(axis=1)
    largest[largest == 0.0] = 1.0
    return [
        Scaled(-most, most, to_cells(column, -most, most))
        for most, column in zip(largest.tolist(), columns, strict=True)
    ]


def to_cells(values: Array, low: float, high: float) -> Cells:
    """Return values as cells; what lies outside, at the edge."""
    shares = (np.nan_to_num(values) / (high - low) - low / (high - low)) * LEVELS
    return np.rint(np.clip(shares, 0, LEVELS)).astype(np.uint8)


def reach(column: Array) -> tuple[float, float]:
    """Return how far a field goes along an input."""
    low, high = float(column.min()), float(column.max())
    wider = MARGIN / 2 * (high - low) or 1.0
    return low - wider, high + wider


def grid(ranges: Sequence[tuple[float, float]], size: int) -> Array:
    """Return the middles of the cells, float64 (size², 2), row by row from the largest second input down."""
    x, y = (low + (np.arange(size) + 0.5) * (high - low) / size for low, high in ranges)
    return np.stack([np.tile(x, size), np.repeat(y[::-1], size)], axis=1)


def line(reached: tuple[float, float]) -> Array:
    """Return places along the only input, float64 (LINE, 1)."""
    return np.linspace(*reached, LINE)[:, None]
