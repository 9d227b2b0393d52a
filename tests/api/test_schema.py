"""Schemathesis asks what the OpenAPI document allows, and what it does not, and looks at every answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)

from app.api import streams
from app.main import app
from app.settings import get_settings

# What a program means is beyond a schema: most texts that it allows are no programs.
CHECKS = ChecksConfig(
    positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=["2xx", "400", "404", "413", "422"])
)
CONFIG = SchemathesisConfig(
    projects=ProjectsConfig(default=ProjectConfig(checks=CHECKS, generation=GenerationConfig(deterministic=True)))
)
schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=CONFIG)
BOUNDED = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


async def no_wait(seconds):
    """Keep no pace."""


@pytest.fixture(autouse=True, scope="module")
def short_trainings():
    """Let no training that is made up here be a long one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKPROP_MAX_TRAINING_ITERATIONS", "1000")
        patch.setenv("BACKPROP_MAX_TRAINING_SECONDS", "1")
        patch.setattr(streams, "wait_for", no_wait)
        get_settings.cache_clear()
        yield
    get_settings.cache_clear()


@schema.parametrize()
@BOUNDED
def test_every_answer_is_as_the_document_says(case):
    case.call_and_validate()


PUBLISHED = json.loads((Path(__file__).parents[1] / "fixtures" / "public.json").read_text(encoding="utf-8"))
SHAPES = {
    "tensor": {"learning_rate": 0.5, "include": ["formulas", "jacobians"]},
    "element": {"granularity": "element", "locale": "zh-Hant", "learning_rate": 0.5},
    "not finite": {"program": "x = [0, -1, 2]\ny = log(x)\nz = y / 0 - y", "learning_rate": 1},
}


@pytest.mark.parametrize("path", ["parse", "trace", "check", "what-if"])
@pytest.mark.parametrize("more", SHAPES.values(), ids=list(SHAPES))
def test_answers_about_real_programs_are_as_the_document_says(path, more):
    operation = schema[f"/api/v1/{path}"]["POST"]
    for case in PUBLISHED[:: 1 if path == "trace" else 5]:
        asked = {"program": case["program"], "output": case["output"], **more}
        if "program" in more:
            asked["output"] = None
        if path == "parse":
            asked = {key: asked[key] for key in ("program", "output")}
        elif path == "what-if":
            asked["changes"] = {case["leaves"][0]: 1} if "program" not in more else {"x": [1, 2, 3]}
        answer = operation.Case(body=asked, media_type="application/json").call()
        operation.validate_response(answer)
        assert answer.status_code == 200 or path == "what-if", answer.text


NETWORKS = {
    "classes": {
        "layers": [{"units": 3}, {"units": 4, "activation": "relu"}, {"units": 3, "activation": "softmax"}],
        "loss": "cross_entropy_probs", "batch": 2, "learning_rate": 0.1,
    },
    "affine": {"layers": [{"units": 2}, {"units": 1}], "loss": "sum_of_squares", "init": {"name": "normal"}},
    "no loss": {"layers": [{"units": 2}, {"units": 2, "activation": "gelu"}], "batch": 2, "seed": 2**64 - 1},
}  # fmt: skip
ASKED = {
    "tensor": {"include": ["formulas", "jacobians", "samples"]},
    "element": {"granularity": "element"},
    "folded": {"include": ["formulas", "jacobians", "samples"], "fold": 5},
    "by hand": {"program": "z = x1*w1 + x2*w2 + b\na = sigmoid(z)\nL = (a - t) ** 2",
                "values": {"x1": 1, "x2": 2, "w1": 0.5, "w2": -1, "b": 0, "t": 1}},
}  # fmt: skip


@pytest.mark.parametrize("path", ["parse", "trace", "check", "what-if", "neuron", "network"])
@pytest.mark.parametrize("network", NETWORKS.values(), ids=list(NETWORKS))
@pytest.mark.parametrize("more", ASKED.values(), ids=list(ASKED))
def test_answers_about_networks_are_as_the_document_says(path, network, more):
    operation = schema[f"/api/v1/{path}"]["POST"]
    asked = {"network": network, **more}
    if path == "network":
        asked = network
    elif path == "parse":
        asked = {key: asked[key] for key in ("network", "program", "values") if key in asked}
    elif path == "what-if":
        asked["changes"] = {"b": 1} if "program" in more else {"b1": [1] * network["layers"][1]["units"]}
    elif path == "neuron":
        asked |= {"layer": 1, "unit": 0}
    answer = operation.Case(body=asked, media_type="application/json").call()
    operation.validate_response(answer)
    assert answer.status_code == 200, answer.text
