"""More patterns: what can be wrong with a training; see `phrases`."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark a pattern for translation."""
    return text


RULES: tuple[str, ...] = (
    _("the data's rows count from 0 to {a}"),
    _("a batch is made of data"),
    _("training moves parameters"),
    _("training makes one number small"),
    _("a parameter has one shape for every number of rows"),
    _("a run goes on with the program's parameters"),
    _("{a} needs a column of t for each class"),
    _("{a} needs targets from 0 to 1"),
    _("{a} needs a row of t that adds up to 1"),
    _("a sweep draws a network's weights"),
    _("a sweep starts anew"),
    _("a training may have {a} iterations"),
    _("a training may compute for {a} seconds"),
    _("an iteration may take half a second"),
    _("the server trains {a} networks at once"),
    _("one address may train {a} networks at once"),
    _("an answer in one piece may have {a} bytes"),
    _("an answer needs a server"),
)
FOUND: tuple[str, ...] = (
    _("the output depends on none"),
    _("there are none"),
    _("t has one"),
    _("got {a} to {b}"),
    _("got {a} times {b}"),
    _("one of these would take longer"),
    _("this one would have more"),
    _("it is being stopped"),
    _("{a} iterations would take about {b}"),
    _("'{a}' has shape {b}"),
    _("'{a}' has shape {b}, then {c}"),
)
HINTS: tuple[str, ...] = (
    _("Let the output be a loss, such as L = mse(a, t)."),
    _("Each row of x has {a} numbers: let what it meets have {b} rows."),
    _("Give a weight a value of its own, and do not list it under 'constants'."),
    _("Use one_hot targets, or {a}."),
    _("Use one_hot targets, or another loss."),
    _("Use 0/1 targets, or another loss such as mse."),
    _("Describe the network under 'network'."),
    _("Use fewer rows or units."),
    _("Ask for fewer iterations; a run can go on from its last snapshot."),
    _("Stop one of them first."),
    _("Try again later."),
    _("Report less often, or take the answer line by line."),
)
ALL = (*RULES, *FOUND, *HINTS)
