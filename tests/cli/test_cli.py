"""The command `backprop` in the terminal."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app import __version__
from app.cli import main
from app.story.tables import brief, table, width

FRUIT = "n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax\n"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def fruit(tmp_path):
    file = tmp_path / "fruit.py"
    file.write_text(FRUIT, encoding="utf-8")
    return str(file)


@pytest.fixture
def run(capsys, monkeypatch):
    def command(*arguments, given=None):
        if given is not None:
            monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given)))
        status = main(list(arguments))
        out, err = capsys.readouterr()
        return status, out, err

    return command


def test_trace_prints_every_step_in_a_table(run, fruit):
    status, out, err = run("trace", fruit, "--learning-rate", "0.5")
    lines = out.splitlines()
    assert (status, err, len(lines)) == (0, "", 12)
    assert lines[0].split() == ["#", "phase", "node", "rule", "numbers", "gradient"]
    assert lines[2].split() == ["1", "forward", "fruit", "multiply(n,", "unit)", "=", "200"]
    assert lines[8].split() == ["7", "backward", "n", "dfruit", "*", "dfruit/dn", "1.1", "*", "100", "110"]
    assert lines[9].endswith("2 - 0.5 * 110 = -53")
    starts = {line.index(word) for line, word in zip(lines[2:4], ("multiply", "multiply"), strict=True)}
    assert starts == {lines[0].index("rule")}


def test_trace_json_is_what_the_api_answers(run, fruit, client):
    status, out, _ = run("trace", fruit, "--json", "--learning-rate", "0.5", "--locale", "zh-Hant")
    asked = {"program": FRUIT, "learning_rate": 0.5, "locale": "zh-Hant"}
    assert status == 0 and json.loads(out) == client.post("/api/v1/trace", json=asked).json()


def test_trace_takes_values_a_seed_an_output_and_constants(run):
    status, out, _ = run(
        "trace", "-", "--json", "--values", '{"x": [1, 2]}', "--seed", "[1, 10]", "--output", "y", "--constant", "w",
        given=b"w = 3\ny = x * w\nz = y * 2\n",
    )  # fmt: skip
    told = json.loads(out)
    assert (status, told["output"], told["gradients"]["x"]) == (0, "y", [3, 30])
    assert "w" not in told["gradients"]


def test_trace_by_elements_names_each_element(run):
    _, out, _ = run("trace", "-", "--granularity", "element", given=b"x = [1, 2]\ny = sum(x)\n")
    assert "x[0]" in out and "x[1]" in out


def test_trace_says_why_when_asked(run, fruit):
    _, plain, _ = run("trace", fruit)
    _, told, _ = run("trace", fruit, "--formulas")
    assert len(told.splitlines()) == len(plain.splitlines()) + 7


def test_a_matrix_product_keeps_its_factors_places(run):
    _, out, _ = run("trace", "-", given=b"x = [[1, 2]]\nW = [[3], [4]]\nf = x @ W\n")
    assert "[[1]] @ [[3, 4]]" in out and "[[1], [2]] @ [[1]]" in out


def test_warnings_and_what_was_ignored_stand_under_the_table(run):
    _, out, _ = run("trace", "-", given=b"import math\nx = 0\ny = log(x)\n")
    assert "warning: " in out and "ignored: line 1: import math" in out


def test_check_passes_with_zero(run, fruit):
    status, out, _ = run("check", fruit)
    assert status == 0 and out.count("agrees") >= 3


def test_check_fails_with_one(run, fruit, monkeypatch):
    from app.story import answer_check

    def wrong(question, sweep):
        told = answer_check(question, sweep)
        told["leaves"][0]["passed"] = told["passed"] = False
        return told

    monkeypatch.setattr("app.cli.answer_check", wrong)
    status, out, _ = run("check", fruit)
    assert status == 1 and "differs" in out


def test_check_shows_kinks_and_the_sweep(run):
    status, out, _ = run("check", "-", "--sweep", given=b"x = 0\nw = 2\ny = relu(x) * w + w\n")
    assert status == 0 and "kink at" in out and "1e-12" in out


def test_an_error_stands_under_its_characters(run):
    status, out, err = run("trace", "-", given="價格 = 2\ny = 價格 + foo(3)\n".encode())
    assert (status, out) == (2, "")
    lines = err.splitlines()
    assert lines[0].startswith("<stdin>:2:10: error: a function must be one of the language; got 'foo'")
    assert lines[1] == "  2 | y = 價格 + foo(3)"
    assert lines[2] == "    |            ^^^"
    assert lines[3].startswith("  hint: ")


def test_every_error_is_shown(run):
    _, _, err = run("trace", "-", given=b"x = 2 +\ny = foo(3)\nz = [1, 2] @ [[1, 2, 3]]\n")
    assert [line.split(":")[1] for line in err.splitlines() if "error" in line] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["trace", "nothing.py"], "cannot read nothing.py"),
        (["trace", "{fruit}", "--values", "{"], "--values holds JSON"),
        (["trace", "{fruit}", "--values", "[1]"], "--values holds an object"),
        (["trace", "{fruit}", "--seed", "x"], "--seed holds JSON"),
        (["trace", "{fruit}", "--seed", "[1, 2]"], "the output has ()"),
        (["trace", "{fruit}", "--learning-rate", "inf"], "--learning-rate is a finite number"),
        (["check", "{fruit}", "--output", "q"], "'q'"),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_two(run, fruit, arguments, words):
    status, out, err = run(*(one.replace("{fruit}", fruit) for one in arguments))
    assert (status, out) == (2, "") and words in err


def test_a_file_that_is_no_text_is_refused(run, tmp_path):
    file = tmp_path / "photo"
    file.write_bytes(b"\xff\xd8\xff")
    assert run("trace", str(file))[0] == 2
    file.write_bytes(b"#" * 10_000_000)
    status, _, err = run("trace", str(file))
    assert status == 2 and "got more" in err


def test_serve_hands_its_options_on(monkeypatch):
    asked: dict[str, object] = {}
    monkeypatch.setattr("app.cli.serve", lambda *given, **more: asked.update(more, given=given))
    assert main(["serve", "--host", "127.0.0.1", "--port", "8099", "--workers", "2", "--no-browser"]) == 0
    assert asked["given"] == ("127.0.0.1", 8099, 2) and not asked["open_browser"]


def test_an_unknown_command_ends_with_two(capsys):
    with pytest.raises(SystemExit) as left:
        main(["fly"])
    assert left.value.code == 2 and "fly" in capsys.readouterr().err


def test_a_reader_that_stops_early_is_no_error(fruit):
    command = f'"{sys.executable}" -m app.cli trace "{fruit}" | head -n 1'
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S602  # a pipe is what is tested
    assert done.stderr == "" and done.stdout.startswith("#")


def test_the_version_is_the_packages(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out.strip() == __version__


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (-0.0, "0"),
        (1 / 3, "0.33333"),
        ("NaN", "NaN"),
        ([1.0, 2.5], "[1, 2.5]"),
        ([[1.0] * 5] * 4, "1… 4×5"),
    ],
)
def test_numbers_are_short(value, text):
    assert brief(value) == text


def test_chinese_characters_take_two_columns():
    assert width("價格 a") == 6
    lines = table(("a", "b"), [("價格", "x"), ("long", "y")])
    assert lines[2].index("x") == lines[3].index("y") - 2
