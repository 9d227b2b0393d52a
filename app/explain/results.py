"""What to say of numbers that are not finite, of a gradient check and of a what-if."""

from __future__ import annotations

import math

from app.engine.check import GradientCheck
from app.engine.nonfinite import NonFinite
from app.engine.trace import Trace
from app.engine.what_if import WhatIf
from app.explain.numbers import format_number
from app.explain.symbols import plain_name
from app.explain.words.record import N_
from app.i18n import catalog_for

CAUSES: dict[str, str] = {
    "given": N_("{x} was given the value {value}."),
    "overflow": N_("{x} became {value}: the number is too large for 64 bits."),
    "divide-by-zero": N_("{x} became {value}: something was divided by 0."),
    "log-of-zero": N_("{x} became {value}: the function goes to infinity at the edge of where it is defined."),
    "outside-domain": N_("{x} became {value}: the function is not defined there."),
    "infinite-slope": N_("The gradient of {x} became {value}: the curve is infinitely steep there."),
    "indeterminate": N_("{x} became {value}: two infinities or two zeros met, and the result is not determined."),
}
HINTS: dict[str, str] = {
    "given": N_("Give it a finite number."),
    "overflow": N_("Use smaller numbers, or rescale before this step."),
    "divide-by-zero": N_("Keep the divisor away from 0, for example by adding a small number."),
    "log-of-zero": N_("Keep the argument away from the edge, for example by adding a small number."),
    "outside-domain": N_("Keep the argument inside the function's domain."),
    "infinite-slope": N_("Move the value a little away from this point."),
    "indeterminate": N_("Look at the values that go in: one of them is extreme."),
}
GRADIENT_OVERFLOW = N_("The update of {x} became {value}: the step is too large for 64 bits.")


def explain_warning(trace: Trace, warning: NonFinite, locale: str = "en") -> tuple[str, str]:
    """Say where a number first was not finite, why, and what to write instead.

    Args:
        trace: the trace.
        warning: what was found in it.
        locale: `en`, `zh_Hant` or `zh_Hans`.

    Returns:
        The message and the hint.
    """
    gettext = catalog_for(locale).gettext
    message = GRADIENT_OVERFLOW if warning.phase == "update" else CAUSES[warning.cause]
    text = gettext(message).format(x=plain_name(trace.graph.nodes[warning.node].id), value=format_number(warning.value))
    if warning.rewrite:
        return text, gettext("Write {code} instead: the same, and stable.").format(code=warning.rewrite)
    return text, gettext(HINTS[warning.cause])


def explain_seed(trace: Trace, locale: str = "en") -> tuple[str, str]:
    """Say that ones stood in for an upstream gradient that was not given.

    Args:
        trace: the trace, whose output is not a single number.
        locale: `en`, `zh_Hant` or `zh_Hans`.

    Returns:
        The message and the hint.
    """
    gettext = catalog_for(locale).gettext
    message = gettext(
        "{y} is not a single number and no upstream gradient was given, so ones were used: "
        "the gradients are those of the sum of its elements."
    ).format(y=trace.output_id)
    return message, gettext("Give a seed of the output's shape, or sum the output up.")


def explain_check(check: GradientCheck, trace: Trace, locale: str = "en") -> str:
    """Say in a sentence or two how a gradient check went."""
    gettext = catalog_for(locale).gettext
    ids = [plain_name(trace.graph.nodes[leaf.leaf].id) for leaf in check.leaves]
    if not check.leaves:
        return gettext("There is nothing to check: the output depends on no leaf that has a gradient.")
    failed = [name for name, leaf in zip(ids, check.leaves, strict=True) if not leaf.passed]
    if failed:
        return gettext("The gradient of {names} does not agree with what small steps measure.").format(
            names=join_names(failed, gettext("{names} and {last}"))
        )
    if not any(leaf.compared for leaf in check.leaves):
        return gettext("Nothing could be measured: every value lies on a kink, where the convention stands.")
    worst = max(leaf.max_relative for leaf in check.leaves)
    text = gettext(
        "Every gradient agrees with what small steps measure; the largest relative difference is {error}."
    ).format(error=format_number(worst))
    if any(leaf.kinks for leaf in check.leaves):
        kinks = gettext("At a kink there is no derivative to measure: there the convention stands.")
        return gettext("{first} {second}").format(first=text, second=kinks)
    return text


def explain_what_if(result: WhatIf, trace: Trace, locale: str = "en") -> str:
    """Say in a sentence or two how the real change compares with the predicted one."""
    gettext = catalog_for(locale).gettext
    numbers = {
        "output": trace.output_id,
        "actual": format_number(result.actual),
        "predicted": format_number(result.predicted),
    }
    if not (math.isfinite(result.actual) and math.isfinite(result.predicted)):
        text = gettext("{output} changes by {actual}; the gradients predicted {predicted}.")
    elif result.actual == 0 and result.predicted == 0:
        text = gettext("{output} does not change, as the gradients predicted.")
    elif math.isclose(result.actual, result.predicted, rel_tol=1e-9, abs_tol=1e-12):
        text = gettext(
            "{output} changes by {actual}, exactly what the gradients predicted: along this step it is a line."
        )
    else:
        text = gettext(
            "{output} changes by {actual}; the gradients predicted {predicted}. A gradient is the slope at the "
            "starting point, and the further the step, the more the curve bends away."
        )
    return text.format(**numbers)


def join_names(names: list[str], pattern: str) -> str:
    """Join names as a sentence does."""
    return names[0] if len(names) == 1 else pattern.format(names=", ".join(names[:-1]), last=names[-1])
