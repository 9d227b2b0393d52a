from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from app.engine.element import to_elements
from app.engine.ops import OPS
from app.explain import Explanation, explain_step, rule_of
from app.explain.figures import number_latex, value_latex
from app.explain.symbols import name_latex
from app.i18n import LOCALES
from scripts.vendor import find_node
from tests.explain.traces import all_traces, trace_of

ROOT = Path(__file__).resolve().parent.parent.parent
FRUIT = "n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax"

COMPILE = """
import { readFileSync } from "node:fs";
import katex from "katex";
const failed = [];
for (const tex of JSON.parse(readFileSync(process.argv[1], "utf8"))) {
  try {
    katex.renderToString(tex, { output: "mathml", strict: "error" });
  } catch (error) {
    failed.push([tex, error.message]);
  }
}
console.log(JSON.stringify(failed));
"""


def told(program: str, node: str, phase: str = "backward", element: bool = False) -> Explanation:
    trace = trace_of(program, 0.5)
    trace = to_elements(trace) if element else trace
    step = next(s for s in trace.steps if s.phase == phase and trace.graph.nodes[s.node].id == node)
    return explain_step(trace, step)


@pytest.mark.parametrize(
    ("identifier", "latex"),
    [
        ("x", "x"),
        ("w1", "w_{1}"),
        ("out_h1", r"\mathit{out}_{h1}"),
        ("fruit", r"\mathit{fruit}"),
        ("E_total", r"E_{\mathit{total}}"),
        ("alpha", r"\alpha"),
        ("beta2", r"\beta_{2}"),
        ("W[0,2]", "W_{0,2}"),
        ("W1[0,2]", r"W_{1}{\scriptstyle[0,2]}"),
        ("c#2", "c^{(2)}"),
        ("v3", "v_{3}"),
        ("水果", r"\text{水果}"),
        ("權重1", r"\text{權重}_{1}"),
        ("θ", r"\theta"),
        ("λ1", r"\lambda_{1}"),
        ("Δx", r"\Delta x"),
        ("0.5", "0.5"),
        ("0.5#2", "0.5"),
        ("1e-7", r"1 \times 10^{-7}"),
        ("_", r"\text{\_}"),
        ("a_b_c", r"a_{b,c}"),
    ],
)
def test_a_name_becomes_latex(identifier: str, latex: str) -> None:
    assert name_latex(identifier) == latex


@pytest.mark.parametrize(
    ("number", "latex"),
    [
        (200.0, "200"),
        (-3.5, "-3.5"),
        (123456.0, r"1.2346 \times 10^{5}"),
        (0.00001, r"1 \times 10^{-5}"),
        (0.0001, "0.0001"),
        (-0.0, "0"),
        (99999.6, r"1 \times 10^{5}"),
        (float("inf"), r"\infty"),
        (float("nan"), r"\text{NaN}"),
    ],
)
def test_a_number_has_five_digits_in_latex(number: float, latex: str) -> None:
    assert number_latex(number) == latex


def test_large_matrices_are_elided() -> None:
    trace = trace_of("x = [[1,2,3,4,5,6],[1,2,3,4,5,6],[1,2,3,4,5,6],[1,2,3,4,5,6],[1,2,3,4,5,6]]\ny = x * x")
    text = value_latex(trace.values[0])
    assert r"\cdots" in text and r"\vdots" in text and text.count(r"\\") == 3


def test_a_product_is_told_in_symbols_and_in_numbers() -> None:
    forward = told(FRUIT, "fruit", "forward")
    assert (forward.symbolic, forward.numeric) == (r"\mathit{fruit} = n \cdot \mathit{unit}", r"200 = 2 \cdot 100")
    backward = told(FRUIT, "fruit")
    assert backward.numeric == r"1.1 = 1 \cdot 1.1"
    assert backward.symbolic == (
        r"\frac{\partial \mathit{total}}{\partial \mathit{fruit}} = "
        r"\underbrace{\frac{\partial \mathit{total}}{\partial \mathit{total}}}_{\text{upstream}} \cdot "
        r"\underbrace{\mathit{tax}}_{\text{local}}"
    )


def test_an_update_moves_against_the_gradient() -> None:
    update = told(FRUIT, "n", "update")
    assert update.symbolic == r"n \leftarrow n - \eta \cdot \frac{\partial \mathit{total}}{\partial n}"
    assert update.numeric == r"-53 = 2 - 0.5 \cdot 110"


def test_a_value_used_twice_shows_its_terms_and_their_sum() -> None:
    found = told("a = 3\nb = a * a + a", "a")
    assert found.rule == "several-uses"
    assert found.numeric == "7 = 3 + 3 + 1"
    assert found.symbolic.count(r"\text{via }") == 3
    assert [numeric for _, numeric in found.terms] == [r"1 \cdot 3 = 3", r"1 \cdot 3 = 3", r"1 \cdot 1 = 1"]


def test_a_bias_over_a_batch_shows_its_column_sum() -> None:
    found = told("x = [[1,2],[3,4]]\nb = [1,1]\ny = x + b", "b")
    assert r"\sum_{\text{rows}}" in found.symbolic
    row = r"\begin{bmatrix} 1 & 1 \end{bmatrix}"
    assert found.numeric == rf"\begin{{bmatrix}} 2 & 2 \end{{bmatrix}} = {row} + {row}"
    assert "column sum" in found.text
    assert found.code["numpy"] == "d_b = d_y.sum(axis=0)"


def test_a_matrix_product_keeps_its_factors_places() -> None:
    program = "x = [[1,2,3]]\nW = [[4],[5],[6]]\nf = x @ W"
    left, right = told(program, "x"), told(program, "W")
    assert left.symbolic.index(r"\frac{\partial L}{\partial f}") < left.symbolic.index(r"W^{\top}")
    assert right.symbolic.index(r"x^{\top}") < right.symbolic.index(r"\frac{\partial L}{\partial f}")
    assert "1×1" in left.text and "1×3" in left.text
    assert (left.code["numpy"], right.code["numpy"]) == ("d_x = d_f @ W.T", "d_W = x.T @ d_f")


def test_the_sigmoid_shows_where_its_slope_comes_from() -> None:
    found = told("z = 0\na = sigmoid(z)", "z")
    assert found.numeric == r"0.25 = 1 \cdot \underbrace{0.25}_{0.5\,(1 - 0.5)}"


def test_negative_numbers_stand_in_parentheses() -> None:
    found = told("x = -3\ny = -2\nf = x * y + x ** 2", "v1", "forward")
    assert found.numeric == r"6 = -3 \cdot (-2)"


def test_an_element_of_a_matrix_product_is_a_sum_of_products() -> None:
    program = "x = [[1,2]]\nW = [[3],[4]]\ny = x @ W"
    assert told(program, "y[0,0]", "forward", element=True).numeric == r"11 = 1 \cdot 3 + 2 \cdot 4"
    assert told(program, "W[1,0]", element=True).numeric == r"2 = 1 \cdot 2"


def test_a_wide_equation_stands_on_two_lines() -> None:
    found = told("x = [0.12345, 1.2345, 2.3456, 3.4567]\ny = tanh(x)", "y", "forward")
    assert found.numeric.startswith(r"\begin{aligned} & \begin{bmatrix} 0.12283 ")
    assert r"\\ &= \tanh(\begin{bmatrix} 0.12345 " in found.numeric


def test_words_inside_formulas_are_translated() -> None:
    trace = trace_of("x = -2\ny = leaky_relu(x)")
    assert r"\text{否則}" in explain_step(trace, trace.steps[0], "zh_Hant").symbolic


def test_every_formula_compiles_with_katex(tmp_path: Path) -> None:
    formulas: dict[str, str] = {}
    for name, trace in all_traces():
        for locale in LOCALES:
            for step in trace.steps:
                found = explain_step(trace, step, locale)
                for text in (found.symbolic, found.numeric, *(part for term in found.terms for part in term)):
                    formulas.setdefault(text, name)
    for op in OPS.values():
        rule = rule_of(op)
        for text in (rule.formula, *rule.derivative, rule.kink, rule.domain):
            formulas.setdefault(text, op.name)
    file = tmp_path / "formulas.json"
    file.write_text(json.dumps(list(formulas)), encoding="utf-8")
    node, _ = find_node()
    command = [node, "--import", "./tests/js/use-import-map.mjs", "--input-type=module", "-e", COMPILE, str(file)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8", timeout=120)
    assert [(formulas[tex], tex, why) for tex, why in json.loads(run.stdout)] == []
    assert len(formulas) > 1000
