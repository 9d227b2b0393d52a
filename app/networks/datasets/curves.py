"""Curves: one number in, one number out, both within ±1."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from app.engine.shapes import Array

CURVES: dict[str, Callable[[Array], Array]] = {
    "line": lambda x: 0.6 * x + 0.2,
    "sine": lambda x: np.sin(math.pi * x),
    "step": lambda x: np.where(x < 0.0, -0.5, 0.5),
    "abs": lambda x: 2.0 * np.abs(x) - 1.0,
    "bump": lambda x: np.exp(-8.0 * x * x),
    "sinc": lambda x: np.sinc(4.0 * x),
}
"""Each curve's formula; sinc is sin(4πx) / 4πx."""


def places(n: int) -> Array:
    """Return n numbers from −1 to 1, evenly spaced, (n, 1)."""
    return np.linspace(-1.0, 1.0, n)[:, None]
