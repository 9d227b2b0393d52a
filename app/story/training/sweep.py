"""A sweep: the same training from one seed after the other, and how many of them reach the target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

from app.networks.spec import NetworkSpec
from app.networks.training.model import Model
from app.networks.training.run import Training
from app.settings import get_settings
from app.story.numbers import spell
from app.story.problems import Problem, RefusedError
from app.story.training.prepare import load, start
from app.story.training.question import TrainingQuestion
from app.story.training.reading import make_model, read_with
from app.story.training.rows import Row, reason_of

SLICE = 0.008


def run_sweep(asked: TrainingQuestion, count: int) -> Iterator[list[Row]]:
    """Train from `count` seeds, and tell of each how it ended.

    Yields:
        A row a seed, and the last one; none where a slice of work is over.

    Raises:
        RefusedError: there is no network whose weights a seed could draw.
    """
    spec = check_sweep(asked)
    data = load(asked)
    model = make_model(asked.question, data)
    reached = done = made = 0
    left = float(get_settings().max_training_seconds)
    while done < count and left > 0:
        draw(model, asked, replace(spec, seed=spec.seed + done))
        training = start(replace(asked, seed=asked.seed + done), model, data)
        while training.reason is None and training.iteration < asked.iterations and left > 0:
            began = perf_counter()
            training.advance(asked.iterations, began + SLICE)
            left -= perf_counter() - began
            if training.reason is None and training.iteration < asked.iterations:
                yield []
        row = run_row(training, spec.seed + done)
        reached += row["reason"] == "target"
        made += training.iteration
        done += 1
        yield [row]
    yield [
        {
            "event": "done",
            "reason": "iterations" if done == count else "cancelled",
            "iteration": made,
            "loss": None,
            "parameters": {},
            "state": {},
            "started": 0,
            "why": None,
            "reached": reached,
            "of": done,
        }
    ]


def run_row(training: Training, seed: int) -> Row:
    """Return how one seed ended."""
    measures = training.measure()
    return {
        "event": "run",
        "seed": seed,
        "reason": reason_of(training),
        "iterations": measures.iteration,
        "loss": spell(measures.loss),
        "error_rate": measures.error_rate,
    }


def draw(model: Model, asked: TrainingQuestion, spec: NetworkSpec) -> None:
    """Give a model's parameters the numbers with which a network starts."""
    rows = model.example_rows()
    graph = read_with(replace(asked.question, network=spec), *rows).graph
    for name, place in model.places.items():
        model.parameters[place.start : place.stop] = graph.nodes[graph.ids[name]].value.ravel()  # type: ignore[union-attr]  # a parameter is a leaf


def check_sweep(asked: TrainingQuestion) -> NetworkSpec:
    """Return the network of a sweep.

    Raises:
        RefusedError: there is none, or the run goes on from elsewhere, or it would be too long.
    """
    spec, count, most = asked.question.network, asked.sweep or 0, get_settings().max_training_iterations
    if spec is None:
        rule, hint = "a sweep draws a network's weights", "Describe the network under 'network'."
        raise RefusedError(Problem("request", rule, "there is none", hint, node="sweep"))
    if asked.resume is not None:
        raise RefusedError(Problem("request", "a sweep starts anew", "got 'resume'", "Leave it out.", node="resume"))
    if count * asked.iterations > most:
        rule, found = f"a training may have {most:,} iterations", f"got {count:,} times {asked.iterations:,}"
        raise RefusedError(Problem("limit", rule, found, node="sweep"))
    return spec
