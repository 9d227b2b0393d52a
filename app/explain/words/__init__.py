"""The words of every operation; an operation without its own has its family's."""

from __future__ import annotations

from app.engine.ops.record import Op
from app.explain.words.arithmetic import ARITHMETIC
from app.explain.words.functions import FUNCTIONS
from app.explain.words.layers import LAYERS, WINDOW
from app.explain.words.linear import LINEAR, PLACED
from app.explain.words.record import N_, OpWords
from app.explain.words.reductions import REDUCTIONS

OPERATIONS: dict[str, OpWords] = {**ARITHMETIC, **FUNCTIONS, **LINEAR, **LAYERS, **REDUCTIONS}
REDUCED = N_("Each element of {x} receives the gradient of the result it went into, times its own slope.")
FAMILIES: dict[str, OpWords] = {
    "elementwise": OpWords(
        N_("The element-wise operation"),
        N_("Each element is worked on by itself."),
        (N_("Each element of {y} depends on one element of {x}: the gradient is scaled by the slope there."),),
    ),
    "reduction": OpWords(N_("The reduction"), N_("Many numbers become few."), (REDUCED,)),
    "loss": OpWords(N_("The loss"), N_("One number says how far the prediction is from the target."), (REDUCED,)),
    "matmul": LINEAR["matmul"],
    "jacobian": OpWords(
        N_("The Jacobian"),
        N_("Every result depends on every number of its row."),
        (N_("Every output depends on every input, so the gradient is multiplied by the whole Jacobian."),),
    ),
    "window": WINDOW,
    "selection": OpWords(N_("The rearrangement"), N_("Elements are moved; no number changes."), (PLACED,)),
}


def words_for(op: Op) -> OpWords:
    """Return the words of an operation, or of its family."""
    return OPERATIONS.get(op.name) or FAMILIES[op.family]


__all__ = ["FAMILIES", "OPERATIONS", "OpWords", "words_for"]
