"""Kinks that a step met: places without a derivative, where a convention stands in for it."""

from __future__ import annotations

import numpy as np

from app.engine.backward import Term
from app.engine.check import Kink
from app.engine.ops.pooling import has_ties
from app.engine.trace import Trace
from app.explain.view import View
from app.explain.words.record import N_

AT_ZERO = N_("{x} is exactly 0, a kink without a slope; by convention it is taken from the left.")
FLAT_AT_ZERO = N_("{x} is exactly 0, a kink without a slope; by convention it is 0 there.")
SHARED = N_("Both are equal here, a kink: by convention each receives half.")
TIED = N_("Several are equally extreme here, a kink: by convention they share the gradient evenly.")
EQUAL = N_("Prediction and target are equal here, a kink: by convention the slope is 0 there.")
FIRST = N_("Several are equally large in a window, a kink: by convention the first one receives the gradient.")
ZEROS = {"relu": FLAT_AT_ZERO, "leaky_relu": AT_ZERO, "abs": FLAT_AT_ZERO}
PAIRS = {"maximum": SHARED, "minimum": SHARED, "mae": EQUAL}


def kink_text(view: View, term: Term) -> str:
    """Return what to say of a kink that was met, or an empty text; read off the recorded values."""
    consumer = view.nodes[term.edge.target]
    op = consumer.op
    if op is None or op.branch is None:
        return ""
    values = [view.values[i] for i in consumer.operands]
    name = view.name(term.edge.source)
    if (said := ZEROS.get(op.name)) and not np.all(values[0]):
        return view.gettext(said).format(x=name)
    if (said := PAIRS.get(op.name)) and len(values) == 2 and np.any(values[0] == values[1]):
        return view.gettext(said)
    if op.name in ("max", "min") and term.local is not None and np.ndim(term.local):
        return view.gettext(TIED) if np.any((term.local > 0) & (term.local < 1)) else ""
    if op.name == "max_pool2d":
        most = has_ties(values[0], consumer.attributes) if not view.elements else values.count(max(values)) > 1
        return view.gettext(FIRST) if most else ""
    return ""


def explain_kink(trace: Trace, kink: Kink, locale: str = "en") -> str:
    """Return the convention at a kink that a check met, LaTeX, with the names of the program in it."""
    view = View(trace, locale)
    return view.fill(kink.convention, view.symbols(view.nodes[kink.node]))
