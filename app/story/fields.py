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
    "optimizer": _('an object such as {"name": "adam", "learning_rate": 0.05}'),
    "schedule": _('an object such as {"name": "step", "every": 100, "factor": 0.5}'),
    "name": _("a name"),
    **dict.fromkeys(("momentum", "beta1", "beta2", "alpha"), _("a number from 0 to below 1")),
    **dict.fromkeys(("epsilon", "weight_decay", "minimum", "l1", "l2"), _("a finite number from 0")),
    "factor": _("a number from 0 to 1"),
    "clip": _("a finite number above 0"),
    **dict.fromkeys(("every", "iterations", "iteration"), _("a whole number from 1")),
    "state": _("an object of objects of numbers and nested lists of numbers"),
    "started": _("a whole number from 0"),
    "data": _("an object with a dataset and its options, or with x and t"),
    "rows": _("a list of row numbers, from 0"),
    "dataset": _("the name of a dataset"),
    "n": _("a whole number from 1"),
    "noise": _("a finite number"),
    "split": _("a number from 0 to 1, or null"),
    "targets": _('"0/1", "-1/1" or "one_hot"'),
    "standardize": _("true or false"),
    "size": _("a whole number from 1"),
    "x": _("rows of numbers, equally long"),
    "t": _("rows of numbers, equally long"),
    "train": _("a whole number from 1"),
    "kind": _('"classification", "regression" or "reconstruction"'),
    "text": _("a text"),
    "inputs": _("a list of columns' names"),
    "target": _("a column's name, or a list of them"),
    "header": _("true, false or null"),
    "missing": _('"drop" or "mean"'),
    "target_kind": _('"classification" or "regression"'),
}

TRAINING = {
    "include": _('a list of "snapshots", "field", "units" and "predictions"'),
    "batch_size": _("a whole number from 1"),
    "until": _('an object such as {"loss": 0.01}'),
    "watch": _("a list of row numbers, from 0"),
    "pace": _("a number from 0.1 to 240"),
    "resume": _("an object with the iteration, parameters and state of a snapshot"),
    "sweep": _("a whole number from 1"),
}
"""The fields of a training that are its own, or mean something else elsewhere."""

UNTIL = {"loss": _("a finite number")}
RESUME = {
    **dict.fromkeys(("iteration", "started"), _("a whole number from 0")),
    "parameters": _("an object of numbers and nested lists of numbers"),
}
