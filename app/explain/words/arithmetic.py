"""Words for arithmetic and for choices between values."""

from __future__ import annotations

from app.explain.words.record import N_, OpWords

FLAT = N_("{y} only jumps and is flat in between: a small step in {x} changes nothing, so no gradient passes.")
BY_NUMBER = N_("If {x} rises by 1, {y} changes by {local}: a fixed factor passes the gradient on, scaled.")
WITH_NUMBER = N_("{y} is made of {a} and {b}. A number written in the program is fixed: no gradient goes to it.")
COMPARISON = OpWords(
    N_("The comparison"),
    N_("{y} is 1 where the comparison of {a} and {b} holds, else 0: a switch, not a slope."),
    (FLAT,),
    (FLAT,),
)

ARITHMETIC: dict[str, OpWords] = {
    "add": OpWords(
        N_("The sum"),
        N_("{a} and {b} are added. A sum treats both alike: on the way back each receives the whole gradient."),
        (N_("If {x} rises by 1, {y} rises by 1, whatever {other} is: a sum passes the gradient on unchanged."),),
        (N_("If {x} rises by 1, {y} rises by 1, whatever {other} is: a sum passes the gradient on unchanged."),),
    ),
    "subtract": OpWords(
        N_("The difference"),
        N_("{b} is taken away from {a}. On the way back {a} receives the gradient as it is, {b} with the sign turned."),
        (
            N_("If {x} rises by 1, {y} rises by 1: the first part of a difference receives the gradient unchanged."),
            N_("If {x} rises by 1, {y} falls by 1: what is taken away receives the gradient with its sign turned."),
        ),
        (
            N_("If {x} rises by 1, {y} rises by 1: the first part of a difference receives the gradient unchanged."),
            N_("If {x} rises by 1, {y} falls by 1: what is taken away receives the gradient with its sign turned."),
        ),
    ),
    "multiply": OpWords(
        N_("The product"),
        N_("{a} times {b}. Both numbers are kept: on the way back each is the other one's local derivative."),
        (N_("Each element of {x} was multiplied by {other}, so the slope of {y} along {x} is {other}."),),
        (N_("If {x} rises by 1, {y} changes by {other}, {local}: in a product each factor is the other one's slope."),),
    ),
    "divide": OpWords(
        N_("The quotient"),
        N_("{a} divided by {b}. A larger {b} makes the result smaller, which the way back shows as a minus sign."),
        (
            N_("{x} is divided by {other}, so a step in {x} arrives in {y} divided by {other} as well."),
            N_("{x} divides: as it grows {y} shrinks towards 0, so the slope has a minus sign and {x} squared below."),
        ),
    ),
    "power": OpWords(
        N_("The power"),
        N_("{a} to the power of {b}."),
        (
            N_("The power rule: the exponent comes down as a factor and is one less above."),
            N_("With {x} as the exponent {y} grows in proportion to itself, times the logarithm of the base."),
        ),
    ),
    "negative": OpWords(
        N_("The change of sign"),
        N_("{a} with its sign turned."),
        (N_("If {x} rises by 1, {y} falls by 1, so the gradient's sign turns too."),),
        (N_("If {x} rises by 1, {y} falls by 1, so the gradient's sign turns too."),),
    ),
    "maximum": OpWords(
        N_("The larger of two"),
        N_("Only the larger of {a} and {b} goes on; the other one has no say."),
        (N_("Only the larger value went on, so it alone receives the gradient; the smaller cannot change {y}."),),
        (N_("Only the larger value went on, so it alone receives the gradient; the smaller cannot change {y}."),),
    ),
    "minimum": OpWords(
        N_("The smaller of two"),
        N_("Only the smaller of {a} and {b} goes on; the other one has no say."),
        (N_("Only the smaller value went on, so it alone receives the gradient; the larger cannot change {y}."),),
        (N_("Only the smaller value went on, so it alone receives the gradient; the larger cannot change {y}."),),
    ),
    "where": OpWords(
        N_("The choice"),
        N_("The condition chooses, element by element, which of the two values goes on."),
        (FLAT, N_("The gradient follows the choice: it reaches {x} only where {x} was chosen.")),
        (FLAT, N_("The gradient follows the choice: it reaches {x} only where {x} was chosen.")),
    ),
    "clip": OpWords(
        N_("The clipping"),
        N_("{a} is held between two bounds; inside them it goes through unchanged."),
        (N_("Inside the bounds {y} follows {x} exactly; outside it stands still, and no gradient passes."),),
        (N_("Inside the bounds {y} follows {x} exactly; outside it stands still, and no gradient passes."),),
    ),
    "greater": COMPARISON,
    "greater_equal": COMPARISON,
    "less": COMPARISON,
    "less_equal": COMPARISON,
    "equal": COMPARISON,
    "not_equal": COMPARISON,
}
