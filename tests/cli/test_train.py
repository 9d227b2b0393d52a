"""`backprop train` in the terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.cli import main
from app.story.progress import Progress, sparkline

ROOT = Path(__file__).resolve().parents[2]
FIT = "z = x @ W + b\nL = mse(z, t)\n"
VALUES = ["--values", '{"W": [[0]], "b": [0]}']


@pytest.fixture
def fit(tmp_path):
    file = tmp_path / "fit.py"
    file.write_text(FIT, encoding="utf-8")
    return str(file)


@pytest.fixture
def run(capsys):
    def command(*arguments):
        status = main(["train", *arguments])
        return status, *capsys.readouterr()

    return command


def test_a_lesson_is_trained_until_its_target(run):
    status, out, err = run("xor")
    first, *_, last, end = out.splitlines()
    assert (status, err) == (0, "")
    assert first.startswith("iteration    0  loss 0.27901")
    assert float(last.split("loss ")[1].split()[0]) <= 0.01 and last.endswith("wrong 0.0 %")
    assert end.startswith("Target reached after ") and end.endswith("▁")


def test_options_change_what_a_lesson_brings(run):
    status, out, _ = run("xor", "--optimizer", "adam", "--learning-rate", "0.2", "--iterations", "30", "--seed", "3",
                         "--batch-size", "2", "--until-loss", "0.0001")  # fmt: skip
    assert status == 0 and out.splitlines()[-1].startswith("Done after 30 iterations")
    assert "learning_rate" not in out


def test_a_file_learns_a_dataset(run, fit):
    status, out, _ = run(fit, *VALUES, "--data", "line", "--iterations", "200")
    assert status == 0 and out.splitlines()[-1].startswith("Done after 200 iterations")
    assert "held-out" in out


def test_a_file_learns_a_table(run, fit, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("size,price\n1,3.5\n2,5\n3,6.5\n4,8\n", encoding="utf-8")
    status, out, _ = run(fit, *VALUES, "--data", str(table), "--until-loss", "1e-6", "--learning-rate", "0.05")
    assert status == 0 and "Target reached" in out


def test_json_prints_the_rows_of_the_api(run, client):
    status, out, _ = run("xor", "--json", "--iterations", "50")
    body = {**client.get("/api/v1/lessons/xor").json()["train"], "iterations": 50}
    rows = [json.loads(line) for line in client.post("/api/v1/train", json=body).text.splitlines()]
    assert status == 0 and [json.loads(line) for line in out.splitlines()] == rows


def test_a_run_that_diverges_says_why_and_exits_with_1(run, fit):
    status, out, _ = run(fit, *VALUES, "--data", "line", "--learning-rate", "100")
    assert status == 1
    assert "Diverged after" in out and "Try a learning rate of 10" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "Lessons that train are xor"),
        (["fruit"], "'fruit' trains nothing"),
        (["xor", "--data", "nothing"], "Datasets are and, or"),
        (["xor", "--data", "iris"], "Give it 4 units"),
        (["xor", "--iterations", "0"], "from 1"),
        (["xor", "--learning-rate", "-1"], "learning_rate"),
        (["xor", "--data", "missing.csv"], "cannot read missing.csv"),
    ],
)
def test_what_cannot_be_trained_exits_with_2(run, arguments, words):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert words in err


def test_a_bar_is_redrawn_in_place_on_a_terminal(fit):
    reader, writer = pty.openpty()
    command = [sys.executable, "-m", "app.cli", "train", fit, *VALUES, "--data", "line", "--iterations", "3000"]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(command, stdout=writer, cwd=ROOT, env=environment)
    os.close(writer)
    text = read_all(reader)
    assert process.wait(20) == 0
    bar, end = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    assert bar.count("\r") >= 2 and "█" * 24 in bar and "3000/3000" in bar
    assert end.startswith("Done after 3,000 iterations")


def read_all(descriptor: int) -> str:
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(descriptor, 4096)
        except OSError:  # a terminal's way to end
            part = b""
        if not part:
            os.close(descriptor)
            return b"".join(parts).decode()
        parts.append(part)


def test_ctrl_c_stops_with_130_and_keeps_what_was_seen(fit):
    command = [sys.executable, "-m", "app.cli", "train", fit, *VALUES, "--data", "line", "--iterations", "900000"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert process.stdout is not None and process.stdout.readline().startswith("iteration      0")
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 130 and out.endswith("Stopped.\n")


def test_a_sparkline_is_logarithmic_from_the_largest_down_to_the_smallest():
    assert sparkline([1e8 / 10**i for i in range(8)]) == "█▇▆▅▄▃▂▁"
    assert sparkline([1.0] * 3) == "▁▁▁"
    assert sparkline([1.0, 10.0, float("nan"), float("inf"), 0.0]) == "▁███▁"
    assert len(sparkline([1.0] * 500)) == 32


def test_a_terminal_without_these_characters_gets_plain_ones():
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    progress = Progress(2, out)
    row = {"event": "progress", "validation_loss": None, "error_rate": None, "validation_error_rate": None}
    progress.take({**row, "iteration": 0, "loss": 1.0})
    progress.take({**row, "iteration": 2, "loss": 0.1})
    progress.take({"event": "done", "reason": "iterations", "iteration": 2, "why": None})
    out.flush()
    assert out.buffer.getvalue().decode().splitlines()[-1].endswith("#_")
