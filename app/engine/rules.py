"""Rules: how a gradient moves the parameters, each as it was published.

A rule is one pure function over arrays, run over all parameters as one flat vector in training, and parameter by
parameter in a trace; so the number shown is the number used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from app.engine.shapes import Array

Scalars = Mapping[str, Any]
Rule = Callable[[Array, Array, Mapping[str, Array], Scalars], dict[str, Array]]


class Line(NamedTuple):
    """One assignment of a rule.

    Attributes:
        target: what it makes: a key of the rule's result.
        latex: how, LaTeX with `#{name}` for each number: w, g, states, intermediates, scalars.
    """

    target: str
    latex: str


@dataclass(frozen=True, slots=True)
class Optimizer:
    """One rule for moving parameters.

    Attributes:
        name: its name in a description.
        step: the rule: from the parameters w, their gradient g, the state (all float64 of one shape) and the scalars
            to the new state, the intermediates, and the new parameters under "new".
        state: what it remembers from update to update, zeros at first.
        intermediates: what else its lines make.
        options: its options with their defaults.
        lines: the rule as assignments, in order.
        source: where it is published.
    """

    name: str
    step: Rule
    lines: tuple[Line, ...]
    source: str
    state: tuple[str, ...] = ()
    intermediates: tuple[str, ...] = ()
    options: Mapping[str, float] = field(default_factory=dict)


def sgd(w: Array, g: Array, state: Mapping[str, Array], s: Scalars) -> dict[str, Array]:
    """Return w − η g."""
    return {"new": w - s["learning_rate"] * g}


def momentum(w: Array, g: Array, state: Mapping[str, Array], s: Scalars) -> dict[str, Array]:
    """Return w − η v with the velocity v ← μ v + g."""
    velocity = s["momentum"] * state["velocity"] + g
    return {"velocity": velocity, "new": w - s["learning_rate"] * velocity}


def nesterov(w: Array, g: Array, state: Mapping[str, Array], s: Scalars) -> dict[str, Array]:
    """Return w − η (g + μ v) with the velocity v ← μ v + g: where the velocity is about to lead counts already."""
    velocity = s["momentum"] * state["velocity"] + g
    return {"velocity": velocity, "new": w - s["learning_rate"] * (g + s["momentum"] * velocity)}


def rmsprop(w: Array, g: Array, state: Mapping[str, Array], s: Scalars) -> dict[str, Array]:
    """Return w − η g / (√v + ε) with the mean square v ← α v + (1 − α) g²."""
    v = s["alpha"] * state["v"] + (1.0 - s["alpha"]) * (g * g)
    return {"v": v, "new": w - s["learning_rate"] * g / (np.sqrt(v) + s["epsilon"])}


def adam(w: Array, g: Array, state: Mapping[str, Array], s: Scalars) -> dict[str, Array]:
    """Return w − η m̂ / (√v̂ + ε), m̂ and v̂ being the means of g and g² over the updates so far."""
    m = s["beta1"] * state["m"] + (1.0 - s["beta1"]) * g
    v = s["beta2"] * state["v"] + (1.0 - s["beta2"]) * (g * g)
    m_hat, v_hat = m / s["correction1"], v / s["correction2"]
    new = w - s["learning_rate"] * m_hat / (np.sqrt(v_hat) + s["epsilon"])
    return {"m": m, "v": v, "m_hat": m_hat, "v_hat": v_hat, "new": new}


def adamw(w: Array, g: Array, state: Mapping[str, Array], s: Scalars) -> dict[str, Array]:
    """Return Adam's step from (1 − η λ) w: the decay does not pass through the means."""
    return adam((1.0 - s["learning_rate"] * s["weight_decay"]) * w, g, state, s)


VELOCITY = Line("velocity", r"#{momentum} \cdot #{velocity} + #{g}")
MOMENTS = (
    Line("m", r"#{beta1} \cdot #{m} + (1 - #{beta1}) \cdot #{g}"),
    Line("v", r"#{beta2} \cdot #{v} + (1 - #{beta2}) \cdot #{g}^{2}"),
    Line("m_hat", r"\frac{#{m}}{1 - #{beta1}^{#{updates}}}"),
    Line("v_hat", r"\frac{#{v}}{1 - #{beta2}^{#{updates}}}"),
)
ADAM = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
ADAM_STEP = r"#{learning_rate} \cdot \frac{#{m_hat}}{\sqrt{#{v_hat}} + #{epsilon}}"

OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {
        one.name: one
        for one in (
            Optimizer(
                "sgd",
                sgd,
                (Line("new", r"#{w} - #{learning_rate} \cdot #{g}"),),
                "Robbins and Monro, A Stochastic Approximation Method, 1951",
            ),
            Optimizer(
                "momentum",
                momentum,
                (VELOCITY, Line("new", r"#{w} - #{learning_rate} \cdot #{velocity}")),
                "Polyak, Some Methods of Speeding up the Convergence of Iteration Methods, 1964",
                ("velocity",),
                options={"momentum": 0.9},
            ),
            Optimizer(
                "nesterov",
                nesterov,
                (
                    VELOCITY,
                    Line("new", r"#{w} - #{learning_rate} \cdot \left(#{g} + #{momentum} \cdot #{velocity}\right)"),
                ),
                "Sutskever, Martens, Dahl and Hinton, On the Importance of Initialization and Momentum in Deep "
                "Learning, ICML 2013, after Nesterov, 1983",
                ("velocity",),
                options={"momentum": 0.9},
            ),
            Optimizer(
                "rmsprop",
                rmsprop,
                (
                    Line("v", r"#{alpha} \cdot #{v} + (1 - #{alpha}) \cdot #{g}^{2}"),
                    Line("new", r"#{w} - #{learning_rate} \cdot \frac{#{g}}{\sqrt{#{v}} + #{epsilon}}"),
                ),
                "Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5, 2012",
                ("v",),
                options={"alpha": 0.99, "epsilon": 1e-8},
            ),
            Optimizer(
                "adam",
                adam,
                (*MOMENTS, Line("new", rf"#{{w}} - {ADAM_STEP}")),
                "Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015",
                ("m", "v"),
                ("m_hat", "v_hat"),
                ADAM,
            ),
            Optimizer(
                "adamw",
                adamw,
                (
                    *MOMENTS,
                    Line("new", rf"(1 - #{{learning_rate}} \cdot #{{weight_decay}}) \cdot #{{w}} - {ADAM_STEP}"),
                ),
                "Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019",
                ("m", "v"),
                ("m_hat", "v_hat"),
                {**ADAM, "weight_decay": 0.01},
            ),
        )
    }
)
