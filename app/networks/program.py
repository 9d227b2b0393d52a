"""A network's description becomes a program that can be read and edited, and the numbers it starts with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from app.engine.errors import LimitError
from app.engine.graph import Limits, Role
from app.engine.shapes import Array
from app.networks.spec import SOFTMAX, NetworkSpec

DRAWN = {"x": 0, "t": 1, "W": 2}
"""What is drawn, each from a stream of its own: another batch leaves the weights alone."""

MOST_LAYERS = 200


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer's values by their names in the program.

    Attributes:
        units: how many neurons it has.
        a: what the next layer reads; None for a layer whose z is read.
        z: its affine result; None for the input.
        W: its weights, inputs × units.
        b: its biases.
        activation: the operation between z and a.
    """

    units: int
    a: str | None
    z: str | None = None
    W: str | None = None
    b: str | None = None
    activation: str | None = None

    @property
    def result(self) -> str:
        """The value that the next layer reads."""
        name = self.a or self.z
        assert name is not None
        return name


@dataclass(frozen=True, slots=True)
class NetworkProgram:
    """A network, written down.

    Attributes:
        program: its text: one line for each z, each a, and the loss.
        values: its leaves by name, float64, not to be written to: x (batch × inputs), W1 (inputs × units),
            b1 (units), …, t (the last result's shape).
        roles: what each leaf is.
        layers: the input first.
        output: the name of what is differentiated.
    """

    program: str
    values: Mapping[str, Array]
    roles: Mapping[str, Role]
    layers: tuple[Layer, ...]
    output: str


@lru_cache(maxsize=4)
def write_program(spec: NetworkSpec, limits: Limits | None = None) -> NetworkProgram:
    """Write a network down as a program, z = a @ W + b and a = f(z) layer by layer.

    The rows of x are standard normal, rounded to two decimals; biases start at 0; weights as the initialiser says.

    Args:
        spec: the network.
        limits: how large it may be.

    Returns:
        The program with its values; the same for the same description.

    Raises:
        LimitError: it would be too large.
    """
    check_size(spec, limits or Limits())
    layers = tuple(name_layers(spec))
    lines, output = write_lines(spec, layers)
    values = dict(draw_values(spec, layers))
    for value in values.values():
        value.flags.writeable = False
    kinds: dict[str, Role] = {"x": "input", "t": "target"}
    roles: dict[str, Role] = {name: kinds.get(name, "parameter") for name in values}
    return NetworkProgram("\n".join(lines), values, roles, layers, output)


def check_size(spec: NetworkSpec, limits: Limits) -> None:
    """Refuse what would be too large, before anything is drawn.

    Raises:
        LimitError: it has too many layers, or numbers in one value or in all.
    """
    if len(spec.layers) > MOST_LAYERS:
        raise LimitError(f"a network may have {MOST_LAYERS:,} layers", f"got {len(spec.layers):,}")
    units = [layer.units for layer in spec.layers]
    pairs = pairwise(units)
    shapes = [*((spec.batch, n) for n in units), *pairs]
    for rows, columns in shapes:
        if rows * columns > limits.elements:
            rule = f"a value may hold {limits.elements:,} numbers"
            raise LimitError(rule, f"shape ({rows}, {columns}) holds {rows * columns:,}", "Use fewer units or rows.")
    if sum(rows * columns for rows, columns in shapes) > limits.total_elements:
        rule = f"all values together may hold {limits.total_elements:,} numbers"
        raise LimitError(rule, "there are more", "Use fewer units or rows.")


def name_layers(spec: NetworkSpec) -> Iterator[Layer]:
    """Name each layer's values: x, then z1, W1, b1 and a1, and so on."""
    first, *others = spec.layers
    yield Layer(first.units, "x")
    for i, layer in enumerate(others, 1):
        name = layer.activation
        yield Layer(layer.units, f"a{i}" if name else None, f"z{i}", f"W{i}", f"b{i}", name)


def write_lines(spec: NetworkSpec, layers: tuple[Layer, ...]) -> tuple[list[str], str]:
    """Return the program's lines and the name of its output."""
    lines = []
    before = layers[0].result
    for layer in layers[1:]:
        lines.append(f"{layer.z} = {before} @ {layer.W} + {layer.b}")
        if layer.activation:
            lines.append(f"{layer.a} = {layer.activation}({layer.z})")
        before = layer.result
    if spec.loss is None:
        return lines, before
    if spec.loss == "sum_of_squares":
        return [*lines, f"C = sum({before} ** 2)"], "C"
    return [*lines, f"L = {spec.loss}({before}, t)"], "L"


def draw_values(spec: NetworkSpec, layers: tuple[Layer, ...]) -> Iterator[tuple[str, Array]]:
    """Draw every leaf's numbers, in the order of the program."""
    yield "x", np.round(stream(spec, "x").standard_normal((spec.batch, layers[0].units)), 2) + 0.0
    initialiser, options = spec.init.initialiser, spec.init.filled
    for i, (before, layer) in enumerate(pairwise(layers), 1):
        generator = stream(spec, "W", i)
        yield f"W{i}", initialiser.draw(generator, before.units, layer.units, options)
        yield f"b{i}", np.zeros(layer.units)
    if spec.loss not in (None, "sum_of_squares"):
        yield "t", draw_targets(spec)


def stream(spec: NetworkSpec, kind: str, layer: int = 0) -> np.random.Generator:
    """Return the generator of one leaf's numbers."""
    return np.random.default_rng([spec.seed, DRAWN[kind], layer])


def draw_targets(spec: NetworkSpec) -> Array:
    """Draw targets that the loss and the last layer can reach: (batch, units).

    One class a row after softmax and for cross-entropy; 0 or 1 for binary cross-entropy; numbers from 0 to 1 after
    a sigmoid, and any others, with two decimals.
    """
    generator = stream(spec, "t")
    last = spec.layers[-1]
    shape = (spec.batch, last.units)
    if last.activation == SOFTMAX or spec.loss == "cross_entropy":
        hot = np.zeros(shape)
        hot[np.arange(spec.batch), generator.integers(last.units, size=spec.batch)] = 1.0
        return hot
    if spec.loss in ("binary_cross_entropy", "binary_cross_entropy_with_logits"):
        return generator.integers(2, size=shape).astype(np.float64)
    if last.activation == "sigmoid":
        return np.round(generator.uniform(size=shape), 2)
    return np.round(generator.standard_normal(shape), 2) + 0.0
