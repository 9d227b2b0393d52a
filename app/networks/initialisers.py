"""Initialisers: how the weights of a layer start, each by its published formula."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from app.engine.shapes import Array

Draw = Callable[[np.random.Generator, int, int, Mapping[str, float]], Array]


@dataclass(frozen=True, slots=True)
class Initialiser:
    """One way to start a layer's weights, a matrix of `fan_in` × `fan_out`.

    Attributes:
        name: its name in a network's description.
        draw: makes the matrix, float64, from a generator, fan_in (the layer's inputs), fan_out (its units) and
            the options.
        options: its options with their defaults.
        formula: the distribution, LaTeX.
        source: where it is published.
    """

    name: str
    draw: Draw
    options: Mapping[str, float] = field(default_factory=dict)
    formula: str = ""
    source: str = ""


def zeros(generator: np.random.Generator, fan_in: int, fan_out: int, options: Mapping[str, float]) -> Array:
    """Return w = 0: every unit of a layer then stays like every other."""
    return np.zeros((fan_in, fan_out))


def constant(generator: np.random.Generator, fan_in: int, fan_out: int, options: Mapping[str, float]) -> Array:
    """Return w = value."""
    return np.full((fan_in, fan_out), options["value"])


def uniform(generator: np.random.Generator, fan_in: int, fan_out: int, options: Mapping[str, float]) -> Array:
    """Return w ~ U[low, high)."""
    low, high = options["low"], options["high"]
    return generator.uniform(low, high, (fan_in, fan_out))


def normal(generator: np.random.Generator, fan_in: int, fan_out: int, options: Mapping[str, float]) -> Array:
    """Return w ~ N(mean, std²)."""
    return generator.normal(options["mean"], options["std"], (fan_in, fan_out))


def xavier_uniform(generator: np.random.Generator, fan_in: int, fan_out: int, options: Mapping[str, float]) -> Array:
    """Return w ~ U[−r, r) with r = √(6 / (fan_in + fan_out)), the "normalized initialization".

    Source: Glorot and Bengio 2010, equation 16.
    """
    bound = math.sqrt(6.0 / (fan_in + fan_out))
    return generator.uniform(-bound, bound, (fan_in, fan_out))


def xavier_normal(generator: np.random.Generator, fan_in: int, fan_out: int, options: Mapping[str, float]) -> Array:
    """Return w ~ N(0, σ²) with σ² = 2 / (fan_in + fan_out).

    Source: Glorot and Bengio 2010, equation 12: the variance that is a compromise of both passes.
    """
    return generator.normal(0.0, math.sqrt(2.0 / (fan_in + fan_out)), (fan_in, fan_out))


def he_uniform(generator: np.random.Generator, fan_in: int, fan_out: int, options: Mapping[str, float]) -> Array:
    """Return w ~ U[−r, r) with r = √(6 / fan_in): the variance of `he_normal`, 2 / fan_in = r² / 3.

    Source: He et al. 2015, equation 10, which fixes the variance and leaves the distribution open.
    """
    bound = math.sqrt(6.0 / fan_in)
    return generator.uniform(-bound, bound, (fan_in, fan_out))


def he_normal(generator: np.random.Generator, fan_in: int, fan_out: int, options: Mapping[str, float]) -> Array:
    """Return w ~ N(0, σ²) with σ² = 2 / fan_in.

    Source: He et al. 2015, equation 10.
    """
    return generator.normal(0.0, math.sqrt(2.0 / fan_in), (fan_in, fan_out))


GLOROT = "Glorot and Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010"
HE = "He et al., Delving Deep into Rectifiers, 2015"
NONE: Mapping[str, float] = MappingProxyType({})

_ALL = (
    Initialiser("zeros", zeros, NONE, "w = 0"),
    Initialiser("constant", constant, {"value": 0.5}, r"w = \mathit{value}"),
    Initialiser("uniform", uniform, {"low": -1.0, "high": 1.0}, r"w \sim U[\mathit{low}, \mathit{high})"),
    Initialiser("normal", normal, {"mean": 0.0, "std": 1.0}, r"w \sim N(\mathit{mean}, \mathit{std}^{2})"),
    Initialiser(
        "xavier_uniform",
        xavier_uniform,
        NONE,
        r"w \sim U\left[-r, r\right), \; r = \sqrt{\frac{6}{n_\text{in} + n_\text{out}}}",
        f"{GLOROT}, equation 16",
    ),
    Initialiser(
        "xavier_normal",
        xavier_normal,
        NONE,
        r"w \sim N\left(0, \frac{2}{n_\text{in} + n_\text{out}}\right)",
        f"{GLOROT}, equation 12",
    ),
    Initialiser(
        "he_uniform",
        he_uniform,
        NONE,
        r"w \sim U\left[-r, r\right), \; r = \sqrt{\frac{6}{n_\text{in}}}",
        f"{HE}, equation 10",
    ),
    Initialiser("he_normal", he_normal, NONE, r"w \sim N\left(0, \frac{2}{n_\text{in}}\right)", f"{HE}, equation 10"),
)
INITIALISERS: Mapping[str, Initialiser] = MappingProxyType({one.name: one for one in _ALL})
"""Every initialiser by name."""

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        f"{other}_{kind}": f"{name}_{kind}"
        for other, name in (("glorot", "xavier"), ("kaiming", "he"))
        for kind in ("uniform", "normal")
    }
)
"""Other names of the same: after the first author's other name."""
