"""What the fields of a request are, in words: the second part of "'{a}' is {b}"."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


EXPECTED = {
    "program": _("a text"),
    "values": _("an object of numbers and nested lists of numbers"),
    "changes": _("an object of numbers and nested lists of numbers"),
    "output": _("the name of a value"),
    "constants": _("a list of names"),
    "roles": _('an object of names and "input", "target", "parameter" or "constant"'),
    "locale": _('"en", "zh-Hant" or "zh-Hans"'),
    "learning_rate": _("a finite number"),
    "granularity": _('"tensor" or "element"'),
    "include": _('a list of "formulas", "jacobians" and "samples"'),
    "network": _("an object such as POST /network takes"),
    "fold": _("a whole number from 1"),
    "layers": _('a list of objects such as {"units": 4, "activation": "sigmoid"}'),
    "units": _("a whole number from 1"),
    "activation": _("the name of an activation"),
    "loss": _("the name of a loss"),
    "init": _("the name of an initialiser, or an object with it and its options"),
    "seed": _("a whole number from 0"),
    "layer": _("a whole number from 0"),
    "unit": _("a whole number from 0"),
    "sample": _("a whole number from 0"),
    "batch": _("a whole number from 1"),
    "sweep": _("true or false"),
}
