"""A network of layers trained by hand: NumPy with buffers made once and `out=` everywhere, no graph, no trace.

What somebody would write who knows the network beforehand and wants it quick: activations in place of their arguments,
derivatives from the activations' values, the softmax and its loss taken together.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

total: Any = np.add.reduce
largest: Any = np.maximum.reduce


def sigmoid(z: Any) -> None:
    """Replace z by 1/(1 + e^(−z))."""
    np.negative(z, z)
    np.exp(z, z)
    np.add(z, 1.0, z)
    np.reciprocal(z, z)


def sigmoid_back(a: Any, d: Any, spare: Any) -> None:
    """Multiply d by a(1 − a)."""
    np.subtract(1.0, a, spare)
    np.multiply(spare, a, spare)
    np.multiply(d, spare, d)


def tanh(z: Any) -> None:
    """Replace z by tanh z."""
    np.tanh(z, z)


def tanh_back(a: Any, d: Any, spare: Any) -> None:
    """Multiply d by 1 − a²."""
    np.multiply(a, a, spare)
    np.subtract(1.0, spare, spare)
    np.multiply(d, spare, d)


def relu(z: Any) -> None:
    """Replace z by max(z, 0)."""
    np.maximum(z, 0.0, out=z)


def relu_back(a: Any, d: Any, spare: Any) -> None:
    """Multiply d by 1 where a > 0, else by 0."""
    np.greater(a, 0.0, out=spare)
    np.multiply(d, spare, d)


ACTIVATIONS = {"sigmoid": (sigmoid, sigmoid_back), "tanh": (tanh, tanh_back), "relu": (relu, relu_back)}


class HandWritten:
    """A network with its buffers.

    Args:
        sizes: units of each layer, the input first.
        activations: one for each layer after the input; None for none, as before "cross_entropy".
        loss: "mse", or "cross_entropy" over softmax.
        batch: rows.
        parameters: float64 (P,): W1, b1, W2, b2, … one after the other; moved in place.
    """

    def __init__(
        self, sizes: tuple[int, ...], activations: tuple[str | None, ...], loss: str, batch: int, parameters: Any
    ) -> None:
        self.parameters = parameters
        self.gradient = np.zeros_like(parameters)
        self.spare = np.zeros_like(parameters)
        self.x = np.zeros((batch, sizes[0]))
        self.t = np.zeros((batch, sizes[-1]))
        self.batch = batch
        self.loss = loss
        self.error = np.zeros((batch, sizes[-1]))
        self.column = np.zeros((batch, 1))
        self.forward: list[Any] = []
        self.backward: list[Any] = []
        start = 0
        a = self.x
        d: Any = None
        for (m, n), name in zip(pairwise(sizes), activations, strict=True):
            W, dW = (v[start : start + m * n].reshape(m, n) for v in (parameters, self.gradient))
            b, db = (v[start + m * n : start + m * n + n] for v in (parameters, self.gradient))
            start += m * n + n
            z, dz = np.zeros((batch, n)), np.zeros((batch, n))
            spare = np.zeros((batch, n), bool if name == "relu" else float)
            act, back = ACTIVATIONS.get(name or "", (None, None))
            self.forward.append((a, W, b, z, act))
            self.backward.append((a.T, W.T, dW, db, z, dz, d, back, spare))
            a, d = z, dz
        self.backward.reverse()
        self.output, self.d_output = a, d

    def run_forward(self) -> Any:
        """Compute the last layer."""
        for a, W, b, z, act in self.forward:
            np.dot(a, W, z)
            np.add(z, b, z)
            if act is not None:
                act(z)
        return self.output

    def run_loss(self) -> float:
        """Compute the loss, and its derivative with respect to the last layer's result."""
        y = self.run_forward()
        if self.loss == "mse":
            np.subtract(y, self.t, self.error)
            flat = self.error.ravel()
            np.multiply(self.error, 2.0 / flat.size, self.d_output)
            return float(np.dot(flat, flat)) / flat.size
        largest(y, 1, None, self.column, True)
        np.subtract(y, self.column, y)
        np.exp(y, y)
        total(y, 1, None, self.column, True)
        np.divide(y, self.column, y)
        np.subtract(y, self.t, self.d_output)
        np.divide(self.d_output, self.batch, self.d_output)
        np.log(y, self.error)
        np.multiply(self.error, self.t, self.error)
        return -float(total(self.error, None)) / self.batch

    def iterate(self, rate: float) -> float:
        """Run forward and backward, move the parameters, and return the loss."""
        loss = self.run_loss()
        for before, after, dW, db, a, d, d_before, back, spare in self.backward:
            if back is not None:
                back(a, d, spare)
            np.dot(before, d, dW)
            total(d, 0, None, db)
            if d_before is not None:
                np.dot(d, after, d_before)
        np.multiply(self.gradient, rate, self.spare)
        np.subtract(self.parameters, self.spare, self.parameters)
        return loss
