"""Networks that nobody wrote, as programs, with what they should be recognised as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

# Smooth on all real numbers, so that central differences can be compared.
SMOOTH = ("sigmoid", "tanh", "softplus", "silu", "gelu", "softsign", "sin")


@dataclass(frozen=True)
class Made:
    """A network as a program.

    Attributes:
        program: its formulas; all leaves are in `values`.
        values: x, t, and the parameters.
        units: of each layer, the input first.
        activations: of each layer after the input; None for none.
        biased: whether each layer after the input has a bias.
        batch: rows of x; None for a vector.
        loss: the loss operation.
    """

    program: str
    values: dict[str, Any]
    units: tuple[int, ...]
    activations: tuple[str | None, ...]
    biased: tuple[bool, ...]
    batch: int | None
    loss: str


@st.composite
def made_networks(draw: st.DrawFn) -> Made:
    """Draw a network of one to three layers in matrix form."""
    depth = draw(st.integers(1, 3))
    units = tuple(draw(st.integers(1, 4)) for _ in range(depth + 1))
    batch = draw(st.sampled_from([None, 1, 2, 3]))
    activations: list[str | None] = [draw(st.sampled_from(SMOOTH)) for _ in range(depth - 1)]
    last, loss = draw(
        st.sampled_from(
            [(None, "mse"), ("tanh", "sse"), ("softmax", "cross_entropy_probs"), (None, "cross_entropy"), (None, "sum")]
        )
    )
    activations.append(last)
    # One bare product and a sum of squares are two matrices, not a network: the first layer then has its bias.
    biased = tuple(i == 0 or draw(st.booleans()) for i in range(depth))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def numbers(*shape: int) -> Any:
        return np.round(generator.uniform(-1, 1, shape), 3).tolist()

    values: dict[str, Any] = {"x": numbers(units[0]) if batch is None else numbers(batch, units[0])}
    lines, before = [], "x"
    for i in range(1, depth + 1):
        values[f"W{i}"] = numbers(units[i - 1], units[i])
        if biased[i - 1]:
            values[f"b{i}"] = numbers(units[i])
        lines.append(f"z{i} = {before} @ W{i}" + (f" + b{i}" if biased[i - 1] else ""))
        before = f"z{i}"
        if activations[i - 1] is not None:
            before = f"a{i}"
            lines.append(f"a{i} = {activations[i - 1]}(z{i})")
    if loss == "sum":
        lines.append(f"L = sum({before} ** 2)")
    else:
        shape = (units[-1],) if batch is None else (batch, units[-1])
        hot = np.zeros(shape)
        hot[..., generator.integers(units[-1])] = 1.0
        values["t"] = hot.tolist()
        lines.append(f"L = {loss}({before}, t)")
    return Made("\n".join(lines), values, units, tuple(activations), biased, batch, loss)


@st.composite
def made_scalars(draw: st.DrawFn) -> Made:
    """Draw a network of one to three layers, every number a value of its own."""
    depth = draw(st.integers(1, 3))
    units = (draw(st.integers(2, 3)), *(draw(st.integers(1, 3)) for _ in range(depth)))
    activations = tuple(draw(st.sampled_from(SMOOTH)) for _ in range(depth))
    swapped, biased = draw(st.booleans()), draw(st.booleans())
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    values: dict[str, Any] = {f"x{i}": round(float(generator.uniform(-1, 1)), 3) for i in range(units[0])}
    lines, before = [], [f"x{i}" for i in range(units[0])]
    for layer in range(1, depth + 1):
        after = []
        for j in range(units[layer]):
            parts = []
            for i, name in enumerate(before):
                weight = f"w{layer}_{i}{j}"
                values[weight] = round(float(generator.uniform(-1, 1)), 3)
                parts.append(f"{weight} * {name}" if swapped else f"{name} * {weight}")
            if biased or len(parts) == 1:
                values[f"b{layer}_{j}"] = round(float(generator.uniform(-1, 1)), 3)
                parts.append(f"b{layer}_{j}")
            lines += [f"z{layer}_{j} = {' + '.join(parts)}", f"a{layer}_{j} = {activations[layer - 1]}(z{layer}_{j})"]
            after.append(f"a{layer}_{j}")
        before = after
    for j in range(units[-1]):
        values[f"t{j}"] = round(float(generator.uniform(0, 1)), 3)
    lines += [f"L{j} = sse(a{depth}_{j}, t{j})" for j in range(units[-1])]
    lines.append("L = " + " + ".join(f"L{j}" for j in range(units[-1])))
    return Made("\n".join(lines), values, units, activations, (biased,) * depth, None, "sse")
