"""Recognise a network in a graph, however it was written, and nothing that is none."""

from __future__ import annotations

from app.engine.graph import Graph
from app.networks.layers import Network
from app.networks.matrices import PRODUCTS, read_matrices
from app.networks.reach import Reach
from app.networks.scalars import read_scalars


def recognise(graph: Graph, output: int) -> Network | None:
    """Return the network that a graph computes, or None.

    A network is a chain of layers on one input, each an affine sum and, as a rule, an activation: one operation on
    one operand, softmax along the units, or a formula of z alone such as `1 / (1 + exp(-z))`. After the last layer
    anything may follow. Only what the output rests on counts.

    In matrix form every matrix product is a layer's: the layer before times a matrix that is a leaf of its own (or,
    where there is no batch, a vector for a single neuron), one number for each unit added or not. A lone product needs
    a bias, an activation or a loss to be more than a product. In scalar form a neuron is a sum of products of a value
    of the layer before and a leaf that no other neuron uses, and of at most one more leaf, the bias; at least one
    neuron has two inputs.

    Which leaf is an input and which a weight: the roles tell where they differ. In a program without roles an
    input is what several neurons of the first layer share, while a weight is used once; for a first layer of one
    neuron the names decide (`w…` is a weight, `x…` or `i…` an input); where these do not tell, it is no network.

    Args:
        graph: the graph.
        output: the index of the node to differentiate.

    Returns:
        The network; None where a value inside is used by anything but the next layer, where a weight or a bias
        belongs to two layers, and where matrices meet in any other way.
    """
    names = {node.op.name for node in graph.nodes if node.op is not None}
    if not names.isdisjoint(PRODUCTS):
        reach = Reach(graph, output)
        products = [
            node for node in map(reach.nodes.__getitem__, reach.indices) if node.op and node.op.family == "matmul"
        ]
        return read_matrices(reach, products) if products else None
    return read_scalars(Reach(graph, output)) if "multiply" in names else None
