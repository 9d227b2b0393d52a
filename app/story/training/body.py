"""A lesson's body for POST /train as a question: what the gallery holds is known to be right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.engine.optimizers import OptimizerSpec
from app.engine.schedules import ScheduleSpec
from app.networks.datasets import DataSpec
from app.networks.spec import InitSpec, LayerSpec, NetworkSpec
from app.story.question import Question
from app.story.training.question import DEFAULT_ITERATIONS, TrainingQuestion

SHARED = ("name", "learning_rate", "schedule", "clip", "l1", "l2")


def from_body(body: Mapping[str, Any], locale: str) -> TrainingQuestion:
    """Return what a lesson's body asks."""
    network, data, until = body.get("network"), body.get("data"), body.get("until") or {}
    return TrainingQuestion(
        Question(
            body.get("program", ""),
            values=body.get("values", {}),
            output=body.get("output"),
            constants=tuple(body.get("constants", ())),
            roles=body.get("roles", {}),
            network=None if network is None else network_spec(network),
            locale=locale,
        ),
        data=None if data is None else DataSpec(data["dataset"], options(data, "dataset")),
        optimizer=optimizer_spec(body.get("optimizer", {})),
        batch_size=body.get("batch_size"),
        iterations=body.get("iterations", DEFAULT_ITERATIONS),
        target=until.get("loss"),
        seed=body.get("seed", 0),
        every=body.get("every"),
    )


def network_spec(network: Mapping[str, Any]) -> NetworkSpec:
    """Return a network."""
    init = network.get("init", "xavier_uniform")
    return NetworkSpec(
        tuple(LayerSpec(layer["units"], layer.get("activation")) for layer in network["layers"]),
        network.get("loss"),
        InitSpec(init) if isinstance(init, str) else InitSpec(init["name"], options(init, "name")),
        network.get("seed", 0),
    )


def optimizer_spec(optimizer: Mapping[str, Any]) -> OptimizerSpec:
    """Return an optimizer."""
    schedule = optimizer.get("schedule")
    return OptimizerSpec(
        optimizer.get("name", "sgd"),
        optimizer.get("learning_rate", 0.1),
        options(optimizer, *SHARED),
        None if schedule is None else ScheduleSpec(schedule["name"], options(schedule, "name")),
        optimizer.get("clip"),
        optimizer.get("l1", 0.0),
        optimizer.get("l2", 0.0),
    )


def options(record: Mapping[str, Any], *others: str) -> tuple[tuple[str, Any], ...]:
    """Return a record's options, sorted; `others` are its fields that are none."""
    return tuple(sorted((name, value) for name, value in record.items() if name not in others))
