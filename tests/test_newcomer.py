"""A newcomer adds an activation function, or a lesson, by adding one file; docs/contributing.md says which.

Each test works on a copy of the package in a folder of its own, with the very file that the documentation shows.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
PROGRAM = "x = [[1.5, -0.25], [0.5, -2.0]]\ny = mish(x)\nL = sum(y)"
TOLD = """
import json, sys
from fastapi.testclient import TestClient
from app.main import app
with TestClient(app, base_url="http://127.0.0.1:8000") as client:
    answers = [
        client.request(method, f"/api/v1/{address}", json=body).json()
        for method, address, body in json.load(sys.stdin)
    ]
print(json.dumps(answers))
"""


def shown_file(name: str) -> str:
    """Return the text of a file that the guide shows, by the path above it."""
    found = re.search(rf"`{re.escape(name)}`[^\n]*\n+```\w+\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None, name
    return found[1]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: Any) -> Path:
    """Return a folder that holds a copy of the package with one file more for an operation and one for a lesson."""
    folder: Path = tmp_path_factory.mktemp("newcomer")
    shutil.copytree(ROOT / "app", folder / "app", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("static", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("app/engine/ops/mish.py", "app/lessons/data/first-steps.toml"):
        (folder / name).write_text(shown_file(name), encoding="utf-8")
    return folder


def ask(folder: Path, *questions: tuple[str, str, Any]) -> list[Any]:
    """Return what the copy's API answers, all questions in one process."""
    run = subprocess.run(
        [sys.executable, "-c", TOLD],
        cwd=folder, input=json.dumps(questions), check=False, capture_output=True, text=True, encoding="utf-8",
        timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    answers: list[Any] = json.loads(run.stdout.splitlines()[-1])
    return answers


def test_an_activation_is_one_file(copy: Path) -> None:
    traces = [
        ("POST", "trace", {"program": PROGRAM, "locale": locale, "granularity": granularity})
        for locale in ("en", "zh-Hant", "zh-Hans")
        for granularity in ("tensor", "element")
    ]
    spec = {"layers": [{"units": 2}, {"units": 3, "activation": "mish"}], "loss": "mse", "seed": 0}
    check, listed, network, *told = ask(
        copy, ("POST", "check", {"program": PROGRAM}), ("GET", "operations", None), ("POST", "network", spec), *traces
    )
    assert check["passed"]
    (record,) = [one for one in listed["operations"] if one["name"] == "mish"]
    assert record["formula"] == r"f = x \tanh(\ln(1 + e^{x}))"
    assert "mish(z1)" in network["program"]
    for trace in told:
        assert "status" not in trace, trace
        steps = [step for step in trace["steps"] if step["title"] and "y" in str(step["formula"])]
        assert all(step["text"] and step["formula"]["symbolic"] and step["code"]["numpy"] for step in steps)
    english, traditional, simplified = (trace["steps"][0] for trace in told[::2])
    assert english["title"] == "The element-wise operation"
    assert len({english["title"], traditional["title"], simplified["title"]}) == 3
    assert len({english["text"], traditional["text"], simplified["text"]}) == 3
    assert r"\tanh" in english["formula"]["symbolic"]
    # PyTorch 2.13.0: F.mish and its gradient.
    assert told[0]["values"]["y"][0] == pytest.approx([1.4033782663958028, -0.129926963679141])
    assert told[0]["gradients"]["x"][0] == pytest.approx([1.0884879850078475, 0.43981560172180506])
    assert told[1]["gradients"]["x[0,0]"] == told[0]["gradients"]["x"][0][0]


def test_a_lesson_is_one_file(copy: Path) -> None:
    listed, lesson, hant = ask(
        copy,
        ("GET", "lessons", None),
        ("GET", "lessons/first-steps", None),
        ("GET", "lessons/first-steps?locale=zh-Hant", None),
    )
    (card,) = [one for one in listed["lessons"] if one["id"] == "first-steps"]
    assert card["group"] == "Computation graphs"
    assert lesson["title"] != hant["title"]
    (told,) = ask(copy, ("POST", "trace", lesson["trace"]))
    assert (told["values"]["y"], told["gradients"]["x"], told["updates"]["x"]) == (12, 7, 2.3)


def test_the_tests_accept_both_files_as_they_are(copy: Path) -> None:
    for name in ("tests", "scripts"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "browser"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    chosen = [*(f"tests/{name}" for name in ("engine", "explain", "language", "lessons")), "-k", "mish or first-steps"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen],
        cwd=copy, check=False, capture_output=True, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-2000:]
    assert int(re.findall(r"(\d+) passed", run.stdout)[-1]) > 20


def test_a_name_that_is_taken_is_refused_with_both_files(copy: Path) -> None:
    twice = copy / "app" / "engine" / "ops" / "second.py"
    twice.write_text("from app.engine.ops.functions import OPERATIONS as OPERATIONS\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", "import app.engine"], cwd=copy, check=False, capture_output=True, text=True
    )
    twice.unlink()
    assert "second.py: there is an operation 'exp' already, in functions.py" in run.stderr
