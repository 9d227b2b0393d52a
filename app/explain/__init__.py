"""From a trace to words and formulas, in three languages: data, never markup, and no number that was not recorded."""

from app.explain.kinks import explain_kink
from app.explain.numbers import format_number
from app.explain.records import Explanation, Formula
from app.explain.results import explain_check, explain_seed, explain_warning, explain_what_if
from app.explain.rules import Rule, rule_of
from app.explain.steps import explain_step

__all__ = [
    "Explanation",
    "Formula",
    "Rule",
    "explain_check",
    "explain_kink",
    "explain_seed",
    "explain_step",
    "explain_warning",
    "explain_what_if",
    "format_number",
    "rule_of",
]
