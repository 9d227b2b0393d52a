"""Words for functions of one variable, activation functions among them."""

from __future__ import annotations

from app.explain.words.arithmetic import FLAT
from app.explain.words.record import N_, OpWords

FUNCTIONS: dict[str, OpWords] = {
    "exp": OpWords(
        N_("The exponential"),
        N_("e to the power of {a}. It grows as fast as it is large."),
        (N_("The exponential is its own derivative, so {y} itself is the slope: nothing new to work out."),),
    ),
    "log": OpWords(
        N_("The natural logarithm"),
        N_("The exponent that makes {a} out of e. It turns products into sums."),
        (N_("A logarithm rises by the relative change, so its slope is 1 over {x}: steep near 0, flat far out."),),
    ),
    "log1p": OpWords(
        N_("The logarithm of 1 + x"),
        N_("The logarithm of 1 + {a}, exact even where {a} is tiny."),
        (N_("A logarithm rises by the relative change: its slope is 1 over what stands inside it."),),
    ),
    "sqrt": OpWords(
        N_("The square root"),
        N_("The number whose square is {a}."),
        (N_("A root is steep near 0 and flattens out: its slope is 1 over twice the root."),),
    ),
    "square": OpWords(
        N_("The square"),
        N_("{a} times itself."),
        (N_("{x} stands in the square twice, once for each factor, so its slope is 2 times {x}."),),
    ),
    "abs": OpWords(
        N_("The absolute value"),
        N_("{a} without its sign."),
        (N_("On the positive side {y} rises with {x}, on the negative side it falls: the slope is the sign of {x}."),),
    ),
    "sign": OpWords(N_("The sign"), N_("1, 0 or −1: the sign of {a} and nothing more."), (FLAT,), (FLAT,)),
    "sin": OpWords(
        N_("The sine"),
        N_("The sine of {a}, in radians."),
        (N_("The slope of the sine is the cosine at the same place."),),
    ),
    "cos": OpWords(
        N_("The cosine"),
        N_("The cosine of {a}, in radians."),
        (N_("The slope of the cosine is minus the sine at the same place."),),
    ),
    "tan": OpWords(
        N_("The tangent"),
        N_("The tangent of {a}, in radians."),
        (N_("The slope of the tangent can be written with the result alone: 1 plus its square."),),
    ),
    "sigmoid": OpWords(
        N_("The sigmoid"),
        N_("Squeezes {a} into the range from 0 to 1. The result is kept: the way back needs nothing else."),
        (N_("σ′ needs the output alone: {y}·(1 − {y}). It is 0.25 at most and fades where {y} is near 0 or 1."),),
    ),
    "tanh": OpWords(
        N_("The hyperbolic tangent"),
        N_("Squeezes {a} into the range from −1 to 1, with 0 staying 0."),
        (N_("Its slope needs the output alone: 1 − {y}². It is 1 at most, and fades where {y} is near ±1."),),
    ),
    "relu": OpWords(
        N_("The rectifier (ReLU)"),
        N_("Lets positive numbers through and turns negative ones into 0."),
        (N_("A gate, open or shut: where {x} is positive the gradient passes whole, where negative not at all."),),
        (N_("A gate, open or shut: where {x} is positive the gradient passes whole, where negative not at all."),),
    ),
    "leaky_relu": OpWords(
        N_("The leaky rectifier"),
        N_("Lets positive numbers through and scales negative ones down, so that a little always passes."),
        (N_("Where {x} is positive the gradient passes whole; where it is negative, a small share still does."),),
    ),
    "elu": OpWords(
        N_("The exponential linear unit"),
        N_("Lets positive numbers through; negative ones bend smoothly towards a floor."),
        (N_("Where {x} is positive the gradient passes whole; below, the slope fades as the curve nears its floor."),),
    ),
    "gelu": OpWords(
        N_("The Gaussian error linear unit"),
        N_("{a} times the chance that a normal random number lies below it: a smooth gate."),
        (N_("By the product rule: the gate itself, plus {x} times how fast the gate opens."),),
    ),
    "silu": OpWords(
        N_("The sigmoid linear unit"),
        N_("{a} times its own sigmoid: a smooth gate."),
        (N_("By the product rule: the gate σ itself, plus {x} times how fast the gate opens."),),
    ),
    "softplus": OpWords(
        N_("The soft rectifier"),
        N_("A smooth rectifier: close to 0 for negative numbers, close to {a} for positive ones."),
        (N_("The slope of the smooth rectifier is the sigmoid: it goes from 0 to 1 instead of jumping."),),
    ),
    "softsign": OpWords(
        N_("The soft sign"),
        N_("Squeezes {a} into the range from −1 to 1, more gently than tanh."),
        (N_("Its slope is 1 at 0 and shrinks with the square of the distance from there."),),
    ),
}
