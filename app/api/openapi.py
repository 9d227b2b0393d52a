"""The OpenAPI document: FastAPI's own, with the bodies, the problems and the examples put in."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from app.api.datasets import DatasetRequest, TableRequest
from app.api.errors import MEDIA_TYPE
from app.api.examples import EXAMPLES, example_answers
from app.api.requests import CheckRequest, NetworkRequest, NeuronRequest, ParseRequest, TraceRequest, WhatIfRequest
from app.api.train_request import TrainRequest
from app.story.problems import STATUS, TITLES

REFERENCE = "#/components/schemas/{model}"
JSON = "application/json"
ASKED = (
    ParseRequest,
    TraceRequest,
    CheckRequest,
    WhatIfRequest,
    NetworkRequest,
    NeuronRequest,
    DatasetRequest,
    TableRequest,
    TrainRequest,
)


def install_document(site: FastAPI) -> None:
    """Let the site's OpenAPI document be this one; it is built when it is first asked for."""
    plain = site.openapi

    def openapi() -> dict[str, Any]:
        if site.openapi_schema is None:
            site.openapi_schema = complete(plain())
        return site.openapi_schema

    site.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """Return FastAPI's document with what it cannot know."""
    models = [(model, "validation") for model in ASKED]
    _, bodies = models_json_schema(models, ref_template=REFERENCE)  # type: ignore[arg-type]  # a list of pairs
    document["components"]["schemas"].update(bodies["$defs"])
    document["x-problems"] = [{"kind": kind, "title": TITLES[kind], "status": STATUS[kind]} for kind in TITLES]
    answers = example_answers()
    for path in document["paths"].values():
        for operation in path.values():
            name = operation["operationId"]
            for status, response in operation["responses"].items():
                if status >= "400":
                    response["content"] = {MEDIA_TYPE: response["content"].pop(JSON)}
            operation["responses"]["200"]["content"][JSON]["example"] = answers[name]
            if name in EXAMPLES:
                operation["requestBody"]["content"][JSON]["example"] = EXAMPLES[name]
    return document
