"""Work out the numbers of a formula: what stands left of the equals sign, and what stands right of it."""

from __future__ import annotations

import math
import re


def both_sides(latex: str) -> tuple[float, float]:
    """Return both sides of an equation between single numbers written as LaTeX."""
    left, right = latex.split(" = ", 1)
    return value_of(left), value_of(right)


def value_of(latex: str) -> float:
    """Return what a formula of numbers amounts to."""
    latex = re.sub(r"\\underbrace\{([^{}]*)\}_\{.*?\}(?= |$)", r"\1", latex)
    latex = re.sub(r"\\sin (-?[\d.]+)", r"\\sin(\1)", latex)
    text = re.sub(r" \\times 10\^\{(-?\d+)\}", r"e\1", latex)
    text = re.sub(r"\\frac\{(.*)\}\{(.*)\}", r"((\1)/(\2))", text)
    text = re.sub(r"e\^\{([^{}]*)\}", r"E(\1)", text)
    text = text.replace(r"\left", "").replace(r"\right", "").replace(r"\cdot", "*").replace(r"\sigma", "S")
    text = re.sub(r"\\(tanh|ln|sin)", r"\1", text)
    text = re.sub(r"\)\s*\(", ")*(", re.sub(r"\)(\()", r")*\1", text))
    assert not re.search(r"[^-+*/(). \dEeSa-z]", text), text
    names = {"E": math.exp, "S": lambda x: 1 / (1 + math.exp(-x)), "tanh": math.tanh, "ln": math.log, "sin": math.sin}
    return float(eval(text, {"__builtins__": {}}, names))  # noqa: S307 -- the test's own formula, checked above
