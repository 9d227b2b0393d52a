"""Write the traces that the JavaScript unit tests read: `python -m scripts.js_fixtures`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.story import answer_trace, encode
from app.story.question import Question

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "js" / "fixtures"
LAYERS = """x = [[1, 2, -1], [0.5, -1, 2]]
W1 = [[0.1, 0.2], [0.5, -0.6], [-0.1, 0.3]]
b1 = [0.1, 0]
W2 = [[0.3, -0.2], [0.1, 0.4]]
b2 = [0, 0.1]
t = [[1, 0], [0, 1]]
z1 = x @ W1 + b1
a1 = sigmoid(z1)
z2 = a1 @ W2 + b2
a2 = softmax(z2)
L = cross_entropy_probs(a2, t)"""
NEURONS = """x1 = 1
x2 = 2
w1 = 0.5
w2 = -0.5
b = 0.5
t = 1
z = x1 * w1 + x2 * w2 + b
a = sigmoid(z)
L = sse(a, t)"""
QUESTIONS = {
    "fruit": Question("n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax", learning_rate=0.5),
    "diamond": Question("x = 3\na = x * x\nb = -2 * x\ny = a + b", learning_rate=0.1),
    "affine": Question(
        "x = [[1, 1, 1], [2, 2, 2]]\nW = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]\nb = [1, 2, 3]\ny = x @ W + b"
    ),
    "layers": Question(LAYERS, roles={"x": "input", "t": "target"}, learning_rate=0.5),
    "layers-elements": Question(LAYERS, roles={"x": "input", "t": "target"}, learning_rate=0.5, granularity="element"),
    "neurons": Question(NEURONS, roles={"x1": "input", "x2": "input", "t": "target"}, learning_rate=0.5),
    "reassigned": Question("W = [[1, 2], [3, 4]]\nc = 0.5\nc = c * W\ny = sum(c * c)", learning_rate=0.1),
}


def make_fixture(name: str) -> Any:
    """Return the trace as the API gives it, without explanations."""
    question = QUESTIONS[name]
    return json.loads(encode(answer_trace(replace(question, include=frozenset()))))


def main() -> None:
    """Write every fixture."""
    FOLDER.mkdir(exist_ok=True)
    for name in QUESTIONS:
        text = json.dumps(make_fixture(name), ensure_ascii=False, indent=1)
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
