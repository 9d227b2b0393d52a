"""Numbers as plain text, by the page's rule.

Five significant digits, trailing zeros dropped; an exponent from 1e5 up and below 1e-4; a real minus sign.
"""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"


def short_digits(number: float) -> tuple[str, str]:
    """Return a finite number as digits and exponent, five significant digits: ("1.2346", "5"), ("0.5", "")."""
    mantissa, _, exponent = f"{number:.5g}".partition("e")
    longer = f"{number:.6g}"
    if longer != mantissa and float(longer) == number and longer.partition("e")[0][-1] == "5":
        # Halfway between two: away from zero, as in the browser, where Python would take the even digit.
        mantissa, _, exponent = f"{number + math.copysign(abs(number) * 1e-9, number):.5g}".partition("e")
    return ("0" if mantissa == "-0" else mantissa), str(int(exponent)) if exponent else ""


def format_number(value: float) -> str:
    """Return a number as plain text: "1.1", "−3.5", "1.2346e5", "1.2346e-5", "∞", "NaN"."""
    number = float(value)
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "∞" if number > 0 else f"{MINUS}∞"
    mantissa, exponent = short_digits(number)
    text = f"{mantissa}e{exponent}" if exponent else mantissa
    return MINUS + text[1:] if text[0] == "-" else text


def format_shape(shape: tuple[int, ...]) -> str:
    """Return a shape as readers write it: "2×3", "3"."""
    return "×".join(map(str, shape))
