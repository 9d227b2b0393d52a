"""Gradient check: every leaf's gradient against central differences, (f(x + h) − f(x − h)) / 2h.

Where f is not smooth within h of x, a difference quotient says nothing about the derivative. The step is
made smaller first; where x lies on the kink itself the convention is reported instead of a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.engine.graph import Graph, Node
from app.engine.shapes import Array
from app.engine.trace import Trace

EPSILON = float(np.finfo(np.float64).eps)
STEP = EPSILON ** (1 / 3)
"""The relative step where truncation (h²) and rounding (ε/h) errors of a central difference balance."""

TOLERANCE = 1e-6
RETRIES = (1.0, 10.0, 0.1, 100.0, 0.01, 0.001)
SWEEP = tuple(10.0**-k for k in range(1, 13))
SWEEP_ELEMENTS = 4


@dataclass(frozen=True, slots=True)
class Kink:
    """An element of a node that changes to another smooth piece at the point that was checked.

    Attributes:
        node: the node's index.
        index: which of its pattern's elements, as indices.
        convention: the derivative taken there, LaTeX.
    """

    node: int
    index: tuple[int, ...]
    convention: str


@dataclass(frozen=True, slots=True)
class LeafCheck:
    """One leaf's gradient beside its differences.

    Attributes:
        leaf: the leaf's index.
        passed: whether no element that could be compared differs.
        gradient: the gradient, float64 of the leaf's shape.
        numeric: the difference quotients, not-a-number where none was taken.
        max_absolute: the largest absolute difference, 0 if nothing could be compared.
        max_relative: the largest difference relative to the larger of both numbers.
        where: the element with the largest relative difference, as indices; None if nothing was compared.
        compared: how many elements were compared.
        kinks: what kept elements from being compared.
        sweep: pairs of a step size and the largest relative difference with it.
    """

    leaf: int
    passed: bool
    gradient: Array
    numeric: Array
    max_absolute: float
    max_relative: float
    where: tuple[int, ...] | None
    compared: int
    kinks: tuple[Kink, ...]
    sweep: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The check of all leaves that have a gradient.

    Attributes:
        passed: whether every leaf passed.
        step: the step relative to max(1, |x|).
        leaves: in the program's order.
    """

    passed: bool
    step: float
    leaves: tuple[LeafCheck, ...]


def check_gradients(
    trace: Trace, step: float = STEP, sweep: bool = False, max_evaluations: int = 200_000
) -> GradientCheck:
    """Compare every leaf's gradient with central differences.

    Args:
        trace: a trace over whole values.
        step: the step relative to max(1, |x|).
        sweep: whether to record the error over step sizes 10⁻¹ … 10⁻¹².
        max_evaluations: how many operations may be run; a leaf with more elements than that allows is compared
            at evenly spaced ones.

    Returns:
        The comparison.
    """
    leaves = [n for n in trace.graph.leaves() if n.index in trace.gradients]
    probes = [_Probe(trace, leaf) for leaf in leaves]
    cost = sum(probe.cost * probe.base.size for probe in probes)
    share = min(1.0, max_evaluations / max(1, 3 * cost))
    checks = tuple(_check_leaf(probe, step, sweep, share) for probe in probes)
    return GradientCheck(all(check.passed for check in checks), step, checks)


class _Probe:
    """Evaluate the output with one element of one leaf moved, running only what depends on it."""

    def __init__(self, trace: Trace, leaf: Node) -> None:
        graph = trace.graph
        self.leaf = leaf
        self.base = trace.values[leaf.index]
        self.gradient = trace.gradients[leaf.index]
        self._trace = trace
        self._affected = _between(graph, leaf.index, trace.output)
        self._kinked = [node for node in self._affected if node.op and node.op.branch]
        self.pattern = self._branches(trace.values)
        self.objective = self._weigh(trace.values)
        self.cost = len(self._affected) + len(self._kinked)

    def at(self, place: int, value: float) -> tuple[float, list[Array]]:
        """Return the objective and the smooth pieces with element `place` of the leaf set to `value`."""
        moved = np.array(self.base, dtype=np.float64)
        moved.reshape(-1)[place] = value
        values = dict.fromkeys((self.leaf.index,), moved[()])
        known: Any = _Overlay(self._trace.values, values)
        for node in self._affected:
            assert node.op is not None
            values[node.index] = node.op.forward(*[known[i] for i in node.operands], **node.attributes)
        return self._weigh(known), self._branches(known)

    def crossed(self, patterns: Sequence[list[Array]]) -> list[Kink]:
        """Return the elements whose smooth piece differs from the one at the point itself."""
        kinks: list[Kink] = []
        for i, node in enumerate(self._kinked):
            assert node.op is not None
            differs = np.zeros(np.shape(self.pattern[i]), dtype=bool)
            for pattern in patterns:
                differs |= np.asarray(pattern[i] != self.pattern[i])
            kinks.extend(Kink(node.index, tuple(map(int, index)), node.op.kink) for index in np.argwhere(differs))
        return kinks

    def _weigh(self, values: Any) -> float:
        trace = self._trace
        return float(np.add.reduce(np.ravel(trace.seed * values[trace.output])))

    def _branches(self, values: Any) -> list[Array]:
        found = []
        for node in self._kinked:
            assert node.op is not None and node.op.branch is not None
            found.append(node.op.branch(*[values[i] for i in node.operands], **node.attributes))
        return found


class _Overlay:
    """Values with some of them replaced."""

    def __init__(self, base: Sequence[Array], top: dict[int, Array]) -> None:
        self._base = base
        self._top = top

    def __getitem__(self, index: int) -> Array:
        found = self._top.get(index)
        return self._base[index] if found is None else found


def _between(graph: Graph, leaf: int, output: int) -> list[Node]:
    """Return the nodes that depend on the leaf, up to the output, in order of evaluation."""
    touched = [False] * len(graph.nodes)
    touched[leaf] = True
    found = []
    for node in graph.nodes[leaf + 1 : output + 1]:
        if any(touched[i] for i in node.operands):
            touched[node.index] = True
            found.append(node)
    return found


def _check_leaf(probe: _Probe, step: float, sweep: bool, share: float) -> LeafCheck:
    size = probe.base.size
    gradient = np.ravel(probe.gradient)
    numeric = np.full(size, np.nan)
    kinks: dict[tuple[int, tuple[int, ...]], Kink] = {}
    worst_absolute, worst, where, passed, compared = 0.0, -1.0, None, True, 0
    count = max(1, int(size * share)) if size else 0
    with np.errstate(all="ignore"):
        for place in np.unique(np.linspace(0, size - 1, count).astype(int)) if count else ():
            quotient, error, fits, met = _compare(probe, int(place), float(gradient[place]), step)
            kinks.update({(kink.node, kink.index): kink for kink in met})
            if met:
                continue
            numeric[place] = quotient
            compared += 1
            passed = passed and fits
            difference = abs(quotient - float(gradient[place]))
            worst_absolute = max(worst_absolute, difference) if difference == difference else np.inf
            if not error <= worst:
                worst, where = error, tuple(int(i) for i in np.unravel_index(place, probe.base.shape))
        curve = _sweep(probe, gradient, numeric) if sweep else ()
    return LeafCheck(
        probe.leaf.index,
        passed,
        probe.gradient,
        numeric.reshape(probe.base.shape)[()],
        float(worst_absolute),
        float(max(worst, 0.0)),
        where,
        compared,
        tuple(kinks.values()),
        curve,
    )


def _compare(probe: _Probe, place: int, gradient: float, step: float) -> tuple[float, float, bool, list[Kink]]:
    """Return the best difference quotient, its relative error, whether it agrees, and the kinks that forbid one.

    Other step sizes are tried where the first disagrees: a right derivative agrees with one of them, a wrong one
    with none.
    """
    x = float(probe.base.reshape(-1)[place])
    best: tuple[float, float, bool] | None = None
    met: list[Kink] = []
    for factor in (*RETRIES, *(10.0**-k for k in range(4, 9))):
        if factor < RETRIES[-1] and (best is not None or not met):
            break
        quotient, noise, kinks = _quotient(probe, place, x, step * factor * max(1.0, abs(x)))
        if kinks:
            met = kinks
            continue
        scale = max(abs(gradient), abs(quotient))
        difference = abs(quotient - gradient)
        error = difference / scale if scale else 0.0
        fits = difference <= TOLERANCE * scale + noise
        if best is None or fits or error < best[1]:
            best = (quotient, error, fits)
        if fits:
            break
    if best is None:
        return np.nan, 0.0, True, met
    return *best, []


def _quotient(probe: _Probe, place: int, x: float, h: float) -> tuple[float, float, list[Kink]]:
    """Return the central difference, the size of its rounding error, and the kinks within reach."""
    right, left = x + h, x - h
    above, pattern_above = probe.at(place, right)
    below, pattern_below = probe.at(place, left)
    noise = 8 * EPSILON * max(abs(above), abs(below), abs(probe.objective)) / h
    return (above - below) / (right - left), noise, probe.crossed((pattern_above, pattern_below))


def _sweep(probe: _Probe, gradient: Array, numeric: Array) -> tuple[tuple[float, float], ...]:
    """Return for each step size the largest relative difference over a few elements."""
    places = np.flatnonzero(np.isfinite(numeric))
    chosen = places[np.unique(np.linspace(0, places.size - 1, SWEEP_ELEMENTS).astype(int))] if places.size else []
    curve = []
    for h in SWEEP if len(chosen) else ():
        errors = []
        for place in chosen:
            x = float(probe.base.reshape(-1)[place])
            quotient, _, _ = _quotient(probe, int(place), x, h * max(1.0, abs(x)))
            scale = max(abs(quotient), abs(float(gradient[place])))
            errors.append(abs(quotient - float(gradient[place])) / scale if scale else 0.0)
        curve.append((h, max(errors)))
    return tuple(curve)
