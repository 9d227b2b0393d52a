"""More patterns: what can be wrong with a network's description; see `phrases`."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark a pattern for translation."""
    return text


RULES: tuple[str, ...] = (
    _("a network needs an input and at least one layer"),
    _("a network may have {a} layers"),
    _("a layer has at least one unit"),
    _("a batch has at least one row"),
    _("a network's seed is a whole number from 0"),
    _("the input has no activation"),
    _("an activation must be one that networks have"),
    _("softmax stands in the last layer"),
    _("a loss must be one that networks have"),
    _("{a} takes a last layer without activation"),
    _("{a} takes a last layer with {b}"),
    _("an initialiser must be one that networks have"),
    _("{a} takes its own options"),
    _("an initialiser's options are finite numbers"),
    _("a standard deviation is not negative"),
    _("low is not above high"),
    _("high − low must fit in 64 bits"),
    _("a neuron belongs to a network"),
    _("a network's layers count from 0 to {a}"),
    _("a layer's units count from 0 to {a}"),
    _("a batch's samples count from 0 to {a}"),
)
FOUND: tuple[str, ...] = (_("got it in layer {a} of {b}"), _("this program is none"))
HINTS: tuple[str, ...] = (
    _("Add a layer with units and an activation."),
    _("Leave it out, or add a layer after the input."),
    _("Give this layer an element-wise activation."),
    _("Leave the activation out."),
    _("Leave the activation out, or use {a}."),
    _("Let the last layer have {a}."),
    _("Let the last layer have {a}, or use {b}."),
    _("Use {a}."),
    _("Use {a}, or none."),
    _("It has {a}."),
    _("It has no options."),
    _("Swap them."),
    _("Use fewer units or rows."),
    _("Write layers: z = x @ W + b, a = sigmoid(z)."),
)
ALL = (*RULES, *FOUND, *HINTS)
