"""What can be wrong with a network's description: the engine's own error for descriptions."""

from __future__ import annotations

from app.engine.errors import SpecError

__all__ = ["SpecError"]
