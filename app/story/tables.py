"""Answers as text for a terminal: aligned tables, and errors the way compilers write them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from app.explain import format_number
from app.i18n import catalog_for
from app.story.problems import RefusedError

WIDEST = 46
MOST_NUMBERS = 8


def trace_table(told: dict[str, Any], explained: bool = False) -> str:
    """Return a trace's steps as a table.

    Args:
        told: what `answer_trace` gives.
        explained: whether each step's text stands under it.
    """
    rules = {node["id"]: node for node in told["graph"]["nodes"]}
    rows = [step_row(step, rules[step["node"]]) for step in told["steps"]]
    header = ("#", "phase", "node", "rule", "numbers", "gradient")
    lines = table(header, rows, right={0})
    if explained:
        notes = [[f"      {step['text']}"] if step.get("text") else [] for step in told["steps"]]
        lines = lines[:2] + [line for row, note in zip(lines[2:], notes, strict=True) for line in (row, *note)]
    lines += [f"warning: {one['message']} {one['hint'] or ''}".rstrip() for one in told["warnings"]]
    lines += [f"ignored: line {one['line']}: {one['text']}" for one in told["ignored"]]
    return "\n".join(lines)


def step_row(step: dict[str, Any], node: dict[str, Any]) -> tuple[str, ...]:
    """Return a step's row: what was read, what was made of it, the gradient."""
    number, phase, name = str(step["index"] + 1), step["phase"], step["node"]
    if phase == "forward":
        return number, phase, name, f"{node['op']}({', '.join(step['operands'])})", f"= {brief(step['value'])}", ""
    if phase == "update" and "optimizer" in step:
        sums = f"{brief(step['old'])} -> {brief(step['value'])}"
        return number, phase, name, f"{step['optimizer']}, update {step['iteration']}", sums, brief(step["gradient"])
    if phase == "update":
        rate = plain(step["learning_rate"])
        sums = f"{brief(step['old'])} - {rate} * {brief(step['gradient'])} = {brief(step['value'])}"
        return number, phase, name, "old - rate * gradient", sums, ""
    if not step["terms"]:
        return number, phase, name, "seed", "", brief(step["gradient"])
    rule = " + ".join(rule_text(term, name) for term in step["terms"])
    sums = " + ".join(term_text(term) for term in step["terms"])
    return number, phase, name, rule, sums, brief(step["gradient"])


def rule_text(term: dict[str, Any], name: str) -> str:
    """Return a term's factors by name, those of a matrix product in their places."""
    upstream, local = f"d{term['consumer']}", f"d{term['consumer']}/d{name}"
    return in_place(term["structure"], upstream, local)


def term_text(term: dict[str, Any]) -> str:
    """Return a term's factors in numbers, or its contribution where they are too long for a line."""
    upstream, local = brief(term["upstream"]), "" if term["local"] is None else brief(term["local"])
    if not local or len(upstream) + len(local) > WIDEST:
        return brief(term["contribution"])
    return in_place(term["structure"], upstream, local)


def in_place(structure: str, upstream: str, local: str) -> str:
    """Return two factors in the order in which they are multiplied."""
    if structure == "matmul-left":
        return f"{upstream} @ {local}"
    return f"{local} @ {upstream}" if structure == "matmul-right" else f"{upstream} * {local}"


def check_table(told: dict[str, Any]) -> str:
    """Return a gradient check as a table, the verdict last."""
    header = ("leaf", "gradient", "numeric", "max error", "relative", "verdict")
    rows = [
        (
            leaf["leaf"],
            brief(leaf["gradient"]),
            brief(leaf["numeric"]),
            plain(leaf["max_absolute"]),
            plain(leaf["max_relative"]),
            verdict(leaf),
        )
        for leaf in told["leaves"]
    ]
    lines = table(header, rows)
    for leaf in told["leaves"]:
        if leaf["sweep"]:
            points = "  ".join(f"{one['h']:.0e}: {plain(one['error'])}" for one in leaf["sweep"])
            lines.append(f"{leaf['leaf']}: relative error by step size  {points}")
    return "\n".join([*lines, told["text"] or ("passed" if told["passed"] else "failed")])


def verdict(leaf: dict[str, Any]) -> str:
    """Return a leaf's verdict, with the kinks that kept it from being compared."""
    if not leaf["passed"]:
        where = f" at {list(leaf['where'])}" if leaf["where"] else ""
        return f"differs{where}"
    kinks = f", kink at {', '.join(sorted({kink['node'] for kink in leaf['kinks']}))}" if leaf["kinks"] else ""
    return f"{'agrees' if leaf['compared'] else 'not compared'}{kinks}"


def plain(value: float | str) -> str:
    """Return a number as the page writes it, with the minus sign that a terminal can copy and paste."""
    return value if isinstance(value, str) else format_number(value).replace("\N{MINUS SIGN}", "-")


def brief(value: Any) -> str:
    """Return a number, a short array as a list, or a long array's beginning and shape."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, list):
        return plain(value)
    shape: list[int] = []
    first: Any = value
    while isinstance(first, list):
        shape.append(len(first))
        first = first[0]
    count = 1
    for size in shape:
        count *= size
    text = listed(value) if count <= MOST_NUMBERS else ""
    return text if text and len(text) <= WIDEST else f"{plain(first)}… {'×'.join(map(str, shape))}"


def listed(value: Any) -> str:
    """Return nested lists as Python writes them."""
    return f"[{', '.join(map(listed, value))}]" if isinstance(value, list) else plain(value)


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int] | set[int] = frozenset()
) -> list[str]:
    """Return aligned lines: the header, a rule, the rows; columns in `right` end flush."""
    widths = [max(map(width, column)) for column in zip(header, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = [
            " " * (widths[i] - width(cell)) + cell if i in right else cell + " " * (widths[i] - width(cell))
            for i, cell in enumerate(cells)
        ]
        return "  ".join(padded).rstrip()

    return [line(header), "  ".join("-" * one for one in widths), *map(line, rows)]


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def refusal_text(refused: RefusedError, program: str, name: str, locale: str) -> str:
    """Return why there is no answer, each problem with its line and a mark under the characters."""
    gettext = catalog_for(locale).gettext
    error_word, hint_word = gettext("error"), gettext("hint")  # not within f-strings: they are not extracted there
    lines = program.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts = []
    for told in refused.tell(locale)["errors"]:
        hint = told.get("hint", "")
        message = told["detail"].removesuffix(hint).rstrip()
        place = f"{name}:{told['line']}:{told['column']}" if "line" in told else name
        part = [f"{place}: {error_word}: {message}"]
        if 0 < told.get("line", 0) <= len(lines):
            part += marked(lines[told["line"] - 1], told)
        if hint:
            part.append(f"  {hint_word}: {hint}")
        parts.append("\n".join(part))
    return "\n\n".join(parts)


def marked(line: str, told: dict[str, Any]) -> list[str]:
    """Return a line of the program with a mark under the characters that a problem is about."""
    start = told["column"] - 1
    end = told["end_column"] - 1 if told.get("end_line") == told["line"] else len(line)
    number = str(told["line"])
    lead = "".join("\t" if one == "\t" else " " * width(one) for one in line[:start])
    return [f"  {number} | {line}", f"  {' ' * len(number)} | {lead}{'^' * max(1, width(line[start:end]))}"]
