"""A network that can learn given data: what its last layer and its loss must be, and hidden layers that suffice."""

from __future__ import annotations

import numpy as np

from app.engine.shapes import Array
from app.networks.datasets.data import Data
from app.networks.spec import InitSpec, LayerSpec, NetworkSpec

Hidden = tuple[tuple[int, str], ...]


def suggest_network(data: Data, hidden: Hidden | None = None) -> NetworkSpec:
    """Return a network for data.

    Args:
        data: the data.
        hidden: units and activation of its hidden layers; None for one layer by the number of columns.
    """
    if hidden is None:
        hidden = ((min(32, 4 + data.x.shape[1]), "tanh"),)
    width = data.x.shape[1] if data.t is None else data.t.shape[1]
    activation, loss = suggest_end(data)
    layers = (
        LayerSpec(data.x.shape[1]),
        *(LayerSpec(units, name) for units, name in hidden),
        LayerSpec(width, activation),
    )
    rectified = any(name == "relu" for _, name in hidden)
    return NetworkSpec(layers, loss, InitSpec("he_normal" if rectified else "xavier_uniform"))


def suggest_end(data: Data) -> tuple[str | None, str]:
    """Return the last layer's activation and the loss that fit the targets.

    Classes in columns of their own: cross-entropy of logits. Targets of 0 and 1: sigmoid and binary cross-entropy;
    of −1 and 1: tanh and squares; between 0 and 1, of which an image is made: sigmoid and squares. Any others: squares.
    """
    if data.t is None:
        return None, "sum_of_squares"
    if data.kind == "classification" and data.t.shape[1] > 1:
        return None, "cross_entropy"
    if data.kind == "regression":
        return None, "mse"
    if holds_only(data.t, (0.0, 1.0)):
        return "sigmoid", "binary_cross_entropy"
    if holds_only(data.t, (-1.0, 1.0)):
        return "tanh", "mse"
    return ("sigmoid", "mse") if data.t.min() >= 0.0 and data.t.max() <= 1.0 else (None, "mse")


def holds_only(targets: Array, values: tuple[float, float]) -> bool:
    """Return whether nothing but two values stands in an array."""
    return bool(np.isin(targets, values).all())
