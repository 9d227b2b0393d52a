"""Write the traces that the JavaScript unit tests read: `python -m scripts.js_fixtures`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.story import answer_trace, encode
from app.story.question import Question

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "js" / "fixtures"
QUESTIONS = {
    "fruit": Question("n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax", learning_rate=0.5),
    "diamond": Question("x = 3\na = x * x\nb = -2 * x\ny = a + b", learning_rate=0.1),
    "affine": Question(
        "x = [[1, 1, 1], [2, 2, 2]]\nW = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]\nb = [1, 2, 3]\ny = x @ W + b"
    ),
    "reassigned": Question("W = [[1, 2], [3, 4]]\nc = 0.5\nc = c * W\ny = sum(c * c)", learning_rate=0.1),
}


def make_fixture(name: str) -> Any:
    """Return the trace as the API gives it, without explanations."""
    question = QUESTIONS[name]
    lean = Question(question.program, learning_rate=question.learning_rate, include=frozenset())
    return json.loads(encode(answer_trace(lean)))


def main() -> None:
    """Write every fixture."""
    FOLDER.mkdir(exist_ok=True)
    for name in QUESTIONS:
        text = json.dumps(make_fixture(name), ensure_ascii=False, indent=1)
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
