"""Batches: which rows an iteration learns from, known from the seed and the iteration alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.intp]


def per_epoch(n: int, batch_size: int) -> int:
    """Return how many iterations see every one of n rows once; the last of them may see fewer rows."""
    return -(-n // batch_size)


def epoch_order(n: int, seed: int, epoch: int) -> Rows:
    """Return the rows in the order of one epoch, intp (n,)."""
    return np.random.default_rng([seed, epoch]).permutation(n)


def batch_rows(n: int, batch_size: int, seed: int, iteration: int) -> Rows:
    """Return the rows that an iteration learns from.

    Args:
        n: how many training rows there are.
        batch_size: how many of them make a batch, at most n.
        seed: decides the order, epoch by epoch.
        iteration: which one, from 1.

    Returns:
        Their indices, intp; in their own order where the batch is all rows.
    """
    if batch_size >= n:
        return np.arange(n)
    epoch, place = divmod(iteration - 1, per_epoch(n, batch_size))
    return epoch_order(n, seed, epoch)[place * batch_size : (place + 1) * batch_size]
