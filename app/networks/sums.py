"""Sums of products of single numbers, as a program writes a neuron: products, partial sums and a bias."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.engine.graph import Node
from app.networks.reach import ACTIVATIONS, Reach, is_weight


@dataclass(frozen=True, slots=True)
class Sum:
    """What may be a neuron's affine sum, by node indices.

    Attributes:
        root: the sum.
        products: its products.
        pairs: the two factors of each product, the value before the leaf where only one is a leaf.
        partial: the sums on the way.
        bias: the one leaf that is added.
    """

    root: int
    products: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    partial: tuple[int, ...]
    bias: int | None


def find_sums(reach: Reach) -> Iterator[Sum]:
    """Return every sum of products of a value and a leaf, and every such product that an activation reads, in order."""
    for index in reach.indices:
        node = reach.nodes[index]
        if node.op is None or node.shape:
            continue
        reader = reach.only_reader(index)
        if node.op.name == "add" and not (reader is not None and is_add(reader)):
            found = read_sum(reach, node)
        elif node.op.name == "multiply" and reader is not None and reader.op and reader.op.name in ACTIVATIONS:
            pair = factors(reach, node)
            found = None if pair is None else Sum(index, (), (pair,), (), None)
        else:
            continue
        if found is not None:
            yield found


def read_sum(reach: Reach, root: Node) -> Sum | None:
    """Return the sum that ends at a node; None where anything but products and one leaf is added."""
    products: list[int] = []
    pairs: list[tuple[int, int]] = []
    partial: list[int] = []
    biases: list[int] = []
    waiting = list(reversed(root.operands))
    while waiting:
        index = waiting.pop()
        node = reach.nodes[index]
        if is_weight(node) and not node.shape:
            biases.append(index)
            continue
        if len(reach.readers[index]) != 1:
            return None
        if is_add(node):
            partial.append(index)
            waiting.extend(reversed(node.operands))
            continue
        pair = factors(reach, node)
        if pair is None:
            return None
        products.append(index)
        pairs.append(pair)
    if not products or len(biases) > 1:
        return None
    return Sum(root.index, tuple(products), tuple(pairs), tuple(partial), biases[0] if biases else None)


def is_add(node: Node) -> bool:
    """Return whether a node is a sum of two single numbers."""
    return node.op is not None and node.op.name == "add" and not node.shape


def factors(reach: Reach, node: Node) -> tuple[int, int] | None:
    """Return the factors of a product of two numbers of which one at least is a leaf, the leaf last; else None."""
    if node.op is None or node.op.name != "multiply" or node.shape or node.operands[0] == node.operands[1]:
        return None
    left, right = (reach.nodes[i] for i in node.operands)
    if left.shape or right.shape or left.inline or right.inline:
        return None
    if right.op is None:
        return left.index, right.index
    return (right.index, left.index) if left.op is None else None
