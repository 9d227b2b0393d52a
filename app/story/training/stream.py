"""A training told report by report, in slices of work short enough for others to have their turn."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from app.i18n import catalog_for
from app.networks.training.run import Measures, Training
from app.settings import get_settings
from app.story.training.divergence import explain_divergence
from app.story.training.pictures import make_pictures
from app.story.training.prepare import make_training
from app.story.training.question import TrainingQuestion
from app.story.training.rows import Row, done_row, progress_row, reason_of, snapshot_row
from app.story.training.sweep import run_sweep

SLICE = 0.008
"""Seconds of work in one turn."""

Report = list[Row]


def run_training(asked: TrainingQuestion) -> Iterator[Report]:
    """Train, and tell it.

    Args:
        asked: what to train, and how.

    Yields:
        The rows of one report; none where a slice of work is over and there is nothing to tell.

    Raises:
        RefusedError: at the first report, where the question makes no run; later, where a row of data has no loss.
    """
    if asked.sweep is not None:
        yield from run_sweep(asked, asked.sweep)
    else:
        yield from Told(asked).reports()


class Told:
    """One run with its reports.

    Args:
        asked: what to train, and how.

    Raises:
        RefusedError: it makes no run.
    """

    def __init__(self, asked: TrainingQuestion) -> None:
        self._asked = asked
        self._training = make_training(asked)
        self._pictures = make_pictures(asked, self._training)
        self._left = float(get_settings().max_training_seconds)

    def reports(self) -> Iterator[Report]:
        """Return the run's rows; see `run_training`."""
        training, asked = self._training, self._asked
        measures = training.measure()
        yield self._report(measures)
        while training.reason is None and training.iteration < asked.iterations and self._left > 0:
            began = perf_counter()
            stop = min(asked.iterations, (training.iteration // asked.step + 1) * asked.step)
            training.advance(stop, began + SLICE)
            rows: Report = []
            if training.reason is not None or training.iteration == stop or perf_counter() - began > self._left:
                measures = training.measure()
                rows = self._report(measures)
            self._left -= perf_counter() - began
            yield rows
        yield [self._done(measures)]

    def _report(self, measures: Measures) -> Report:
        """Tell what is known after an iteration."""
        rows = [progress_row(measures)]
        if "snapshots" in self._asked.include:
            rows.append(snapshot_row(self._training, measures))
        for picture in self._pictures:
            row = picture()
            rows.append({"event": row.pop("event"), "iteration": measures.iteration, **row})
        return rows

    def _done(self, measures: Measures) -> Row:
        """Tell how it ended."""
        training, locale = self._training, self._asked.question.locale
        if training.reason == "diverged":
            return done_row(training, measures, "diverged", explain_divergence(training, locale))
        if training.reason is None and training.iteration < self._asked.iterations:
            return done_row(training, measures, "cancelled", explain_time(training, locale))
        return done_row(training, measures, reason_of(training), None)


def explain_time(training: Training, locale: str) -> Row:
    """Say that the server's time for one run is over."""
    gettext = catalog_for(locale).gettext
    message = gettext("A training may compute for {seconds} seconds; they are over.")
    return {
        "iteration": training.iteration,
        "node": None,
        "phase": None,
        "message": message.format(seconds=get_settings().max_training_seconds),
        "hint": gettext("Nothing is lost: go on from here."),
    }
