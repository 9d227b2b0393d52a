"""What is asked about a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.engine.optimizers import OptimizerSpec
from app.networks.datasets import AnySpec
from app.networks.spec import NetworkSpec

Granularity = Literal["tensor", "element"]
Include = Literal["formulas", "jacobians", "samples"]


@dataclass(frozen=True, slots=True)
class Question:
    """A program and what to do with it.

    Attributes:
        program: its text; with a network it may be empty, which then is written down.
        values: values for leaves, by name: numbers, nested lists, or the strings for numbers that are not finite.
        output: the value to differentiate; the program's own output if None.
        constants: leaves without a gradient.
        roles: leaf to role.
        seed: the output's upstream gradient; ones if None.
        learning_rate: how far parameters move; no update if None.
        optimizer: how they move, in the place of `learning_rate`.
        iteration: which of the optimizer's updates this is, from 1.
        state: what it remembers, by its name and the parameter's: numbers and nested lists; zeros where none is given.
        started: the updates made before the optimizer's first, by another one.
        granularity: one node a tensor, or one an element.
        include: what steps carry beside their numbers.
        locale: the language of the texts, as gettext names it.
        network: gives values and roles to the leaves of the same names.
        fold: the most numbers that an array shows one by one; None for all.
        data: its rows become the leaves `x` and `t`.
        rows: which rows; None for all, or of many the first.
    """

    program: str
    values: Mapping[str, Any] = field(default_factory=dict)
    output: str | None = None
    constants: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    seed: Any = None
    learning_rate: float | None = None
    optimizer: OptimizerSpec | None = None
    iteration: int = 1
    state: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    started: int = 0
    granularity: Granularity = "tensor"
    include: frozenset[Include] = frozenset({"formulas"})
    locale: str = "en"
    network: NetworkSpec | None = None
    fold: int | None = None
    data: AnySpec | None = None
    rows: tuple[int, ...] | None = None
