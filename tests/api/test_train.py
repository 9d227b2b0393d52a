"""POST /train: rows as they come, all at once, refusals, and readers that go."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.api.streams import get_streams
from app.settings import get_settings
from tests.api.problem import assert_problem

ROOT = Path(__file__).resolve().parents[2]
NETWORK = {"layers": [{"units": 2}, {"units": 4, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
           "loss": "mse", "seed": 1}  # fmt: skip
XOR = {"network": NETWORK, "data": {"dataset": "xor"}, "optimizer": {"name": "adam", "learning_rate": 0.05},
       "until": {"loss": 0.01}}  # fmt: skip
ENDLESS = {"network": NETWORK, "data": {"dataset": "circles"}, "iterations": 1_000_000, "every": 1_000_000}
EVERYTHING = ["snapshots", "field", "units", "predictions"]


@pytest.fixture
def limits(monkeypatch):
    """Set limits for one test."""

    def set_limits(**given):
        for name, value in given.items():
            monkeypatch.setenv(f"BACKPROP_{name.upper()}", str(value))
        get_settings.cache_clear()
        get_streams.cache_clear()

    yield set_limits
    monkeypatch.undo()
    get_settings.cache_clear()
    get_streams.cache_clear()


def lines(answer):
    return [json.loads(line) for line in answer.text.splitlines()]


@contextmanager
def opened(base_url, body):
    """A stream, read as far as the test reads it, then cut."""
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=10)
    connection.request("POST", "/api/v1/train", json.dumps(body), {"Content-Type": "application/json"})
    try:
        yield connection.getresponse()
    finally:
        connection.close()


def seconds_until(condition, most=3.0):
    began = time.perf_counter()
    while not condition():
        assert time.perf_counter() - began < most, "it did not happen"
        time.sleep(0.005)
    return time.perf_counter() - began


def test_a_run_comes_as_lines_of_json(client):
    answer = client.post("/api/v1/train", json=XOR)
    rows = lines(answer)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/jsonl"
    assert {row["event"] for row in rows[:-1]} == {"progress"}
    assert rows[-1]["event"] == "done" and rows[-1]["reason"] == "target" and rows[-1]["loss"] <= 0.01
    assert [row["iteration"] for row in rows[:3]] == [0, 10, 20]


def test_all_at_once_is_the_same_as_line_by_line(client):
    body = {**XOR, "include": EVERYTHING, "batch_size": 3}
    rows = lines(client.post("/api/v1/train", json=body))
    whole = client.post("/api/v1/train", json=body, headers={"Accept": "application/json"}).json()
    for name, event in (("progress", "progress"), ("snapshots", "snapshot"), ("field", "field"), ("units", "units"),
                        ("predictions", "predictions")):  # fmt: skip
        assert whole[name] == [row for row in rows if row["event"] == event]
    assert whole["done"] == rows[-1]
    assert set(whole) == {"progress", "snapshots", "field", "units", "predictions", "done"}


def test_a_browsers_accept_gets_lines(client):
    answer = client.post("/api/v1/train", json=XOR, headers={"Accept": "application/jsonl, application/json"})
    assert answer.headers["content-type"] == "application/jsonl"


def test_a_run_goes_on_exactly_from_its_last_row(client):
    body = {**XOR, "until": None, "batch_size": 3, "iterations": 40, "include": ["snapshots"]}
    uncut = lines(client.post("/api/v1/train", json=body))
    half = lines(client.post("/api/v1/train", json={**body, "iterations": 17}))[-1]
    resume = {key: half[key] for key in ("iteration", "parameters", "state")}
    again = lines(client.post("/api/v1/train", json={**body, "resume": resume}))
    assert again[-1] == uncut[-1] | {} and again[0]["iteration"] == 17


def test_a_sweep_tells_one_row_a_seed(client):
    rows = lines(client.post("/api/v1/train", json={**XOR, "sweep": 3, "iterations": 300}))
    assert [(row["event"], row.get("seed")) for row in rows] == [("run", 1), ("run", 2), ("run", 3), ("done", None)]
    assert (rows[-1]["reached"], rows[-1]["of"]) == (sum(row["reason"] == "target" for row in rows[:-1]), 3)


def test_a_pace_spreads_reports_over_time(client):
    began = time.perf_counter()
    client.post("/api/v1/train", json={**XOR, "until": None, "iterations": 8, "every": 1, "pace": 40})
    assert 0.15 < time.perf_counter() - began < 1


def test_divergence_is_explained_in_the_language_asked_for(client):
    body = {"program": "y = exp(w * w)", "values": {"w": 2}, "optimizer": {"learning_rate": 0.5}}
    why = {
        tag: lines(client.post("/api/v1/train", json={**body, "locale": tag}))[-1]["why"] for tag in ("en", "zh-Hant")
    }
    assert why["en"]["node"] == why["zh-Hant"]["node"] == "y"
    assert why["en"]["message"].isascii() is not why["zh-Hant"]["message"].isascii() or "∞" in why["en"]["message"]
    assert why["en"]["message"] != why["zh-Hant"]["message"]


def test_numbers_that_are_not_finite_travel_as_words(client):
    body = {"program": "y = exp(w * w)", "values": {"w": 2}, "optimizer": {"learning_rate": 0.5}}
    assert lines(client.post("/api/v1/train", json=body))[-1]["loss"] == "Infinity"


@pytest.mark.parametrize(
    ("change", "status", "node"),
    [
        ({"iterations": -1}, 422, "iterations"),
        ({"iterations": 10**9}, 413, "iterations"),
        ({"batch_size": 0}, 422, "batch_size"),
        ({"until": {"loss": "small"}}, 422, "until.loss"),
        ({"include": ["everything"]}, 422, "include"),
        ({"pace": 0}, 422, "pace"),
        ({"sweep": True}, 422, "sweep"),
        ({"watch": [4]}, 422, "watch"),
        ({"optimizer": {"name": "best"}}, 422, "optimizer.name"),
        ({"optimizer": {"schedule": {"name": "step", "every": 0}}}, 422, "optimizer.schedule.every"),
        ({"data": {"dataset": "and more"}}, 422, "data.dataset"),
        ({"data": {"x": [[1, 2], [3]]}}, 422, "data.x"),
        ({"data": {"dataset": "iris"}}, 422, "network.layers"),
        ({"resume": {"iteration": -1}}, 422, "resume.iteration"),
        ({"resume": {"iteration": 1, "parameters": {"b1": [1]}}}, 422, "resume.parameters"),
        ({"network": None, "program": "y = w +", "values": {}}, 400, None),
    ],
)  # fmt: skip
def test_a_bad_request_is_refused_before_the_first_row(client, change, status, node):
    answer = client.post("/api/v1/train", json={**XOR, **change})
    assert_problem(answer, status)
    assert node is None or answer.json()["node"] == node
    assert get_streams().active == 0


def test_an_error_on_the_way_is_the_last_row(client, monkeypatch):
    from app.api import train

    def broken(asked):
        yield [{"event": "progress"}]
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(train, "run_training", broken)
    rows = lines(client.post("/api/v1/train", json=XOR))
    assert rows[-1]["event"] == "error" and rows[-1]["status"] == 500
    assert "secret" not in json.dumps(rows)
    assert get_streams().active == 0


def test_a_run_ends_when_the_servers_seconds_are_over_and_can_go_on(client, limits):
    limits(max_training_seconds=1)
    done = lines(client.post("/api/v1/train", json={**ENDLESS, "batch_size": 10, "iterations": 60_000}))[-1]
    assert done["reason"] == "cancelled" and 0 < done["iteration"] < 60_000
    assert "1 seconds" in done["why"]["message"]


def test_too_many_runs_are_refused(base_url, client, limits):
    limits(max_streams=3, max_streams_per_client=2)
    with opened(base_url, ENDLESS) as one, opened(base_url, ENDLESS) as two:
        one.readline(), two.readline()
        with opened(base_url, ENDLESS) as third:
            assert third.status == 429
        with opened(base_url, XOR | {"locale": "en"}) as third:
            assert "2" in json.loads(third.read())["detail"]
        other = client.post("/api/v1/train", json=XOR)  # the test client has an address of its own
        assert other.status_code == 200
        limits(max_streams=2, max_streams_per_client=2)
    seconds_until(lambda: get_streams().active == 0)


@pytest.mark.parametrize("accept", ["*/*", "application/json"])
def test_a_reader_that_goes_frees_its_run_within_a_second(base_url, accept):
    body = {**ENDLESS, "every": 1_000_000}
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=10)
    connection.request("POST", "/api/v1/train", json.dumps(body), {"Accept": accept})
    seconds_until(lambda: get_streams().active == 1)
    if accept == "*/*":
        connection.getresponse().readline()
    connection.close()
    assert seconds_until(lambda: get_streams().active == 0) < 1


def test_many_runs_advance_together_and_the_rest_stays_quick(base_url):
    ends, body = [], {**ENDLESS, "every": 200, "iterations": 20_000}

    def read():
        with opened(base_url, body) as answer:
            began = time.perf_counter()
            rows = [json.loads(answer.readline()) for _ in range(6)]
            ends.append((rows[-1]["iteration"], time.perf_counter() - began))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    with opened(base_url, {**XOR, "iterations": 1}) as answer:
        assert answer.status == 200
    quick = time.perf_counter() - began
    for thread in threads:
        thread.join(20)
    assert [iteration for iteration, _ in ends] == [1000] * 8
    assert quick < 1
    seconds_until(lambda: get_streams().active == 0)


def test_a_server_that_is_stopped_ends_its_runs_quietly():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "app", "--port", str(port), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        assert "Ctrl+C stops it" in server.stdout.readline()
        url = f"http://127.0.0.1:{port}"
        seconds_until(lambda: can_connect(port), 20)
        with opened(url, {**ENDLESS, "every": 100}) as paced, opened(url, {**ENDLESS, "pace": 0.1}) as slow:
            assert paced.readline() and slow.readline()
            server.send_signal(signal.SIGINT)
            seconds_until(lambda: server.poll() is not None, 10)
            assert all(json.loads(line)["event"] == "progress" for line in [*paced, *slow])
        assert (server.returncode, server.stdout.read()) == (0, "")


def can_connect(port):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
