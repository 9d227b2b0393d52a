"""What each sample of a batch adds to a gradient: a contribution taken apart along the batch axis, the first one."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.backward import Term
from app.engine.graph import Graph
from app.engine.shapes import Array, normalize_axes, summed_axes


def sample_contributions(graph: Graph, term: Term, most: int) -> Array | None:
    """Return the parts of a term's contribution that the single samples make.

    They are made from the very upstream gradient and local derivative that the contribution was made from: the outer
    product of a sample's two rows where the operand is the right factor of a product, a sample's own row where the
    operand was broadcast to all samples, and the sample's own row with zeros elsewhere where the consumer sums, or
    averages, over the samples.

    Args:
        graph: the graph over whole values.
        term: one of its terms.
        most: how many numbers the parts may have in all.

    Returns:
        float64 of shape (samples, *operand's shape), whose sum over the first axis is the contribution; None where
        the contribution is no sum over samples, or the parts would be too many.
    """
    shape = graph.nodes[term.edge.source].shape
    batch = batch_of(graph, term)
    if batch is None or batch * max(1, int(np.prod(shape, dtype=np.int64))) > most:
        return None
    with np.errstate(all="ignore"):
        if term.structure == "matmul-right":
            return np.asarray(term.local).T[:, :, None] * term.upstream[:, None, :]
        if term.structure == "elementwise":
            return rows_of(term, graph.nodes[term.edge.target].shape, shape)
    parts = np.zeros((batch, *shape))
    every = np.arange(batch)
    parts[every, every] = term.contribution
    return parts


def batch_of(graph: Graph, term: Term) -> int | None:
    """Return over how many samples a contribution is a sum; None where it is none."""
    target, shape = graph.nodes[term.edge.target], graph.nodes[term.edge.source].shape
    assert target.op is not None
    if term.structure == "matmul-right":
        both = len(shape) == len(target.shape) == np.ndim(term.local) == 2
        return target.shape[0] if both else None
    if term.structure == "elementwise":
        over_samples = len(target.shape) > 1 and 0 in summed_axes(target.shape, shape)
        return target.shape[0] if over_samples else None
    if term.structure == "reduction" and len(shape) == 2:
        axes = normalize_axes(target.attributes["axis"], 2) if target.op.family == "reduction" else (0, 1)
        return shape[0] if 0 in axes else None
    return None


def rows_of(term: Term, whole: tuple[int, ...], shape: tuple[int, ...]) -> Array:
    """Return the samples' parts for an operand that was broadcast over them."""
    product: Any = np.broadcast_to(term.upstream * term.local, whole)
    others = tuple(axis for axis in summed_axes(whole, shape) if axis != 0)
    total: Any = np.add.reduce(product, axis=others) if others else product
    parts: Array = np.reshape(total, (whole[0], *shape))
    return parts
