"""One neuron looked at closely: how its z, a and δ come about, and what its strongest weights are."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.trace import BackwardStep, Trace
from app.explain.deltas import element_symbol, written_sum
from app.explain.figures import number_latex
from app.explain.records import Formula
from app.explain.template import Filling, fill_template, read_template
from app.explain.view import View
from app.networks.layers import Network, Neuron
from app.story.deltas import Deltas, Place, product, written
from app.story.numbers import spell
from app.story.problems import Problem, RefusedError

STRONGEST = 12


class Closeup:
    """Tell the neurons of one network.

    Args:
        network: the network.
        trace: the trace that was asked for, over whole values or over elements.
        locale: the language of the words in formulas.
    """

    def __init__(self, network: Network, trace: Trace, locale: str) -> None:
        self._network = network
        self._whole = trace.element_of or trace
        self._view = View(self._whole, locale)
        self._deltas = Deltas(network, self._whole, locale)
        # A step shows a whole value, or, over elements, one number.
        self._elements = trace.element_of is not None
        self._steps = {
            trace.graph.nodes[step.node].id: index
            for index, step in enumerate(trace.steps)
            if isinstance(step, BackwardStep)
        }

    def tell(self, layer: int, unit: int, sample: int) -> dict[str, Any]:
        """Return a neuron's formulas and strongest weights.

        Args:
            layer: its layer, from 0, the input.
            unit: its place in the layer, from 0.
            sample: the row of the batch, from 0; of no matter where there is no batch.

        Raises:
            RefusedError: there is no such layer, unit or sample.
        """
        layers = self._network.layers
        check("layer", "a network's layers", layer, len(layers))
        check("unit", "a layer's units", unit, layers[layer].units)
        if self._network.samples is not None:
            check("sample", "a batch's samples", sample, self._network.samples)
        if self._network.form == "scalar":
            return self._scalar(layer, unit)
        return self._matrix(layer, (sample, unit) if self._network.samples is not None else (unit,))

    def _matrix(self, number: int, place: Place) -> dict[str, Any]:
        layer = self._network.layers[number]
        unit, row = place[-1], place[:-1]
        if layer.z is not None:
            place = place[: np.ndim(self._whole.values[layer.z])]  # one neuron alone may be a single number
        at = written(place)
        if layer.z is None or layer.weights is None:
            assert layer.a is not None
            return told(a=Formula(self._name(layer.a, at), self._latex(layer.a, place)))
        before = self._network.layers[number - 1]
        inputs, weights = before.output, np.asarray(self._whole.values[layer.weights])
        assert inputs is not None
        column, below = weights.reshape(-1, layer.units)[:, unit], (unit,)[: weights.ndim - 1]
        bias: tuple[str, str] = ("", "")
        own: Place = ()
        if layer.bias is not None:
            own = (0, unit)[2 - np.ndim(self._whole.values[layer.bias]) :]
            bias = (self._name(layer.bias, written(own)), self._latex(layer.bias, own))
        names = written_sum(
            before.units,
            lambda i: (
                rf"{self._name(inputs, written((*row, i)))} \cdot {self._name(layer.weights, written((i, *below)))}"
            ),
            bias[0],
        )
        values = np.asarray(self._whole.values[inputs])[row]
        numbers = written_sum(before.units, lambda i: product(values[i], column[i]), bias[1])
        z = Formula(f"{self._name(layer.z, at)} = {names}", f"{self._latex(layer.z, place)} = {numbers}")
        a = None if layer.a is None else self._activation(layer.z, layer.a, place, layer.units)
        found = [self._weight(layer.weights, (i, *below), input=i) for i in strongest(column)]
        return told(
            z,
            a,
            self._deltas.element(number, place) or self._deltas.picked(number, place),
            found,
            before.units,
            None if layer.bias is None else self._weight(layer.bias, own),
        )

    def _scalar(self, number: int, unit: int) -> dict[str, Any]:
        layer, view = self._network.layers[number], self._view
        neuron: Neuron = layer.neurons[unit]
        if neuron.z is None:
            assert neuron.a is not None
            return told(a=Formula(view.symbol(neuron.a), self._latex(neuron.a, ())))
        before = [one.output for one in self._network.layers[number - 1].neurons]
        pairs = [(i, before[i], w) for i, w in enumerate(neuron.weights) if w is not None]
        values = self._whole.values
        bias = ("", "")
        if neuron.bias is not None:
            bias = (view.symbol(neuron.bias), self._latex(neuron.bias, ()))
        names = written_sum(
            len(pairs), lambda k: rf"{view.symbol(pairs[k][1])} \cdot {view.symbol(pairs[k][2])}", bias[0]
        )
        numbers = written_sum(len(pairs), lambda k: product(values[pairs[k][1]], values[pairs[k][2]]), bias[1])
        chosen = strongest(np.array([values[weight] for _, _, weight in pairs]))
        return told(
            Formula(f"{view.symbol(neuron.z)} = {names}", f"{self._latex(neuron.z, ())} = {numbers}"),
            None if neuron.a is None else self._activation(neuron.z, neuron.a, (), 1),
            self._deltas.single(number, unit),
            [self._weight(pairs[k][2], (), input=pairs[k][0]) for k in chosen],
            len(pairs),
            None if neuron.bias is None else self._weight(neuron.bias, ()),
        )

    def _activation(self, z: int, a: int, place: Place, units: int) -> Formula:
        """Return how a is made; a softmax reads the whole layer's z."""
        node = self._whole.graph.nodes[a]
        op, at = node.op, written(place)
        assert op is not None
        own, value = self._name(a, at), self._latex(a, place)
        if op.family == "jacobian":
            row, z_at = place[:-1], (self._name(z, at), self._latex(z, place))
            totals = (
                written_sum(units, lambda k: f"e^{{{self._name(z, written((*row, k)))}}}"),
                written_sum(units, lambda k: f"e^{{{self._latex(z, (*row, k))}}}"),
            )
            names, numbers = (
                rf"\frac{{e^{{{one}}}}}{{{total}}}" if op.name == "softmax" else rf"{one} - \ln \left({total}\right)"
                for one, total in zip(z_at, totals, strict=True)
            )
            return Formula(f"{own} = {names}", f"{value} = {numbers}")
        template, options = read_template(op.formula), self._view.options(node)
        gettext = self._view.gettext
        # Where the activation is a formula of its own, this is its last operation; a number in it has no place.
        spots = [(one, place if np.ndim(self._whole.values[one]) else ()) for one in node.operands]
        symbols = [self._name(one, written(spot)) for one, spot in spots]
        values = [self._latex(one, spot) for one, spot in spots]
        names = fill_template(template, Filling(symbols, own, options, words=gettext))
        numbers = fill_template(template, Filling(values, value, options, words=gettext))
        return Formula(f"{own} = {names}", f"{value} = {numbers}")

    def _weight(self, index: int, place: Place, **more: int) -> dict[str, Any]:
        """Return one weight or bias: its value, its gradient, and the step that made the gradient."""
        identity = self._whole.graph.nodes[index].id
        own = f"{identity}[{written(place)}]" if self._elements and place else identity
        gradient = self._whole.gradients.get(index)
        return {
            **more,
            "id": own,
            "value": spell(float(np.asarray(self._whole.values[index])[place])),
            "gradient": None if gradient is None else spell(float(np.asarray(gradient)[place])),
            "step": self._steps.get(own),
        }

    def _name(self, index: int | None, at: str) -> str:
        assert index is not None
        return element_symbol(self._view.symbol(index), at)

    def _latex(self, index: int, place: Place) -> str:
        return number_latex(float(np.asarray(self._whole.values[index])[place]))


def told(
    z: Formula | None = None,
    a: Formula | None = None,
    delta: Formula | None = None,
    weights: list[dict[str, Any]] | None = None,
    of: int = 0,
    bias: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a neuron as JSON."""
    formulas = {"z": z, "a": a, "delta": delta}
    shown = {key: None if one is None else dict(one._asdict()) for key, one in formulas.items()}
    return {**shown, "weights": weights or [], "of": of, "bias": bias}


def strongest(weights: Any) -> list[int]:
    """Return the places of the strongest weights, the strongest first, those equally strong in order."""
    sizes = np.nan_to_num(np.abs(weights), nan=np.inf, posinf=np.inf)
    return [int(i) for i in np.argsort(-sizes, kind="stable")[:STRONGEST]]


def check(field: str, counted: str, given: int, count: int) -> None:
    """Refuse a place that is not there.

    Raises:
        RefusedError: it is negative, or not below the count.
    """
    if not 0 <= given < count:
        rule = f"{counted} count from 0 to {count - 1}"
        raise RefusedError(Problem("request", rule, f"got {given}", node=field))
