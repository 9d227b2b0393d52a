"""How large a program may be."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.graph import Limits


@dataclass(frozen=True, slots=True)
class ProgramLimits:
    """How large a program and its graph may be.

    Attributes:
        characters: in the program's text.
        iterations: loop iterations and calls of the program's own functions, all together.
        nodes: values in the graph.
        elements: numbers in one value.
        total_elements: numbers in all values together.
    """

    characters: int = 200_000
    iterations: int = 20_000
    nodes: int = 20_000
    elements: int = 250_000
    total_elements: int = 2_000_000

    @property
    def graph(self) -> Limits:
        """The engine's share of the limits."""
        return Limits(self.nodes, self.elements, self.total_elements)

    @property
    def work(self) -> int:
        """Expressions and statements that may be read, loops unrolled: far more than `nodes` ever need."""
        return 10 * self.nodes


BRACKETS = 100
"""How deep brackets may nest: Python's own parser stops at 200."""

DEPTH = 100
"""How deep expressions may nest, so that reading them never meets Python's own limit."""
