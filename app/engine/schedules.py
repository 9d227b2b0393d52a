"""Schedules: how the learning rate changes from iteration to iteration, in closed form."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.engine.errors import SpecError

Options = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Schedule:
    """One way for a learning rate to change.

    Attributes:
        name: its name in a description.
        rate: gives the learning rate from the first one, the updates made before (0 in the first), and the options.
        options: its options with their defaults.
        latex: the learning rate η in terms of the first one η₀, the updates made before k, and the options; LaTeX
            with `#{name}` for each, empty where nothing changes.
        source: where it is published.
    """

    name: str
    rate: Callable[[float, int, Options], float]
    options: Options = field(default_factory=dict)
    latex: str = ""
    source: str = ""


def constant(first: float, before: int, options: Options) -> float:
    """Return η₀."""
    return first


def step(first: float, before: int, options: Options) -> float:
    """Return η₀ · γ^⌊k / s⌋: a factor γ after every s updates."""
    return first * options["factor"] ** (before // int(options["every"]))


def cosine(first: float, before: int, options: Options) -> float:
    """Return η_min + ½ (η₀ − η_min)(1 + cos(π k / T)): half a wave, and the minimum ever after."""
    least, part = options["minimum"], min(1.0, before / options["iterations"])
    return least + (first - least) * ((1.0 + math.cos(math.pi * part)) / 2.0)


SCHEDULES: Mapping[str, Schedule] = MappingProxyType(
    {
        one.name: one
        for one in (
            Schedule("constant", constant),
            Schedule(
                "step",
                step,
                {"every": 100.0, "factor": 0.5},
                r"#{first} \cdot #{factor}^{\lfloor #{before} / #{every} \rfloor}",
                "He, Zhang, Ren and Sun, Deep Residual Learning for Image Recognition, CVPR 2016, section 3.4",
            ),
            Schedule(
                "cosine",
                cosine,
                {"iterations": 1000.0, "minimum": 0.0},
                r"#{minimum} + \tfrac{#{first} - #{minimum}}{2} "
                r"\left(1 + \cos \tfrac{\pi \cdot #{before}}{#{iterations}}\right)",
                "Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR 2017",
            ),
        )
    }
)


@dataclass(frozen=True, slots=True)
class ScheduleSpec:
    """A schedule with its options.

    Attributes:
        name: a key of `SCHEDULES`.
        options: its options by name, sorted; those left out have their defaults.

    Raises:
        SpecError: there is no such schedule or option, or an option is outside what it accepts.
    """

    name: str = "constant"
    options: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if self.name not in SCHEDULES:
            rule, hint = "a schedule must be one that optimizers have", f"Use {', '.join(SCHEDULES)}."
            raise SpecError("schedule.name", rule, f"got '{self.name[:40]}'", hint)
        check_names("schedule.", self.name, SCHEDULES[self.name].options, self.options)
        for name, value in self.options:
            if name in ("every", "iterations"):
                if value < 1 or not float(value).is_integer():
                    raise SpecError(
                        f"schedule.{name}", "a number of updates is a whole number from 1", f"got {value:g}"
                    )
            elif name == "factor" and not 0 <= value <= 1:
                raise SpecError("schedule.factor", "a factor is a number from 0 to 1", f"got {value:g}")
            elif not 0 <= value < math.inf:
                raise SpecError(f"schedule.{name}", f"{name} is a finite number from 0", f"got {value:g}")

    @property
    def filled(self) -> Options:
        """All options, the defaults of those that were left out among them."""
        return {**SCHEDULES[self.name].options, **dict(self.options)}

    def rate(self, first: float, iteration: int) -> float:
        """Return the learning rate of an update.

        Args:
            first: the learning rate of the first update.
            iteration: which update, from 1.
        """
        return SCHEDULES[self.name].rate(first, iteration - 1, self.filled)


def check_names(prefix: str, name: str, known: Options, given: tuple[tuple[str, float], ...]) -> None:
    """Check that options are those that something has.

    Raises:
        SpecError: one is not.
    """
    for option, _ in given:
        if option not in known:
            hint = f"It has {', '.join(known)}." if known else "It has no options."
            raise SpecError(f"{prefix}{option[:40]}", f"{name} takes its own options", f"got '{option[:40]}'", hint)
