"""What can be wrong with a graph: one class for each kind, carrying its parts as data.

Messages elsewhere are built from `rule`, `found` and `hint`; positions are added by whoever knows the
program text.
"""

from __future__ import annotations

Shape = tuple[int, ...]


class EngineError(Exception):
    """A graph that cannot be built or run.

    Args:
        rule: what must hold, as a sentence without a full stop.
        found: what was there instead.
        hint: what to try, or an empty string.
        shapes: the shapes involved, in operand order.
    """

    def __init__(self, rule: str, found: str, hint: str = "", shapes: tuple[Shape, ...] = ()) -> None:
        super().__init__(rule, found, hint, shapes)
        self.rule = rule
        self.found = found
        self.hint = hint
        self.shapes = shapes

    def __str__(self) -> str:
        return f"{self.rule}; {self.found}.{' ' + self.hint if self.hint else ''}"


class ShapeError(EngineError):
    """Operands whose shapes do not fit together."""


class DomainError(EngineError):
    """A value or an option outside what an operation accepts."""


class UnknownOperationError(EngineError):
    """An operation that the registry does not hold."""


class UnknownNodeError(EngineError):
    """A name or an id that the graph does not hold."""


class LimitError(EngineError):
    """A graph larger than the limits allow; raised before the work is done."""


class SpecError(DomainError):
    """A description that makes nothing.

    Args:
        field: which part of it is wrong, such as `layers[1].units`.
        rule: what must hold, as a sentence without a full stop.
        found: what was there instead.
        hint: what to try, or an empty string.
    """

    def __init__(self, field: str, rule: str, found: str, hint: str = "") -> None:
        super().__init__(rule, found, hint)
        self.field = field
