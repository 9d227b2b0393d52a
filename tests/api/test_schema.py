"""Schemathesis asks what the OpenAPI document allows, and what it does not, and looks at every answer."""

from __future__ import annotations

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

from app.main import app

# What a program means is beyond a schema: most texts that it allows are no programs.
CHECKS = ChecksConfig(
    positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=["2xx", "400", "404", "413", "422"])
)
CONFIG = SchemathesisConfig(
    projects=ProjectsConfig(default=ProjectConfig(checks=CHECKS, generation=GenerationConfig(deterministic=True)))
)
schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=CONFIG)
BOUNDED = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


@schema.parametrize()
@BOUNDED
def test_every_answer_is_as_the_document_says(case):
    case.call_and_validate()
