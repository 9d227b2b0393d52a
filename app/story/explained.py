"""Explanations beside the numbers, from the words that app.explain makes."""

from __future__ import annotations

from typing import Any

from app.engine.trace import Trace
from app.explain import explain_check, explain_kink, explain_seed, explain_step, explain_warning, explain_what_if

__all__ = ["add_explanations", "explain_check", "explain_kink", "explain_what_if", "warnings_json"]


def add_explanations(steps: list[dict[str, Any]], trace: Trace, locale: str) -> None:
    """Add to each step its rule, title, formula, text and code, and to each term its formula."""
    for told, step in zip(steps, trace.steps, strict=True):
        words = explain_step(trace, step, locale)
        told["rule"] = words.rule
        told["title"] = words.title
        told["formula"] = {"symbolic": words.symbolic, "numeric": words.numeric}
        told["text"] = words.text
        told["code"] = words.code
        if words.terms:
            for term, (symbolic, numeric) in zip(told["terms"], words.terms, strict=True):
                term["formula"] = {"symbolic": symbolic, "numeric": numeric}


def warnings_json(trace: Trace, locale: str) -> list[dict[str, Any]]:
    """Return what a reader should know about the numbers, in order."""
    told: list[dict[str, Any]] = []
    if trace.seed_assumed:
        message, hint = explain_seed(trace, locale)
        told.append(
            {"code": "seed-assumed", "node": trace.output_id, "phase": "backward", "message": message, "hint": hint}
        )
    for one in trace.nonfinite:
        message, hint = explain_warning(trace, one, locale)
        phase = "forward" if one.phase == "leaf" else one.phase
        node = trace.graph.nodes[one.node].id
        told.append({"code": one.cause, "node": node, "phase": phase, "message": message, "hint": hint})
    return told
