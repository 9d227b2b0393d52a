"""Points in the plane in two classes, within about ±1; every other point is of the other class.

Each generator takes how many points and a source of random numbers; `displace` adds the noise from a source of its
own, so that another noise moves the same points.
"""

from __future__ import annotations

import math

import numpy as np

from app.engine.shapes import Array
from app.networks.datasets.data import Labels

TURNS = 1.5
"""How often each arm of the spiral goes round."""


def alternate(n: int) -> Labels:
    """Return the labels 0, 1, 0, 1 and so on."""
    return np.arange(n) % 2


def circles(n: int, generator: np.random.Generator) -> tuple[Array, Labels]:
    """Return a disc of radius 0.5, class 1, in a ring from 0.7 to 1, class 0; both evenly filled."""
    labels = alternate(n)
    low, high = np.where(labels == 1, 0.0, 0.7), np.where(labels == 1, 0.5, 1.0)
    radius = np.sqrt(generator.uniform(low**2, high**2))
    return polar(radius, generator.uniform(0.0, math.tau, n)), labels


def gaussians(n: int, generator: np.random.Generator) -> tuple[Array, Labels]:
    """Return two normal clouds of standard deviation 0.15 around (−0.5, −0.5) and (0.5, 0.5)."""
    labels = alternate(n)
    return (labels - 0.5)[:, None] + generator.normal(0.0, 0.15, (n, 2)), labels


def xor_cloud(n: int, generator: np.random.Generator) -> tuple[Array, Labels]:
    """Return four normal clouds of standard deviation 0.15 around (±0.5, ±0.5), opposite ones of one class."""
    labels = alternate(n)
    first = np.arange(n) // 2 % 2
    corner = np.stack([first, first ^ labels], axis=1) - 0.5
    return corner + generator.normal(0.0, 0.15, (n, 2)), labels


def spiral(n: int, generator: np.random.Generator) -> tuple[Array, Labels]:
    """Return two arms that wind round each other: the radius grows with the angle, from 0.1 to 1."""
    labels = alternate(n)
    along = generator.uniform(0.0, 1.0, n)
    return polar(0.1 + 0.9 * along, math.tau * TURNS * along + math.pi * labels), labels


def moons(n: int, generator: np.random.Generator) -> tuple[Array, Labels]:
    """Return two half circles that reach into each other, 2 wide and 1 high in all."""
    labels = alternate(n)
    angle = generator.uniform(0.0, math.pi, n)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    return np.where(labels[:, None] == 1, -upper, upper) / 1.5, labels


def polar(radius: Array, angle: Array) -> Array:
    """Return points given by radius and angle, (n, 2)."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def displace(points: Array, noise: float, generator: np.random.Generator) -> Array:
    """Move each coordinate by a normal number of standard deviation `noise`."""
    return points + noise * generator.standard_normal(points.shape)
