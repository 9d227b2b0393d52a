"""What is asked about a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

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
        granularity: one node a tensor, or one an element.
        include: what steps carry beside their numbers.
        locale: the language of the texts, as gettext names it.
        network: gives values and roles to the leaves of the same names.
        fold: the most numbers that an array shows one by one; None for all.
    """

    program: str
    values: Mapping[str, Any] = field(default_factory=dict)
    output: str | None = None
    constants: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    seed: Any = None
    learning_rate: float | None = None
    granularity: Granularity = "tensor"
    include: frozenset[Include] = frozenset({"formulas"})
    locale: str = "en"
    network: NetworkSpec | None = None
    fold: int | None = None
