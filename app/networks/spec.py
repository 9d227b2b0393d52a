"""A network's description: layers, a loss, and how the weights start."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.engine.ops import ACTIVATIONS as ELEMENTWISE
from app.networks.errors import SpecError
from app.networks.initialisers import ALIASES, INITIALISERS, Initialiser

SOFTMAX = "softmax"
ACTIVATIONS = (*ELEMENTWISE, SOFTMAX)
"""The activations that a layer may have: those of the registry in any layer, softmax in the last."""
ANY = (None, *ACTIVATIONS)
LOSSES: Mapping[str, tuple[str | None, ...]] = {
    "mse": ANY,
    "sse": ANY,
    "cross_entropy": (None,),
    "cross_entropy_probs": (SOFTMAX,),
    "binary_cross_entropy": ("sigmoid",),
    "binary_cross_entropy_with_logits": (None,),
    "sum_of_squares": ANY,
}
"""Each loss with the activations that the last layer may have before it."""

# What a last layer's activation is compared with instead, where the loss has the activation in it or needs another.
INSTEAD = {
    ("cross_entropy", SOFTMAX): "cross_entropy_probs",
    ("binary_cross_entropy_with_logits", "sigmoid"): "binary_cross_entropy",
    ("cross_entropy_probs", None): "cross_entropy",
    ("binary_cross_entropy", None): "binary_cross_entropy_with_logits",
    ("binary_cross_entropy", SOFTMAX): "cross_entropy_probs",
    ("cross_entropy_probs", "sigmoid"): "binary_cross_entropy",
}


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One layer.

    Attributes:
        units: how many neurons it has, or numbers in a row of the input.
        activation: an operation's name; None for a layer that stays affine, and for the input.
    """

    units: int
    activation: str | None = None


@dataclass(frozen=True, slots=True)
class InitSpec:
    """How weights start; biases start at 0.

    Attributes:
        name: an initialiser, or another name of one.
        options: its options by name, sorted; those left out have their defaults.
    """

    name: str = "xavier_uniform"
    options: tuple[tuple[str, float], ...] = ()

    @property
    def initialiser(self) -> Initialiser:
        """The initialiser of this name."""
        return INITIALISERS[ALIASES.get(self.name, self.name)]

    @property
    def filled(self) -> dict[str, float]:
        """All options, the defaults of those that were left out among them."""
        return {**self.initialiser.options, **dict(self.options)}


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """A network and the numbers it starts with.

    Attributes:
        layers: the input first; at least two.
        loss: what follows the last layer; None for nothing.
        init: how weights start.
        seed: every number drawn follows from it.
        batch: rows of the input.

    Raises:
        SpecError: a part is unknown, or parts do not fit together.
    """

    layers: tuple[LayerSpec, ...]
    loss: str | None = None
    init: InitSpec = field(default_factory=InitSpec)
    seed: int = 0
    batch: int = 1

    def __post_init__(self) -> None:
        check_layers(self.layers)
        check_loss(self.loss, self.layers[-1].activation)
        check_init(self.init)
        if self.batch < 1:
            raise SpecError("batch", "a batch has at least one row", f"got {self.batch}")
        if self.seed < 0:
            raise SpecError("seed", "a network's seed is a whole number from 0", f"got {self.seed}")


def check_layers(layers: tuple[LayerSpec, ...]) -> None:
    """Check each layer by itself and in its place.

    Raises:
        SpecError: one has no units, an unknown activation, or one that stands elsewhere.
    """
    if len(layers) < 2:
        hint = "Add a layer with units and an activation."
        raise SpecError("layers", "a network needs an input and at least one layer", f"got {len(layers)}", hint)
    for i, layer in enumerate(layers):
        where = f"layers[{i}]"
        if layer.units < 1:
            raise SpecError(f"{where}.units", "a layer has at least one unit", f"got {layer.units}")
        name = layer.activation
        if name is None:
            continue
        if i == 0:
            rule, hint = "the input has no activation", "Leave it out, or add a layer after the input."
            raise SpecError(f"{where}.activation", rule, f"got '{name[:40]}'", hint)
        if name not in ACTIVATIONS:
            hint = f"Use {', '.join(ACTIVATIONS)}, or none."
            raise SpecError(
                f"{where}.activation", "an activation must be one that networks have", f"got '{name[:40]}'", hint
            )
        if name == SOFTMAX and i < len(layers) - 1:
            rule, hint = "softmax stands in the last layer", "Give this layer an element-wise activation."
            raise SpecError(f"{where}.activation", rule, f"got it in layer {i} of {len(layers) - 1}", hint)


def check_loss(loss: str | None, last: str | None) -> None:
    """Check that a loss takes what the last layer gives.

    Raises:
        SpecError: there is no such loss, or it needs another activation before it.
    """
    if loss is None:
        return
    if loss not in LOSSES:
        raise SpecError(
            "loss", "a loss must be one that networks have", f"got '{loss[:40]}'", f"Use {', '.join(LOSSES)}."
        )
    fitting = LOSSES[loss]
    if last in fitting:
        return
    wanted = fitting[0]
    instead = INSTEAD.get((loss, last))
    if wanted is None:
        rule = f"{loss} takes a last layer without activation"
        hint = f"Leave the activation out, or use {instead}." if instead else "Leave the activation out."
    else:
        rule = f"{loss} takes a last layer with {wanted}"
        hint = (
            f"Let the last layer have {wanted}, or use {instead}." if instead else f"Let the last layer have {wanted}."
        )
    raise SpecError("loss", rule, f"got {last}" if last else "got none", hint)


def check_init(init: InitSpec) -> None:
    """Check an initialiser's name and options.

    Raises:
        SpecError: there is no such initialiser or option, or an option is outside what it accepts.
    """
    if ALIASES.get(init.name, init.name) not in INITIALISERS:
        rule, hint = "an initialiser must be one that networks have", f"Use {', '.join(INITIALISERS)}."
        raise SpecError("init", rule, f"got '{init.name[:40]}'", hint)
    known = init.initialiser.options
    for name, value in init.options:
        if name not in known:
            hint = f"It has {', '.join(known)}." if known else "It has no options."
            raise SpecError(f"init.{name[:40]}", f"{init.name} takes its own options", f"got '{name[:40]}'", hint)
        if not math.isfinite(value):
            raise SpecError(f"init.{name}", "an initialiser's options are finite numbers", f"got {value}")
    options = init.filled
    if options.get("std", 0.0) < 0:
        raise SpecError("init.std", "a standard deviation is not negative", f"got {options['std']:g}")
    if "low" in options and not options["low"] <= options["high"]:
        rule, found = "low is not above high", f"got {options['low']:g} and {options['high']:g}"
        raise SpecError("init.low", rule, found, "Swap them.")
    if "low" in options and not math.isfinite(options["high"] - options["low"]):
        rule, found = "high − low must fit in 64 bits", f"got {options['low']:g} and {options['high']:g}"
        raise SpecError("init.low", rule, found)
