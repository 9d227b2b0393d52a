"""A recognised network as JSON: which node plays which part, and which edges are worth drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.engine.graph import Graph
from app.engine.shapes import Array
from app.engine.trace import Trace
from app.networks.layers import Layer, Network
from app.networks.recognise import recognise
from app.story.numbers import spell_all

MOST_EDGES = 400
"""How many edges of one layer are all sent; of more, the strongest few are."""

STRONGEST = 300


def network_json(graph: Graph, output: int, trace: Trace | None = None) -> dict[str, Any] | None:
    """Return the network that a graph is, with the edges to draw; None where it is none.

    Args:
        graph: the graph over whole values.
        output: the index of the node to differentiate.
        trace: its trace over whole values, for the gradients of the weights.
    """
    network = recognise(graph, output)
    return None if network is None else describe_network(network, graph, trace)


def describe_network(network: Network, graph: Graph, trace: Trace | None) -> dict[str, Any]:
    """Return a recognised network as JSON; see `network_json`."""
    ids = [node.id for node in graph.nodes]
    loss = network.loss
    return {
        "form": network.form,
        "samples": network.samples,
        "layers": [layer_json(layer, ids, graph, trace) for layer in network.layers],
        "loss": None if loss is None else {"node": ids[loss.node], "op": loss.op, "target": name(ids, loss.target)},
        "nodes": {ids[index]: part for index, part in network.parts.items()},
    }


def layer_json(layer: Layer, ids: Sequence[str], graph: Graph, trace: Trace | None) -> dict[str, Any]:
    """Return one layer."""
    return {
        "units": layer.units,
        "z": name(ids, layer.z),
        "a": name(ids, layer.a),
        "W": name(ids, layer.weights),
        "b": name(ids, layer.bias),
        "activation": layer.activation,
        "neurons": [neuron_json(one, ids) for one in layer.neurons] or None,
        "edges": edges_json(layer, graph, trace),
    }


def neuron_json(neuron: Any, ids: Sequence[str]) -> dict[str, Any]:
    """Return one neuron of the scalar form; an input has its value alone."""
    if neuron.z is None:
        return {"a": ids[neuron.a]}
    return {
        "z": ids[neuron.z],
        "a": name(ids, neuron.a),
        "b": name(ids, neuron.bias),
        "weights": [name(ids, one) for one in neuron.weights],
        "activation": neuron.activation,
    }


def name(ids: Sequence[str], index: int | None) -> str | None:
    """Return a node's id, None for no node."""
    return None if index is None else ids[index]


def edges_json(layer: Layer, graph: Graph, trace: Trace | None) -> dict[str, Any] | None:
    """Return the edges into a layer: all, or the strongest; None for the input layer."""
    values: Sequence[Array | None] = [node.value for node in graph.nodes] if trace is None else trace.values
    gradients: Mapping[int, Array] = {} if trace is None else trace.gradients
    if layer.weights is not None:
        weights = np.asarray(values[layer.weights]).reshape(-1, layer.units)
        shown = strongest(weights)
        slopes = gradients.get(layer.weights)
        found = None if slopes is None else np.asarray(slopes).reshape(weights.shape)[shown[:, 0], shown[:, 1]]
        return told_edges(weights.size, shown, weights[shown[:, 0], shown[:, 1]], found)
    if not layer.neurons or layer.neurons[0].z is None:
        return None
    pairs = [
        (i, j, weight)
        for i in range(len(layer.neurons[0].weights))
        for j, neuron in enumerate(layer.neurons)
        if (weight := neuron.weights[i]) is not None
    ]
    numbers = np.array([values[weight] for _, _, weight in pairs], dtype=np.float64)
    picked = [pairs[k] for k in strongest(numbers)[:, 0]]
    numbers = np.array([values[weight] for _, _, weight in picked], dtype=np.float64)
    slopes = (
        np.array([gradients[weight] for _, _, weight in picked])
        if all(weight in gradients for _, _, weight in picked)
        else None
    )
    return told_edges(len(pairs), np.array([pair[:2] for pair in picked]), numbers, slopes)


def strongest(weights: Array) -> Any:
    """Return the places of the weights that are drawn, in the array's own order: intp (n, rank)."""
    if weights.size <= MOST_EDGES:
        chosen = np.arange(weights.size)
    else:
        sizes = np.nan_to_num(np.abs(np.ravel(weights)), nan=np.inf)
        chosen = np.sort(np.argpartition(sizes, weights.size - STRONGEST)[-STRONGEST:])
    return np.stack(np.unravel_index(chosen, weights.shape), axis=1)


def told_edges(count: int, shown: Any, weights: Array, gradients: Array | None) -> dict[str, Any]:
    """Return edges as JSON: how many there are, and the shown ones' units, weights and gradients."""
    return {"of": count, "shown": shown, "weights": spell_all(weights), "gradients": spell_all(gradients)}
