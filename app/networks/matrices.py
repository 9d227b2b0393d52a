"""Networks of whole matrices: `z = x @ W + b`, `a = sigmoid(z)`, layer after layer."""

from __future__ import annotations

from app.engine.graph import Node
from app.networks.layers import Layer, Network, Part
from app.networks.reach import ACTIVATIONS, WEIGHT, Reach, find_loss, is_weight

PRODUCTS = ("matmul", "dot")


def read_matrices(reach: Reach, products: list[Node]) -> Network | None:
    """Return the network whose layers are these matrix products, in order; None where they are no chain.

    Args:
        reach: the graph.
        products: every matrix product in it.
    """
    found = find_input(reach, products[0])
    if found is None:
        return None
    first = reach.nodes[found]
    parts: dict[int, Part] = {first.index: (0, "a")}
    layers = [Layer(first.shape[-1], a=first.index)]
    for number, product in enumerate(products, start=1):
        following = products[number] if number < len(products) else None
        layer = read_layer(reach, product, layers[-1], following)
        if layer is None or layer.z is None or layer.weights is None:
            return None
        if layer.weights in parts or layer.bias in parts:
            return None  # one matrix in two layers has no one place
        for index in (product.index, *layer.inner):
            parts[index] = (number, "product")
        parts[layer.weights] = (number, "W")
        parts[layer.z] = (number, "z")
        if layer.bias is not None:
            parts[layer.bias] = (number, "b")
        if layer.a is not None:
            parts[layer.a] = (number, "a")
        layers.append(layer)
    output = layers[-1].output
    assert output is not None
    loss = find_loss(reach, (output,), parts, len(layers))
    if len(layers) == 2 and layers[1].bias is None and layers[1].a is None and (loss is None or loss.op is None):
        return None  # a product of two matrices, and no more
    return Network("matrix", first.shape[0] if len(first.shape) == 2 else None, tuple(layers), loss, parts)


def read_layer(reach: Reach, product: Node, before: Layer, following: Node | None) -> Layer | None:
    """Return the layer that a product begins; None where it is none.

    Args:
        reach: the graph.
        product: the matrix product.
        before: the layer before.
        following: the next layer's product; None for the last layer, which a loss may follow.
    """
    source, matrix = product.operands
    if matrix == before.output and len(reach.nodes[source].shape) == len(reach.nodes[matrix].shape) == 1:
        source, matrix = matrix, source  # of two vectors, either may come first
    weights = reach.nodes[matrix]
    if source != before.output or (before.z is not None and len(reach.readers[source]) != 1):
        return None  # it reads something else, or something else reads the layer before, too
    alone = len(weights.shape) == 1 and not product.shape
    if not is_weight(weights) or not (alone or len(weights.shape) == 2):
        return None
    units = 1 if alone else weights.shape[1]
    z, bias = with_bias(reach, product, units)
    after = reach.activation(z)
    if following is None and after is not None and not closes(after):
        after = None
    end = read_next(reach, following)
    if end is not None and end not in (z, None if after is None else after.index):
        formula = reach.written_out(end, (z,))
        if formula is not None:
            return Layer(units, z, end, matrix, bias, inner=formula.inner)
        if following is not None:
            return None
    a = None if after is None else after.index
    activation = None if after is None or after.op is None else after.op.name
    return Layer(units, z, a, matrix, bias, activation)


def read_next(reach: Reach, following: Node | None) -> int | None:
    """Return what the next layer's product reads, or the loss; None where the end is written in any other way."""
    node = reach.nodes[reach.output] if following is None else following
    if following is None and (node.op is None or node.op.family != "loss"):
        return None
    left, right = node.operands[:2]
    return left if following is None or reach.nodes[left].op is not None else right


def with_bias(reach: Reach, product: Node, units: int) -> tuple[int, int | None]:
    """Return the affine result that a product belongs to, and its bias: one number for each unit."""
    added = reach.only_reader(product.index)
    if added is None or added.op is None or added.op.name != "add" or added.shape != product.shape:
        return product.index, None
    other = added.operands[1] if added.operands[0] == product.index else added.operands[0]
    node = reach.nodes[other]
    fits = node.shape in ((units,), (1, units)) or (units == 1 and not node.shape)
    return (added.index, other) if is_weight(node) and fits else (product.index, None)


def closes(node: Node) -> bool:
    """Return whether an operation after the last layer is its activation rather than the start of a loss."""
    assert node.op is not None
    return node.op.family == "jacobian" or node.op.name in ACTIVATIONS


def find_input(reach: Reach, product: Node) -> int | None:
    """Return the input, which the first product multiplies; None where it cannot be told from the weights.

    It is the left factor, its rows the samples; of two vectors it may be either. Roles decide; where every leaf is a
    parameter, the names do: `W @ X` has its samples in columns, which no picture here shows.
    """
    left, right = (reach.nodes[i] for i in product.operands)
    if left.op is not None or right.op is not None or len(left.shape) not in (1, 2):
        return None
    vectors = len(left.shape) == len(right.shape) == 1
    if (left.role == "input") != (right.role == "input"):
        chosen = left if left.role == "input" else right
    elif vectors and bool(WEIGHT.fullmatch(left.id)) == bool(WEIGHT.fullmatch(right.id)):
        return None
    else:
        chosen = right if WEIGHT.fullmatch(left.id) and (vectors or len(left.shape) == 2) else left
    return chosen.index if (vectors or chosen is left) and chosen.role != "target" else None
