"""Training: forward, backward and update, again and again; any iteration follows from what a snapshot holds."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import inf, isfinite
from time import perf_counter
from typing import Literal

import numpy as np

from app.engine.optimizers import OptimizerSpec, Updater, learning_rate_at
from app.engine.shapes import Array
from app.networks.datasets.data import Data
from app.networks.training.batches import Rows, epoch_order, per_epoch
from app.networks.training.measures import error_rate, length, middle_of, penalty
from app.networks.training.model import Bound, Model

Reason = Literal["target", "diverged"]
GROWTH = 1e6
"""How many times as large as with the program's own numbers (or as 1) a loss may become."""

REMEMBERED = 10
"""How many of the last losses are kept, to tell how fast they grew."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What is known after an iteration.

    Attributes:
        iteration: updates so far.
        epoch: how often all training rows have been seen.
        loss: over all training rows.
        validation_loss: over the held-out rows; None where there are none.
        error_rate, validation_error_rate: shares of rows with the wrong class; None where there are no classes.
        penalty: what l1 and l2 add to the loss.
        learning_rate: of the update just made; before the first, of the first.
        gradient_norms: for each parameter the length of its gradient here, on the rows of the coming iteration.
        rows: of the iteration just made; None where they are all, and before the first.
        next_rows: of the coming iteration; None where they are all.
    """

    iteration: int
    epoch: int
    loss: float
    validation_loss: float | None
    error_rate: float | None
    validation_error_rate: float | None
    penalty: float
    learning_rate: float
    gradient_norms: dict[str, float]
    rows: Rows | None
    next_rows: Rows | None


class Training:
    """A model on its way.

    Args:
        model: the program with its parameters, which are moved in place.
        data: the rows; None for a program without data.
        spec: the optimizer.
        batch_size: rows an iteration; all training rows if None.
        seed: decides the order of the rows.
        target: the loss over all training rows at which it is done; None for none.
        iteration: updates made before; the parameters and the updater's state are to be written then, until here the
            model has its program's own.

    Attributes:
        reason: why it ended; None as long as it may go on.
        whole: the plan over all training rows.
        losses: of the last few iterations, on the rows of each, before its update.
        overflow: the place and the value of the first number that an update took beyond all numbers; that update has
            been undone. None where there was none.
    """

    def __init__(
        self,
        model: Model,
        data: Data | None,
        spec: OptimizerSpec,
        *,
        batch_size: int | None = None,
        seed: int = 0,
        target: float | None = None,
        iteration: int = 0,
    ) -> None:
        self.model = model
        self.data = data
        self.spec = spec
        self.rows = 0 if data is None else data.train
        self.batch_size = min(self.rows, batch_size or self.rows)
        self.per_epoch = per_epoch(self.rows, self.batch_size) if data is not None else 1
        self.seed = seed
        self.target = target
        self.iteration = iteration
        self.updater = Updater(spec, model.parameters)
        self.reason: Reason | None = None
        self.losses: deque[float] = deque(maxlen=REMEMBERED)
        self.overflow: tuple[int, float] | None = None
        self._looked = -1
        self._measured = (-1, 0.0)
        self._rate = learning_rate_at(spec, max(1, iteration))
        self._epoch = -1
        self._order: Rows = np.arange(0)
        self._x: Array | None = None
        self._t: Array | None = None
        self.whole = self._bind_all()
        self._held = self._bind_held()
        self._bind_batches()
        self._bound = self.whole
        self._middle = middle_of(data)
        self._kept = [np.copy(numbers) for numbers in self._numbers]
        with np.errstate(all="ignore"):
            # From the program's own numbers, so that a run that goes on stops where the uncut one does.
            self._most = GROWTH * max(1.0, abs(self.whole.plan.run_forward()))

    @property
    def is_full(self) -> bool:
        """Whether every iteration learns from all rows."""
        return self.batch_size == self.rows

    def advance(self, stop: int, until: float = inf) -> None:
        """Make iterations until there have been `stop`, it has ended, or the clock (`perf_counter`) shows `until`."""
        with np.errstate(all="ignore"):
            while self.iteration < stop and self.look():
                if not self._update() or perf_counter() >= until:
                    return

    def look(self) -> bool:
        """Run the coming iteration forward and backward, once; return whether its update may be made."""
        if self._looked == self.iteration:
            return self.reason is None
        self._bound = self._feed()
        loss = self._bound.plan.run()
        if self._looked < 0 and abs(loss) > self._most:  # it goes on from numbers that had ended it
            self._most = GROWTH * abs(loss)
        self._looked = self.iteration
        self.losses.append(loss)
        if not (isfinite(loss) and abs(loss) <= self._most and all_finite(self._bound.plan.gradient)):
            self.reason = "diverged"
        elif self.iteration % self.per_epoch == 0 and self.has_reached():
            self.reason = "target"
        return self.reason is None

    def has_reached(self) -> bool:
        """Return whether the loss over all training rows is small enough; it ends a run at an epoch's end alone."""
        return self.target is not None and self.loss() <= self.target

    def loss(self) -> float:
        """Return the loss over all training rows."""
        if self.is_full and self._looked == self.iteration:
            return self.losses[-1]
        if self._measured[0] != self.iteration:
            self._measured = (self.iteration, self.whole.plan.run_forward())
        return self._measured[1]

    def measure(self) -> Measures:
        """Measure everything."""
        with np.errstate(all="ignore"):
            self.look()
            gradients = self.model.named(self._bound.plan.gradient)
            norms = {name: length(part) for name, part in gradients.items()}
            loss = self.loss()
            errors = self._errors(self.whole, slice(0, self.rows))
            held_loss = None if self._held is None else self._held.plan.run_forward()
            held_errors = None if self._held is None else self._errors(self._held, slice(self.rows, None))
            return Measures(
                self.iteration,
                self.iteration // self.per_epoch,
                loss,
                held_loss,
                errors,
                held_errors,
                penalty(self.spec, self.model.parameters),
                self._rate,
                norms,
                None if self.iteration == 0 else self.rows_of(self.iteration),
                self.rows_of(self.iteration + 1),
            )

    def rows_of(self, iteration: int) -> Rows | None:
        """Return the rows of an iteration, from 1; None for all."""
        if self.is_full:
            return None
        epoch, place = divmod(iteration - 1, self.per_epoch)
        order = self._order if epoch == self._epoch else epoch_order(self.rows, self.seed, epoch)
        return order[place * self.batch_size : (place + 1) * self.batch_size]

    @property
    def coming(self) -> Bound:
        """The plan of the coming iteration, with its rows in it."""
        self._bound = self._feed()
        return self._bound

    @property
    def _numbers(self) -> tuple[Array, ...]:
        """All numbers that an update changes."""
        return self.model.parameters, *self.updater.state.values()

    def _update(self) -> bool:
        """Make an update; if it takes a parameter beyond all numbers, undo it and end. Return whether it was made."""
        for kept, number in zip(self._kept, self._numbers, strict=True):
            kept[...] = number
        rate = self.updater.update(self._bound.plan.gradient, self.iteration + 1)
        parameters = self.model.parameters
        if not all_finite(parameters):
            lost = np.flatnonzero(~np.isfinite(parameters) & np.isfinite(self._kept[0]))
            if lost.size:  # it was not given so
                self.overflow, self.reason = (int(lost[0]), float(parameters[lost[0]])), "diverged"
                for kept, number in zip(self._kept, self._numbers, strict=True):
                    number[...] = kept
                return False
        self._rate = rate
        self.iteration += 1
        return True

    def _feed(self) -> Bound:
        if self.data is None or self.is_full:
            return self.whole
        epoch, place = divmod(self.iteration, self.per_epoch)
        if epoch != self._epoch:
            self._epoch, self._order = epoch, epoch_order(self.rows, self.seed, epoch)
            # One copy an epoch, in the order of the epoch: every batch is then a slice.
            self._x, self._t = self.data.take(self._order)
        part = slice(place * self.batch_size, min((place + 1) * self.batch_size, self.rows))
        bound = self.model.for_rows(part.stop - part.start)
        bound.feed(None if self._x is None else self._x[part], None if self._t is None else self._t[part])
        return bound

    def _bind_all(self) -> Bound:
        if self.data is None:
            return self.model.for_rows(0)
        bound = self.model.for_rows(self.rows) if self.is_full else self.model.forward_for(self.rows)
        bound.feed(*self.data.take(slice(0, self.rows)))
        return bound

    def _bind_batches(self) -> None:
        """Compile what the iterations need beforehand: a batch, and the smaller one at an epoch's end."""
        if self.data is not None and not self.is_full:
            self.model.for_rows(self.batch_size)
            self.model.for_rows(self.rows % self.batch_size or self.batch_size)

    def _bind_held(self) -> Bound | None:
        if self.data is None or self.rows == len(self.data.x):
            return None
        bound = self.model.forward_for(len(self.data.x) - self.rows)
        bound.feed(*self.data.take(slice(self.rows, None)))
        return bound

    def _errors(self, bound: Bound, part: slice) -> float | None:
        """Return the share of wrong classes of a plan that has just run."""
        data, said = self.data, bound.said
        if self._middle is None or data is None or data.t is None or said is None or not said.is_answer:
            return None
        outputs, targets = said.value(bound.plan), data.t[part]
        return error_rate(outputs, targets, self._middle) if outputs.shape == targets.shape else None


def all_finite(vector: Array) -> bool:
    """Return whether all numbers of a vector are finite; quick where none is very large."""
    return isfinite(vector @ vector) or bool(np.isfinite(vector).all())
