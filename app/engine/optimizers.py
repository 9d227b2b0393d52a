"""Optimizers: a rule with its options, a schedule, clipping and penalties, and how all this is run."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from app.engine.errors import SpecError
from app.engine.recorder import compile_calls
from app.engine.rules import OPTIMIZERS, Optimizer, Scalars
from app.engine.schedules import ScheduleSpec, check_names
from app.engine.shapes import Array

__all__ = [
    "CLIP_EPSILON",
    "OPTIMIZERS",
    "Optimizer",
    "OptimizerSpec",
    "Updater",
    "changing_scalars",
    "learning_rate_at",
    "move",
]

CLIP_EPSILON = 1e-6
"""What PyTorch's clip_grad_norm_ adds to the norm before it divides."""
BELOW_ONE = ("momentum", "alpha", "beta1", "beta2")
"""The options that say which part of the past stays."""
MOST_REPLAYS = 8


@dataclass(frozen=True, slots=True)
class OptimizerSpec:
    """An optimizer with everything that it is told beforehand.

    Attributes:
        name: a key of `OPTIMIZERS`.
        learning_rate: η, from 0; of the first update, where there is a schedule.
        options: the optimizer's own options by name, sorted; those left out have their defaults.
        schedule: how the learning rate changes; None for not at all.
        clip: the largest length that the gradient of all parameters together keeps; None for any.
        l1: λ₁ of the penalty λ₁ Σ |w|, whose gradient is added to the clipped one.
        l2: λ₂ of the penalty ½ λ₂ Σ w², whose gradient is added to the clipped one.

    Raises:
        SpecError: there is no such optimizer or option, or a number is outside what it may be.
    """

    name: str = "sgd"
    learning_rate: float = 0.1
    options: tuple[tuple[str, float], ...] = ()
    schedule: ScheduleSpec | None = None
    clip: float | None = None
    l1: float = 0.0
    l2: float = 0.0

    def __post_init__(self) -> None:
        if self.name not in OPTIMIZERS:
            rule, hint = "an optimizer must be one that training has", f"Use {', '.join(OPTIMIZERS)}."
            raise SpecError("name", rule, f"got '{self.name[:40]}'", hint)
        check_names("", self.name, self.optimizer.options, self.options)
        numbers = {"learning_rate": self.learning_rate, "l1": self.l1, "l2": self.l2, **dict(self.options)}
        for name, value in numbers.items():
            if name in BELOW_ONE and not 0 <= value < 1:
                hint = f"Usual is {self.optimizer.options[name]:g}."
                raise SpecError(name, f"{name} is a number from 0 to below 1", f"got {value:g}", hint)
            if not 0 <= value < math.inf:
                raise SpecError(name, f"{name} is a finite number from 0", f"got {value:g}")
        if self.clip is not None and not 0 < self.clip < math.inf:
            rule, hint = "a gradient is clipped to a length above 0", "Leave it out to clip nothing."
            raise SpecError("clip", rule, f"got {self.clip:g}", hint)

    @property
    def optimizer(self) -> Optimizer:
        """The optimizer of this name."""
        return OPTIMIZERS[self.name]

    @property
    def filled(self) -> dict[str, float]:
        """The optimizer's own options, the defaults of those that were left out among them."""
        return {**self.optimizer.options, **dict(self.options)}


def learning_rate_at(spec: OptimizerSpec, iteration: int) -> float:
    """Return the learning rate of an update; `iteration` counts from 1."""
    return spec.learning_rate if spec.schedule is None else spec.schedule.rate(spec.learning_rate, iteration)


def changing_scalars(spec: OptimizerSpec, iteration: int, gradient: Array, started: int = 0) -> dict[str, float]:
    """Return the scalars of one update that are not those of the next.

    Args:
        spec: the optimizer.
        iteration: which update, from 1.
        gradient: float64 (P,), the gradient of all parameters together.
        started: the updates made before this optimizer's first, by another one.
    """
    scalars = {"learning_rate": learning_rate_at(spec, iteration)}
    if "m" in spec.optimizer.state:  # the means start at 0: after t updates their weights add up to 1 − βᵗ
        options = spec.filled
        scalars["correction1"] = 1.0 - options["beta1"] ** (iteration - started)
        scalars["correction2"] = 1.0 - options["beta2"] ** (iteration - started)
    if spec.clip is not None:
        with np.errstate(all="ignore"):
            scalars["norm"] = math.sqrt(np.dot(gradient, gradient))
        scalars["clip_factor"] = min(1.0, spec.clip / (scalars["norm"] + CLIP_EPSILON))
    return scalars


def move(spec: OptimizerSpec, w: Array, g: Array, state: Mapping[str, Array], scalars: Scalars) -> dict[str, Array]:
    """Clip, add the penalties' gradients, and apply the rule.

    Args:
        spec: the optimizer.
        w: float64, parameters.
        g: float64 of their shape, the loss' gradient.
        state: float64 of their shape each.
        scalars: as `changing_scalars` gives them.

    Returns:
        What the rule gives, and the gradient that it took under "used".
    """
    used = g * scalars["clip_factor"] if spec.clip is not None else g
    if spec.l2:
        used = used + spec.l2 * w
    if spec.l1:
        used = used + spec.l1 * np.sign(w)
    return {"used": used, **spec.optimizer.step(w, used, state, {**spec.filled, **scalars})}


class Updater:
    """An optimizer at work on one flat vector of parameters, without allocation: its rule is recorded once.

    Args:
        spec: the optimizer.
        parameters: float64 (P,), moved in place by every update.

    Attributes:
        state: what it remembers, float64 (P,) each; zeros at first, and free to be written.
        started: the updates made before it began to remember; free to be written.
    """

    def __init__(self, spec: OptimizerSpec, parameters: Array) -> None:
        self.spec = spec
        self.parameters = parameters
        self.state: Mapping[str, Array] = {name: np.zeros_like(parameters) for name in spec.optimizer.state}
        self.started = 0
        self._scalars = {name: np.zeros(()) for name in changing_scalars(spec, 1, parameters)}
        # By identity; the array is kept beside its replay, so that its identity stays its own.
        self._replays: dict[int, tuple[Array, Callable[[], None]]] = {}

    def update(self, gradient: Array, iteration: int) -> float:
        """Move the parameters.

        Args:
            gradient: float64 (P,), the loss' gradient; kept as it is. One of a few arrays that come again and again,
                such as those of the plans in use: for a new one the rule is recorded anew.
            iteration: which update, from 1; after `started`.

        Returns:
            The learning rate.
        """
        known = self._replays.get(id(gradient)) or self._record(gradient)
        scalars = changing_scalars(self.spec, iteration, gradient, self.started)
        for name, buffer in self._scalars.items():
            buffer[()] = scalars[name]
        known[1]()
        return scalars["learning_rate"]

    def _record(self, gradient: Array) -> tuple[Array, Callable[[], None]]:
        def rule(given: Mapping[str, Array]) -> Mapping[str, Array]:
            return move(self.spec, given["w"], given["g"], given, given)

        if len(self._replays) == MOST_REPLAYS:
            self._replays.clear()
        inputs = {"w": self.parameters, "g": gradient, **self.state, **self._scalars}
        recorded = gradient, compile_calls(rule, inputs, {"new": self.parameters, **self.state})
        self._replays[id(gradient)] = recorded
        return recorded
