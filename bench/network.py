"""A 5-4-3 network, sigmoid and softmax, batch 8: as a program, by hand in NumPy, and in PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import orjson

PROGRAM = """\
a1 = x @ W1 + b1
z = sigmoid(a1)
a2 = z @ W2 + b2
s = softmax(a2)
L = -sum(t * log(s)) / 8
"""


def make_values(batch: int = 8) -> dict[str, Any]:
    """Return inputs, targets and parameters."""
    random = np.random.default_rng(0)
    return {
        "x": random.normal(size=(batch, 5)),
        "t": np.eye(3)[random.integers(0, 3, batch)],
        "W1": random.normal(size=(5, 4)),
        "b1": random.normal(size=4),
        "W2": random.normal(size=(4, 3)),
        "b2": random.normal(size=3),
    }


def by_hand(v: dict[str, Any]) -> Callable[[], bytes]:
    """Return the same values and gradients, each one written out, as JSON."""

    def run() -> bytes:
        x, t, W1, b1, W2, b2 = v["x"], v["t"], v["W1"], v["b1"], v["W2"], v["b2"]
        m1 = x @ W1
        a1 = m1 + b1
        z = 1.0 / (1.0 + np.exp(-a1))
        m2 = z @ W2
        a2 = m2 + b2
        e = np.exp(a2 - a2.max(axis=1, keepdims=True))
        s = e / e.sum(axis=1, keepdims=True)
        logs = np.log(s)
        products = t * logs
        total = products.sum()
        negative = -total
        L = negative / 8
        d_negative = np.float64(1 / 8)
        d_total = -d_negative
        d_products = np.full(products.shape, d_total)
        d_logs = d_products * t
        d_s = d_logs / s
        d_a2 = s * (d_s - (d_s * s).sum(axis=1, keepdims=True))
        d_b2 = d_a2.sum(axis=0)
        d_W2 = z.T @ d_a2
        d_z = d_a2 @ W2.T
        d_a1 = d_z * z * (1.0 - z)
        d_b1 = d_a1.sum(axis=0)
        d_W1 = x.T @ d_a1
        d_x = d_a1 @ W1.T
        values = {
            "x": x, "t": t, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "m1": m1, "a1": a1, "z": z, "m2": m2, "a2": a2,
            "s": s, "logs": logs, "products": products, "total": total, "negative": negative, "L": L,
        }  # fmt: skip
        gradients = {
            "L": np.float64(1.0), "negative": d_negative, "total": d_total, "products": d_products, "logs": d_logs,
            "s": d_s, "a2": d_a2, "m2": d_a2, "b2": d_b2, "W2": d_W2, "z": d_z, "a1": d_a1, "m1": d_a1, "b1": d_b1,
            "W1": d_W1, "x": d_x,
        }  # fmt: skip
        return orjson.dumps({"values": values, "gradients": gradients}, option=orjson.OPT_SERIALIZE_NUMPY)

    return run


def in_pytorch(v: dict[str, Any]) -> Callable[[], bytes] | None:
    """Return the same through PyTorch, every value retaining its gradient; None without PyTorch."""
    try:
        import torch  # type: ignore[import-not-found]  # bench/requirements.txt has it
    except ImportError:
        return None
    torch.set_num_threads(1)
    arrays = {name: torch.tensor(value) for name, value in v.items()}

    def run() -> bytes:
        p = {name: value.clone().requires_grad_(name != "t") for name, value in arrays.items()}
        m1 = p["x"] @ p["W1"]
        a1 = m1 + p["b1"]
        z = torch.sigmoid(a1)
        m2 = z @ p["W2"]
        a2 = m2 + p["b2"]
        s = torch.softmax(a2, dim=1)
        logs = torch.log(s)
        products = p["t"] * logs
        total = products.sum()
        negative = -total
        L = negative / 8
        made = {
            "m1": m1, "a1": a1, "z": z, "m2": m2, "a2": a2, "s": s, "logs": logs, "products": products,
            "total": total, "negative": negative, "L": L,
        }  # fmt: skip
        for value in made.values():
            value.retain_grad()
        L.backward()
        everything = {**p, **made}
        return orjson.dumps(
            {
                "values": {name: value.tolist() for name, value in everything.items()},
                "gradients": {name: value.grad.tolist() for name, value in everything.items() if name != "t"},
            }
        )

    return run
