"""Names and what they stand for, in the program or in one call of one of its functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.language.values import MaybeValue


@dataclass(slots=True)
class Scope:
    """Names of one level.

    Attributes:
        names: what each stands for.
        prefix: what stands before them in ids: `f.` in a call of f.
        values: names that the request gives.
        lost: names that a broken statement would have defined.
        pending: unnamed values of a call and the names that they will get unless they are returned.
    """

    names: dict[str, MaybeValue] = field(default_factory=dict)
    prefix: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    pending: list[tuple[str, int]] = field(default_factory=list)
