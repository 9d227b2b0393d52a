"""The command `backprop train`: what to train, from a file or the gallery, and how it went."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from app.engine.errors import EngineError
from app.engine.optimizers import OPTIMIZERS
from app.i18n import match_locale
from app.lessons import get_lesson, list_lessons
from app.networks.datasets import DATASETS, AnySpec, DataSpec, PointsSpec
from app.networks.datasets.csv_data import CsvSpec, make_table
from app.networks.datasets.csv_errors import TableErrors
from app.settings import get_settings
from app.story import Problem, Question, RefusedError, encode
from app.story.csv_tables import refuse_table
from app.story.problems import refuse_engine
from app.story.progress import Progress
from app.story.training import TrainingQuestion, run_training
from app.story.training.body import from_body

DIVERGED, INTERRUPTED = 1, 130
Read = Callable[[str], str]
Row = dict[str, Any]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `train` to its parser."""
    data = parser.add_argument_group("data and learning (a lesson brings its own)")
    data.add_argument("--data", metavar="DATASET|FILE.csv", help=f"one of {', '.join(DATASETS)}; or a table")
    data.add_argument("--optimizer", choices=list(OPTIMIZERS), help="how parameters move (default: sgd)")
    data.add_argument("--learning-rate", type=float, metavar="R", help="of the first update (default: 0.1)")
    data.add_argument("--iterations", type=int, metavar="N", help="updates at most (default: 1000)")
    data.add_argument("--batch-size", type=int, metavar="N", help="rows an iteration (default: all)")
    data.add_argument("--until-loss", type=float, metavar="L", help="stop when the loss is this small")
    data.add_argument("--seed", type=int, metavar="N", help="order of the rows; for a lesson its weights, too")
    parser.add_argument("--json", action="store_true", help="print the rows that the API's /train answers")


def make_asked(options: argparse.Namespace, read_file: Read, make_question: Callable[[str], Question]) -> Any:
    """Return what the options ask: a lesson's training, or that of a file, with whatever the options change.

    Args:
        options: the command's.
        read_file: gives a file's text.
        make_question: makes a question of a program's text.

    Raises:
        RefusedError: there is no such lesson, or an option makes nothing.
    """
    asked = find_lesson(options) or TrainingQuestion(make_question(read_file(options.file)))
    network = asked.question.network
    if options.seed is not None and network is not None:
        asked = replace(asked, question=replace(asked.question, network=replace(network, seed=options.seed)))
    given = {
        "data": None if options.data is None else find_data(options.data, read_file),
        "iterations": positive("--iterations", options.iterations),
        "batch_size": positive("--batch-size", options.batch_size),
        "target": options.until_loss,
        "seed": options.seed,
    }
    try:
        spec = asked.optimizer
        if options.optimizer is not None and options.optimizer != spec.name:
            spec = replace(spec, name=options.optimizer, options=())
        if options.learning_rate is not None:
            spec = replace(spec, learning_rate=options.learning_rate)
        changed = {name: value for name, value in given.items() if value is not None}
        return replace(asked, optimizer=spec, **changed)
    except EngineError as error:
        raise refuse_engine(error) from None


def positive(option: str, value: int | None) -> int | None:
    """Return a count.

    Raises:
        RefusedError: it is below 1.
    """
    if value is not None and value < 1:
        raise RefusedError(Problem("value", f"{option} is a whole number from 1", f"got {value}"))
    return value


def find_lesson(options: argparse.Namespace) -> TrainingQuestion | None:
    """Return a lesson's training; None where the name is that of a file.

    Raises:
        RefusedError: it is neither, or the lesson trains nothing.
    """
    name = options.file
    if name == "-" or Path(name).exists():
        return None
    locale = match_locale(options.locale) or "en"
    try:
        body = get_lesson(name, locale).get("train")
    except KeyError:
        trained = [card["id"] for card in list_lessons() if get_lesson(card["id"]).get("train")]
        rule, found = "a training is a file's or a lesson's", f"there is no {name}"
        raise RefusedError(Problem("value", rule, found, f"Lessons that train are {', '.join(trained)}.")) from None
    if body is None:
        raise RefusedError(Problem("value", "a training is a file's or a lesson's", f"'{name}' trains nothing"))
    return from_body(body, locale)


def find_data(name: str, read_file: Read) -> AnySpec:
    """Return a dataset, or the rows of a table in a file.

    Raises:
        RefusedError: there is no such dataset, or the table cannot be read.
    """
    if name in DATASETS:
        return DataSpec(name)
    if not name.endswith(".csv"):
        rule, hint = "--data is a dataset or a .csv file", f"Datasets are {', '.join(DATASETS)}."
        raise RefusedError(Problem("value", rule, f"got '{name}'", hint))
    try:
        data = make_table(CsvSpec(read_file(name)), get_settings().max_data_numbers).data
    except TableErrors as errors:
        raise refuse_table(errors) from None
    return PointsSpec(data.x, data.t, data.train, data.kind)


def show_training(asked: TrainingQuestion, as_json: bool) -> int:
    """Train, print how it goes, and return the exit status.

    Raises:
        RefusedError: it cannot begin.
    """
    rows = chain.from_iterable(run_training(asked))
    if as_json:
        return print_rows(rows)
    last: Row = {}
    progress = Progress(asked.iterations, sys.stdout)
    try:
        for row in rows:
            progress.take(row)
            last = row
    except KeyboardInterrupt:
        progress.end()
        sys.stdout.write("Stopped.\n")
        return INTERRUPTED
    progress.end()
    return status_of(last)


def print_rows(rows: Iterator[Row]) -> int:
    """Print rows as lines of JSON, and return the exit status."""
    last: Row = {}
    try:
        for row in rows:
            sys.stdout.write(f"{encode(row).decode()}\n")
            sys.stdout.flush()
            last = row
    except KeyboardInterrupt:
        return INTERRUPTED
    return status_of(last)


def status_of(last: Row) -> int:
    """Return the exit status: 1 for a run that diverged."""
    return DIVERGED if last.get("reason") == "diverged" else 0
