"""Words for products of matrices and for operations that only move elements."""

from __future__ import annotations

from app.explain.words.record import N_, OpWords

MATMUL = (
    N_(
        "Shapes decide: the upstream gradient is {upstream_shape} and {x} is {x_shape}; only the transpose of {other}, "
        "on the right, fits. The factors keep their places."
    ),
    N_(
        "Shapes decide: the upstream gradient is {upstream_shape} and {x} is {x_shape}; only the transpose of {other}, "
        "on the left, fits. It adds up over the rows."
    ),
)
PLACED = N_("Nothing was computed, only moved: each gradient goes back to the place its number came from.")

LINEAR: dict[str, OpWords] = {
    "matmul": OpWords(
        N_("The matrix product"),
        N_("Rows of {a} times columns of {b}. The order matters: a matrix product does not commute."),
        MATMUL,
    ),
    "dot": OpWords(
        N_("The dot product"),
        N_("Elements are multiplied in pairs and added up."),
        MATMUL,
    ),
    "outer": OpWords(
        N_("The outer product"),
        N_("Every element of {a} meets every element of {b}."),
        (N_("Each element of {x} met every element of {other}, so its gradient is summed over all of them."),),
    ),
    "transpose": OpWords(N_("The transpose"), N_("Rows become columns; no number changes."), (PLACED,)),
    "reshape": OpWords(N_("The new shape"), N_("The same numbers in the same order, in another shape."), (PLACED,)),
    "index": OpWords(
        N_("The selection"),
        N_("Some elements of {a} are taken; the others play no part from here on."),
        (N_("Only what was taken can move {y}: its gradient returns to its place, all other places receive 0."),),
    ),
    "concatenate": OpWords(
        N_("The joining"),
        N_("The parts are put one after the other."),
        (N_("Each part receives the piece of the gradient that belongs to it, unchanged."),),
    ),
    "stack": OpWords(
        N_("The stacking"),
        N_("The parts are stacked along a new axis."),
        (N_("Each part receives the layer of the gradient that belongs to it, unchanged."),),
    ),
}
