"""From a question about training to a run that is ready to go, or what keeps it from starting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.engine.errors import EngineError, ShapeError
from app.engine.shapes import Array, show
from app.language.values import to_array
from app.networks.datasets import Data
from app.networks.training.model import Model
from app.networks.training.run import Training
from app.story.datasets import load_data
from app.story.feeding import check_network
from app.story.problems import Problem, RefusedError, refuse_engine
from app.story.training.fits import check_work
from app.story.training.question import Resume, TrainingQuestion
from app.story.training.reading import make_model


def make_training(asked: TrainingQuestion) -> Training:
    """Return the run that is asked for, not begun.

    Raises:
        RefusedError: the program, the data or the settings do not fit together.
    """
    data = load(asked)
    return start(asked, make_model(asked.question, data), data)


def load(asked: TrainingQuestion) -> Data | None:
    """Return the data that are asked for.

    Raises:
        RefusedError: they are none, or do not fit the network.
    """
    if asked.data is None:
        if asked.batch_size is not None:
            raise RefusedError(Problem("request", "a batch is made of data", "there are none", node="batch_size"))
        return None
    data = load_data(asked.data)
    check_network(asked.question, data)
    outside = next((row for row in asked.watch if row >= len(data.x)), None)
    if outside is not None:
        rule = f"the data's rows count from 0 to {len(data.x) - 1}"
        raise RefusedError(Problem("request", rule, f"got {outside}", node="watch"))
    return data


def start(asked: TrainingQuestion, model: Model, data: Data | None) -> Training:
    """Return a run of a model from its present parameters, or from where the question goes on.

    Raises:
        RefusedError: what it goes on from does not fit.
    """
    resume = asked.resume
    try:
        training = Training(
            model,
            data,
            asked.optimizer,
            batch_size=asked.batch_size,
            seed=asked.seed,
            target=asked.target,
            iteration=0 if resume is None else resume.iteration,
        )
        check_work(training, asked.iterations - training.iteration)
    except EngineError as error:
        raise refuse_engine(error) from None
    if resume is not None:
        take_up(training, resume)
    return training


def take_up(training: Training, resume: Resume) -> None:
    """Put the numbers of a snapshot into a run.

    Raises:
        RefusedError: a name is none of the program's parameters, or a value has another shape.
    """
    model = training.model
    write(model, model.parameters, resume.parameters, "resume.parameters")
    if resume.started > resume.iteration:
        rule = "an optimizer starts before its update"
        raise RefusedError(Problem("value", rule, f"got {resume.started}", node="resume.started"))
    updater = training.updater
    if set(resume.state) != set(updater.state):  # another optimizer's memory is of no use: this one starts here
        updater.started = resume.iteration
        return
    updater.started = resume.started
    for name, values in resume.state.items():
        write(model, updater.state[name], values, f"resume.state.{name[:40]}")


def write(model: Model, flat: Array, values: Mapping[str, Any], field: str) -> None:
    """Write values by parameter into a flat vector."""
    for name, value in values.items():
        place = model.places.get(name)
        if place is None:
            hint = f"The program has {', '.join(list(model.places)[:12])}."
            raise RefusedError(
                Problem("value", "a run goes on with the program's parameters", f"got '{name[:40]}'", hint, node=field)
            )
        try:
            array = to_array(value)
            if array.shape != place.shape:
                rule = "a new value must have its leaf's shape"
                found = f"'{name}' has shape {show(place.shape)}, got {show(array.shape)}"
                raise ShapeError(rule, found, shapes=(place.shape, array.shape))
        except EngineError as error:
            raise refuse_engine(error, field) from None
        flat[place.start : place.stop] = array.ravel()
