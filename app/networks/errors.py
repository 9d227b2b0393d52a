"""What can be wrong with a network's description."""

from __future__ import annotations

from app.engine.errors import DomainError


class SpecError(DomainError):
    """A description that makes no network.

    Args:
        field: which part of it is wrong, such as `layers[1].units`.
        rule: what must hold, as a sentence without a full stop.
        found: what was there instead.
        hint: what to try, or an empty string.
    """

    def __init__(self, field: str, rule: str, found: str, hint: str = "") -> None:
        super().__init__(rule, found, hint)
        self.field = field
