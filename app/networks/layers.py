"""What a recognised network is: its layers, which node plays which part, and what follows the last layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Part = tuple[int | str, ...]
"""A node's place: its layer and part (`a z W b product target loss`); in scalar form the unit, for W the input too."""


@dataclass(frozen=True, slots=True)
class Neuron:
    """One neuron of the scalar form, by node indices; an input has `a` alone.

    Attributes:
        z: its affine sum.
        a: what its activation makes of z; None where it has none.
        bias: its bias; None where it has none.
        weights: for each unit of the previous layer the weight on it; None where they are not connected.
        activation: the activation's operation; None where it is a formula.
        inner: the nodes between z and a, where the activation is a formula.
    """

    z: int | None = None
    a: int | None = None
    bias: int | None = None
    weights: tuple[int | None, ...] = ()
    activation: str | None = None
    inner: tuple[int, ...] = ()

    @property
    def output(self) -> int:
        """What the next layer reads."""
        found = self.z if self.a is None else self.a
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer, by node indices; layer 0 is the input, which has `a` alone.

    Attributes:
        units: how many neurons it has.
        z: the affine result; None in scalar form.
        a: the activation's result; None where there is none, and in scalar form.
        weights: the matrix, inputs × units, or the vector of a single unit; None in scalar form.
        bias: one number for each unit, (units,), (1, units) or, of a single unit, (); None where there is none,
            and in scalar form.
        activation: the operation's name; None where there is none, where it is a formula, or where neurons differ.
        inner: the nodes between z and a, where the activation is a formula; empty in scalar form.
        neurons: the scalar form's; empty in matrix form.
    """

    units: int
    z: int | None = None
    a: int | None = None
    weights: int | None = None
    bias: int | None = None
    activation: str | None = None
    inner: tuple[int, ...] = ()
    neurons: tuple[Neuron, ...] = ()

    @property
    def output(self) -> int | None:
        """What the next layer reads: a, or z where there is no activation; None in scalar form."""
        return self.z if self.a is None else self.a


@dataclass(frozen=True, slots=True)
class Loss:
    """What follows the last layer.

    Attributes:
        node: the output.
        op: the loss operation that reads the last layer and is the output; None for any other way to write one.
        target: the leaf it is compared with, where there is just one.
    """

    node: int
    op: str | None
    target: int | None


@dataclass(frozen=True, slots=True)
class Network:
    """A network read off a graph.

    Attributes:
        form: whole matrices, or single numbers.
        samples: rows of the input; None where activations have no batch axis.
        layers: from the input on.
        loss: what follows the last layer; None where nothing does.
        parts: each node's place.
    """

    form: Literal["matrix", "scalar"]
    samples: int | None
    layers: tuple[Layer, ...]
    loss: Loss | None
    parts: Mapping[int, Part]
