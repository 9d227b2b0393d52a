"""The δ of each layer beside its backward step: by the recursion, with the numbers that the trace recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from app.engine.trace import BackwardStep, Trace
from app.explain.backward import gradient_formula, seed_formula
from app.explain.chain import term_body
from app.explain.deltas import (
    Part,
    element_symbol,
    last_delta,
    layer_symbol,
    matrix_delta,
    slope_symbol,
    softmax_delta,
    unit_delta,
    written_sum,
)
from app.explain.figures import number_latex, value_latex
from app.explain.forward import guarded, join
from app.explain.records import Formula
from app.explain.view import View
from app.networks.layers import Layer, Network

Place = tuple[int, ...]
"""Where an element of z stands: (sample, unit), or (unit,) where there is no batch."""


class Deltas:
    """Tell the δ of a network's layers and neurons.

    Args:
        network: the network.
        trace: its trace over whole values.
        locale: the language of the words in formulas.
    """

    def __init__(self, network: Network, trace: Trace, locale: str) -> None:
        self._layers = network.layers
        self._trace = trace
        self.view = View(trace, locale)
        self._steps: Mapping[int, BackwardStep] = {
            step.node: step for step in trace.steps if isinstance(step, BackwardStep)
        }

    def whole(self, number: int) -> Formula | None:
        """Return a layer's δ, for the matrix form; None where the output does not depend on it."""
        layer = self._layers[number]
        assert layer.z is not None
        step = self._steps.get(layer.z)
        if step is None:
            return None
        own, value = layer_symbol(number), np.asarray(step.gradient)
        slope = self._slope(step, layer.z, layer.a, ())
        if self._hidden(number) and (layer.a is None or slope is not None):
            after = self._layers[number + 1]
            assert after.z is not None and after.weights is not None
            delta = Part(layer_symbol(number + 1), value_latex(self._trace.gradients[after.z]))
            weights = Part(self.view.symbol(after.weights), value_latex(self._trace.values[after.weights]))
            return matrix_delta(own, value, slope, delta, weights)
        if slope is not None and layer.a is not None:
            return last_delta(own, value, slope, self._gradient(layer.a, ()))
        return self.plain(own, self.view, step)

    def element(self, number: int, place: Place) -> Formula | None:
        """Return one neuron's δ in one sample, for the matrix form; None where it needs its own step's formula."""
        layer = self._layers[number]
        assert layer.z is not None
        step = self._steps.get(layer.z)
        if step is None:
            return None
        own, value = layer_symbol(number, written(place)), self._number(self._trace.gradients[layer.z], place)
        slope = self._slope(step, layer.z, layer.a, place)
        if self._hidden(number) and (layer.a is None or slope is not None):
            return unit_delta(own, value, slope, self._sent_back(number, place))
        if slope is not None and layer.a is not None:
            return last_delta(own, value, slope, self._gradient(layer.a, place))
        if layer.activation == "softmax" and layer.a is not None and step.terms:
            a, row = layer.a, place[:-1]
            return softmax_delta(
                own,
                place[-1],
                value,
                layer.units,
                lambda k: self._part(a, (*row, k)),
                lambda k: self._gradient(a, (*row, k)),
            )
        return self.picked(number, place) if self._is_implicit(step) else None

    def picked(self, number: int, place: Place) -> Formula | None:
        """Return one neuron's δ in one sample from the whole layer's step: its terms, each at this place."""
        layer = self._layers[number]
        assert layer.z is not None
        step = self._steps.get(layer.z)
        if step is None:
            return None
        at, own = written(place), layer_symbol(number, written(place))
        value = number_latex(self._number(step.gradient, place))
        if not step.terms:
            return Formula(f"{own} = {self._gradient(layer.z, place).symbol}", f"{own} = {value}")
        bodies = [term_body(self.view, term).symbolic for term in step.terms]
        if at:
            bodies = [rf"\left({body}\right)_{{{at}}}" for body in bodies]
        numbers = [self._factors(term, place) for term in step.terms]
        return Formula(f"{own} = {join(bodies, ' + ')}", f"{value} = {join(numbers, ' + ')}")

    def single(self, number: int, unit: int) -> Formula | None:
        """Return one neuron's δ, for the scalar form; None where the output does not depend on it."""
        neuron = self._layers[number].neurons[unit]
        assert neuron.z is not None
        step = self._steps.get(neuron.z)
        if step is None:
            return None
        own, value = self._named(neuron.z), float(step.gradient)
        slope = self._slope(step, neuron.z, neuron.a, ())
        if self._hidden(number) and (neuron.a is None or slope is not None):
            pairs = [
                (weight, after.z)
                for after in self._layers[number + 1].neurons
                if (weight := after.weights[unit]) is not None and after.z is not None
            ]
            values, gradients = self._trace.values, self._trace.gradients
            sent = (
                written_sum(len(pairs), lambda k: rf"{self.view.symbol(pairs[k][0])} \cdot {self._named(pairs[k][1])}"),
                written_sum(
                    len(pairs),
                    lambda k: product(values[pairs[k][0]], gradients[pairs[k][1]]),
                ),
            )
            return unit_delta(own, value, slope, sent)
        if slope is not None and neuron.a is not None:
            return last_delta(own, value, slope, self._gradient(neuron.a, ()))
        return self.plain(own, self.view, step)

    def _is_implicit(self, step: BackwardStep) -> bool:
        """Return whether a loss's derivative for one element can only be written for the whole layer."""
        if len(step.terms) != 1:
            return False
        op = self._trace.graph.nodes[step.terms[0].edge.target].op
        return op is not None and op.family == "loss" and "softmax" in op.derivative[0]

    @staticmethod
    def plain(own: str, view: View, step: BackwardStep) -> Formula:
        """Return a δ as what it is, a gradient: from the loss, through a Jacobian, or the seed."""
        make = seed_formula if step.seeded else gradient_formula
        found = make(view, view.nodes[step.node], step)
        return Formula(f"{own} = {found.symbolic}", found.numeric)

    def _hidden(self, number: int) -> bool:
        return number + 1 < len(self._layers)

    def _named(self, z: int | None) -> str:
        assert z is not None
        return rf"\delta_{{{self.view.symbol(z)}}}"

    def _slope(self, step: BackwardStep, z: int, a: int | None, place: Place) -> Part | None:
        """Return the activation's slope at z: the local derivative that was used; None where it is not one number."""
        if a is None or len(step.terms) != 1 or step.terms[0].edge.target != a or step.terms[0].local is None:
            return None
        op = self._trace.graph.nodes[a].op
        assert op is not None
        symbol = slope_symbol(op, element_symbol(self.view.symbol(z), written(place)))
        local = np.asarray(step.terms[0].local)
        if place:
            return Part(symbol, number_latex(self._number(np.broadcast_to(local, step.gradient.shape), place)))
        return Part(symbol, value_latex(local))

    def _gradient(self, index: int, place: Place) -> Part:
        below = element_symbol(self.view.symbol(index), written(place))
        value = np.asarray(self._trace.gradients[index])
        return Part(
            rf"\frac{{\partial {self.view.subject}}}{{\partial {below}}}",
            value_latex(value) if not place else number_latex(self._number(value, place)),
        )

    def _part(self, index: int, place: Place) -> Part:
        value = self._number(self._trace.values[index], place)
        return Part(element_symbol(self.view.symbol(index), written(place)), number_latex(value))

    def _sent_back(self, number: int, place: Place) -> tuple[str, str]:
        """Return Σ w·δ over the next layer's neurons, in names and in numbers."""
        after: Layer = self._layers[number + 1]
        assert after.z is not None and after.weights is not None
        rows, errors = self._trace.values[after.weights], self._trace.gradients[after.z]
        if np.ndim(rows) == 1:  # one neuron, whose weights are a vector
            name, only = self.view.symbol(after.weights), layer_symbol(number + 1)
            return rf"{element_symbol(name, str(place[-1]))} \cdot {only}", product(rows[place[-1]], errors)
        matrix, unit, before = self.view.symbol(after.weights), place[-1], place[:-1]
        names = written_sum(
            after.units,
            lambda k: (
                rf"{element_symbol(matrix, f'{unit},{k}')} \cdot "
                rf"{layer_symbol(number + 1, written((*before, k)))}"
            ),
        )
        numbers = written_sum(after.units, lambda k: product(rows[unit, k], self._number(errors, (*before, k))))
        return names, numbers

    def _factors(self, term: Any, place: Place) -> str:
        contribution = np.asarray(term.contribution)
        local = np.asarray(term.local) if term.local is not None else None
        if term.structure == "reduction" and np.ndim(term.upstream) == 0 and local is not None:
            slope = self._number(np.broadcast_to(local, contribution.shape), place)
            return rf"{number_latex(term.upstream)} \cdot {guarded(number_latex(slope))}"
        return number_latex(self._number(contribution, place))

    @staticmethod
    def _number(array: Any, place: Place) -> float:
        return float(np.asarray(array)[place])


def product(left: Any, right: Any) -> str:
    """Return the product of two recorded numbers as LaTeX."""
    return rf"{number_latex(left)} \cdot {guarded(number_latex(right))}"


def written(place: Place) -> str:
    """Return an element's place as its id has it."""
    return ",".join(map(str, place))


def add_deltas(steps: list[dict[str, Any]], trace: Trace, network: Network, locale: str) -> None:
    """Add its δ to the backward step of each z.

    Args:
        steps: the steps as JSON.
        trace: their trace, over whole values or over elements.
        network: the network that the whole trace is.
        locale: the language.
    """
    whole = trace.element_of or trace
    deltas = Deltas(network, whole, locale)
    found = places(network, trace)
    elements = None if trace.element_of is None else View(trace, locale)
    for told, step in zip(steps, trace.steps, strict=True):
        if not isinstance(step, BackwardStep) or step.node not in found:
            continue
        layer, place = found[step.node]
        if network.form == "scalar":
            formula = deltas.single(layer, place[0])
        elif elements is None:
            formula = deltas.whole(layer)
        else:
            formula = deltas.element(layer, place)
            if formula is None:
                formula = Deltas.plain(layer_symbol(layer, written(place)), elements, step)
        if formula is not None:
            told["delta"] = {"symbolic": formula.symbolic, "numeric": formula.numeric}


def places(network: Network, trace: Trace) -> dict[int, tuple[int, Place]]:
    """Return for each node of a trace that is a z its layer and its place within the layer."""
    found: dict[int, tuple[int, Place]] = {}
    starts: list[int] = []
    if trace.element_of is not None:
        sizes = [value.size for value in trace.element_of.values]
        starts = np.concatenate(([0], np.cumsum(sizes))).tolist()
    for number, layer in enumerate(network.layers):
        for unit, neuron in enumerate(layer.neurons):
            if neuron.z is not None:
                found[starts[neuron.z] if starts else neuron.z] = (number, (unit,))
        if layer.z is not None and not starts:
            found[layer.z] = (number, ())
        elif layer.z is not None and trace.element_of is not None:
            for offset, place in enumerate(np.ndindex(trace.element_of.values[layer.z].shape)):
                found[starts[layer.z] + offset] = (number, place)
    return found
