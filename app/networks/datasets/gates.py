"""Tables that are known whole: the logic gates, and the encoder problem."""

from __future__ import annotations

import numpy as np

from app.engine.shapes import Array
from app.networks.datasets.data import Labels

CORNERS: Array = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
"""The four rows of every gate."""

GATES: dict[str, tuple[int, ...]] = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "xor": (0, 1, 1, 0)}


def gate(name: str) -> tuple[Array, Labels]:
    """Return a gate's inputs, (4, 2) of 0 and 1, and what it answers."""
    return CORNERS.copy(), np.array(GATES[name])


def encoder(size: int) -> Array:
    """Return one row for each of `size` messages, each with a single 1, (size, size).

    Source: Ackley, Hinton and Sejnowski, A Learning Algorithm for Boltzmann Machines, 1985: the encoder problem.
    """
    return np.eye(size)
