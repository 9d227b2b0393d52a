"""What is said of an optimizer: its name, why it moves a parameter as it does, and the lines that do it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.explain.words.record import N_


class OptimizerWords(NamedTuple):
    """The words for one optimizer, English as the message to translate.

    Attributes:
        title: its name, for a title.
        why: why the parameter moves as it does; `{x}` is the parameter, each option stands under its own name,
            `{rate}` is the learning rate, `{decay}` what AdamW takes away of the parameter.
        numpy: the rule; `{w}` is the parameter, `{g}` its gradient, `{m}`, `{v}` its states, `{rest…}` 1 minus an
            option, `{updates}` how many of them the optimizer has made, this one among them.
        pytorch: what to call.
    """

    title: str
    why: str
    numpy: str
    pytorch: str


ADAM = """\
{m} = {beta1} * {m} + {rest_beta1} * {g}
{v} = {beta2} * {v} + {rest_beta2} * {g} ** 2
{m_hat} = {m} / (1 - {beta1} ** {updates})
{v_hat} = {v} / (1 - {beta2} ** {updates})
"""
ADAM_STEP = "{w} -= {rate} * {m_hat} / (np.sqrt({v_hat}) + {epsilon})"
BETAS = "lr={first}, betas=({beta1}, {beta2}), eps={epsilon}"

OPTIMIZERS: Mapping[str, OptimizerWords] = {
    "sgd": OptimizerWords(
        N_("Gradient descent"),
        N_(
            "A gradient only says which way is up and how steep. The update uses it: {x} takes a step downhill, "
            "{rate} times its gradient."
        ),
        "{w} -= {rate} * {g}",
        "torch.optim.SGD(parameters, lr={first}{decay})",
    ),
    "momentum": OptimizerWords(
        N_("Momentum"),
        N_(
            "{x} moves with its velocity, which remembers: {momentum} of it stays, the gradient is added. Gradients "
            "that agree add up, those that alternate cancel."
        ),
        "{v} = {momentum} * {v} + {g}\n{w} -= {rate} * {v}",
        "torch.optim.SGD(parameters, lr={first}, momentum={momentum}{decay})",
    ),
    "nesterov": OptimizerWords(
        N_("Nesterov momentum"),
        N_(
            "Momentum that looks ahead: the step is the gradient and {momentum} of the velocity it leads to, so {x} "
            "slows down sooner where the slope turns."
        ),
        "{v} = {momentum} * {v} + {g}\n{w} -= {rate} * ({g} + {momentum} * {v})",
        "torch.optim.SGD(parameters, lr={first}, momentum={momentum}, nesterov=True{decay})",
    ),
    "rmsprop": OptimizerWords(
        N_("RMSProp"),
        N_(
            "Every weight gets a step length of its own: the gradient is divided by the root of its mean square, so "
            "steep directions take no longer steps than flat ones."
        ),
        "{v} = {alpha} * {v} + {rest_alpha} * {g} ** 2\n{w} -= {rate} * {g} / (np.sqrt({v}) + {epsilon})",
        "torch.optim.RMSprop(parameters, lr={first}, alpha={alpha}, eps={epsilon}{decay})",
    ),
    "adam": OptimizerWords(
        N_("Adam"),
        N_(
            "Every weight gets a step length of its own: the mean m of its gradients, over the root of their mean "
            "square v."
        ),
        ADAM + ADAM_STEP,
        f"torch.optim.Adam(parameters, {BETAS}{{decay}})",
    ),
    "adamw": OptimizerWords(
        N_("AdamW"),
        N_(
            "Adam's step, and apart from it {x} shrinks by {decay} of itself: the weight decay does not pass through "
            "the means."
        ),
        f"{ADAM}{{w}} *= 1 - {{rate}} * {{weight_decay}}\n{ADAM_STEP}",
        f"torch.optim.AdamW(parameters, {BETAS}, weight_decay={{weight_decay}})",
    ),
}
