"""Networks of single numbers: `z1 = x1*w1 + x2*w2 + b1`, `a1 = sigmoid(z1)`, neuron after neuron."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from app.engine.graph import Node
from app.networks.layers import Layer, Network, Neuron, Part
from app.networks.reach import ACTIVATIONS, INPUT, WEIGHT, Reach, find_loss, is_weight
from app.networks.sums import Sum, find_sums

Formula = tuple[int, tuple[int, ...]]
"""An activation that is written out: what it gives, and the nodes on the way."""

SURE = 3
"""How many of the rules that tell inputs from weights hold for a bare sum, too: `w1*h1 + w2*h2` may be an area."""


def read_scalars(reach: Reach) -> Network | None:
    """Return the network of single numbers in a graph; None where there is none."""
    sums = list(find_sums(reach))
    if max((len(one.pairs) for one in sums), default=0) < 2:
        return None
    nodes = reach.nodes
    starts = [one for one in sums if all(nodes[value].op is None for value, _ in one.pairs)]
    inputs, named = find_inputs(reach, starts)
    if not inputs:
        return None
    formulas: dict[int, Formula] = {}
    rows = group(reach, sums, inputs, formulas)
    if not rows or max(len(one.pairs) for row in rows for one in row) < 2:
        return None
    sizes = [len(inputs), *map(len, rows)]
    parts: dict[int, Part] = {index: (0, "a", i) for i, index in enumerate(inputs)}
    units = {index: i for i, index in enumerate(inputs)}
    layers = [Layer(len(inputs), neurons=tuple(Neuron(a=index) for index in inputs))]
    for number, row in enumerate(rows, start=1):
        last = number == len(rows)
        neurons = [make_neuron(reach, one, units, sizes[number - 1], last, formulas.get(one.root)) for one in row]
        if not place(parts, number, row, neurons):
            return None
        units = {neuron.output: j for j, neuron in enumerate(neurons)}
        names = {neuron.activation for neuron in neurons}
        layers.append(Layer(len(row), activation=names.pop() if len(names) == 1 else None, neurons=tuple(neurons)))
    loss = find_loss(reach, tuple(units), parts, len(layers))
    bare = all(neuron.z is None or neuron.a is None for layer in layers for neuron in layer.neurons)
    if bare and not named and (loss is None or loss.op is None):
        return None  # numbers that are shared, multiplied and added: a bill is that, too
    return Network("scalar", None, tuple(layers), loss, parts)


def find_inputs(reach: Reach, starts: Sequence[Sum]) -> tuple[list[int], bool]:
    """Return which leaves of the first layer are inputs, and whether roles or names say so.

    Args:
        reach: the graph.
        starts: the sums of products of two leaves.

    Returns:
        The inputs in order; none where that cannot be told, or where a weight is used twice.
    """
    pairs = [pair for one in starts for pair in one.pairs]
    nodes = reach.nodes
    uses = Counter(index for pair in pairs for index in pair)
    shared = {index for index, count in uses.items() if count > 1} if len(starts) > 1 else set()
    rules = (
        {index for index in uses if nodes[index].role == "input"},
        {index for index in uses if nodes[index].role == "constant"},
        {index for index in uses if INPUT.fullmatch(nodes[index].id)},
        {index for index in uses if not WEIGHT.fullmatch(nodes[index].id)},
        shared,
    )
    for number, inputs in enumerate(rules):
        if not inputs or any((a in inputs) == (b in inputs) for a, b in pairs):
            continue
        weights = uses.keys() - inputs
        if all(uses[index] == 1 and is_weight(nodes[index]) for index in weights):
            return sorted(inputs), number < SURE
    return [], False


def group(
    reach: Reach, sums: Sequence[Sum], inputs: Sequence[int], formulas: dict[int, Formula]
) -> list[list[Sum]] | None:
    """Return the sums that are neurons, layer by layer; None where they do not form layers.

    Args:
        reach: the graph.
        sums: all sums.
        inputs: the inputs.
        formulas: filled with the activations that are written out, by z.
    """
    depths = dict.fromkeys(inputs, 0)
    roots: set[int] = set()

    def find_formula(value: int) -> None:
        """Note the activation that ends at a value, if it is one."""
        if reach.nodes[value].op is not None and value not in depths:
            found = reach.written_out(value, roots)
            if found is not None:
                formulas[found.z] = (value, found.inner)
                depths[value] = depths[found.z]

    rows: list[list[Sum]] = []
    products: set[int] = set()
    for one in sums:
        for value, _ in one.pairs:
            find_formula(value)
        found = {depths.get(part[0], depths.get(part[1])) for part in one.pairs}
        if found == {None}:
            continue  # a sum of other things, such as errors
        depth = found.pop()
        if found or depth is None:
            return None
        if not all(is_weight(reach.nodes[b if a in depths else a]) for a, b in one.pairs):
            continue
        if len({a if a in depths else b for a, b in one.pairs}) < len(one.pairs):
            return None  # two weights on one input
        if depth == len(rows):
            rows.append([])
        rows[depth].append(one)
        products.update(one.products or (one.root,))
        depths[one.root] = depth + 1
        roots.add(one.root)
        after = reach.activation(one.root)
        if after is not None:
            depths[after.index] = depth + 1
    for index in reach.indices:
        op, operands = reach.nodes[index].op, reach.nodes[index].operands
        if op is not None and op.family == "loss":
            find_formula(operands[0])
    for row in rows[:-1]:
        for one in row:
            after = reach.activation(one.root)
            end = one.root if after is None else after.index
            read = reach.readers[formulas[one.root][0] if one.root in formulas else end]
            if not read or not products.issuperset(read):
                return None  # something else reads a neuron inside
    return rows


def make_neuron(
    reach: Reach, one: Sum, units: Mapping[int, int], inputs: int, last: bool, formula: Formula | None
) -> Neuron:
    """Return the neuron that a sum is.

    Args:
        reach: the graph.
        one: the sum.
        units: each value of the layer before, with its unit.
        inputs: how many units the layer before has.
        last: whether this layer is the last: what follows may then be a loss.
        formula: its activation, where that is written out.
    """
    weights: list[int | None] = [None] * inputs
    for left, right in one.pairs:
        value, weight = (left, right) if left in units else (right, left)
        weights[units[value]] = weight
    if formula is not None:
        return Neuron(one.root, formula[0], one.bias, tuple(weights), inner=formula[1])
    after: Node | None = reach.activation(one.root)
    if after is not None and last and (after.op is None or after.op.name not in ACTIVATIONS):
        after = None
    a, name = (None, None) if after is None or after.op is None else (after.index, after.op.name)
    return Neuron(one.root, a, one.bias, tuple(weights), name)


def inside(one: Sum, neuron: Neuron) -> tuple[int, ...]:
    """Return the nodes of a neuron that have no name of their own: products, partial sums, parts of a formula."""
    return (*one.products, *one.partial, *neuron.inner)


def place(parts: dict[int, Part], layer: int, row: Sequence[Sum], neurons: Sequence[Neuron]) -> bool:
    """Add a layer's nodes to the parts; return whether each had no place before.

    A bias that several neurons of the layer share has no unit of its own.
    """
    biases = Counter(neuron.bias for neuron in neurons)
    for unit, (one, neuron) in enumerate(zip(row, neurons, strict=True)):
        new: list[tuple[int, Part]] = [(index, (layer, "product", unit)) for index in inside(one, neuron)]
        new += [(index, (layer, "W", unit, i)) for i, index in enumerate(neuron.weights) if index is not None]
        new.append((one.root, (layer, "z", unit)))
        if neuron.a is not None:
            new.append((neuron.a, (layer, "a", unit)))
        for index, part in new:
            if parts.setdefault(index, part) is not part:
                return False
        if neuron.bias is not None:
            part = (layer, "b", unit) if biases[neuron.bias] == 1 else (layer, "b")
            if parts.setdefault(neuron.bias, part) != part:
                return False
    return True
