"""How an optimizer came to an update, as JSON."""

from __future__ import annotations

from typing import Any

from app.engine.updates import Move
from app.story.numbers import Spell, spell


def move_json(move: Move, number: Spell) -> dict[str, Any]:
    """Return what stands in an update step beside what plain gradient descent has."""
    told: dict[str, Any] = {
        "optimizer": move.spec.name,
        "iteration": move.iteration,
        "started": move.started,
        "used_gradient": number(move.made["used"]),
        "state": {name: {"old": number(old), "new": number(move.made[name])} for name, old in move.old.items()},
        "intermediates": {name: number(move.made[name]) for name in move.spec.optimizer.intermediates},
    }
    if move.spec.clip is not None:
        told["clipping"] = {"norm": spell(move.scalars["norm"]), "factor": spell(move.scalars["clip_factor"])}
    return told
