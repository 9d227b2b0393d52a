"""One training iteration, forward, backward and update: compiled plan, hand-written loop, plain trace, PyTorch.

One core, one run, all works taking turns; and a frame of the playground: 25 updates, two losses, a field for every
neuron.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.engine import Graph, record_trace
from app.engine.optimizers import OptimizerSpec, Updater
from app.engine.plan import Plan
from app.language import read_program
from app.networks.program import write_program
from app.networks.spec import LayerSpec, NetworkSpec
from bench.hand_written import HandWritten
from bench.timing import at_best, show

ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
RATE = 0.01
ROWS, BATCH, POINTS = 250, 10, 10_000


@dataclass(frozen=True)
class Case:
    """A network and its batch."""

    title: str
    sizes: tuple[int, ...]
    activations: tuple[str | None, ...]
    loss: str
    batch: int

    def spec(self, batch: int | None = None) -> NetworkSpec:
        """Return the network as the project describes it, with another number of rows if wanted."""
        layers = zip(self.sizes, (None, *self.activations), strict=True)
        return NetworkSpec(tuple(LayerSpec(*one) for one in layers), self.loss, seed=1, batch=batch or self.batch)

    def graph(self, batch: int | None = None) -> Graph:
        """Return its program's graph, with x, t and the first weights in it."""
        written = write_program(self.spec(batch))
        return read_program(written.program, written.values, roles=written.roles).graph

    def by_hand(self, parameters: Any, batch: int | None = None) -> HandWritten:
        """Return the hand-written loop on these parameters, with the same rows."""
        values = write_program(self.spec(batch)).values
        loop = HandWritten(self.sizes, self.activations, self.loss, batch or self.batch, parameters)
        loop.x[...], loop.t[...] = values["x"], values["t"]
        return loop


PLAYGROUND = Case("2-4-2-1 tanh, batch 10", (2, 4, 2, 1), ("tanh", "tanh", "tanh"), "mse", BATCH)
CASES = (
    PLAYGROUND,
    Case("2-2-1 sigmoid (XOR), batch 4", (2, 2, 1), ("sigmoid", "sigmoid"), "mse", 4),
    Case("5-4-3 sigmoid, softmax cross-entropy, batch 8", (5, 4, 3), ("sigmoid", None), "cross_entropy", 8),
    Case("2-8-8-8-1 relu, batch 32", (2, 8, 8, 8, 1), ("relu", "relu", "relu", None), "mse", 32),
    Case("784-128-10 relu, softmax cross-entropy, batch 64", (784, 128, 10), ("relu", None), "cross_entropy", 64),
)


def iteration(plan: Plan) -> Callable[[], float]:
    """Return an iteration of the plan with plain gradient descent."""
    updater = Updater(OptimizerSpec("sgd", RATE), plan.parameters)

    def run() -> float:
        loss = plan.run()
        updater.update(plan.gradient, 1)
        return loss

    return run


def in_pytorch(case: Case, graph: Graph) -> Callable[[], object] | None:
    """Return the same in PyTorch, eager, float64; None without PyTorch."""
    try:
        import torch  # type: ignore[import-not-found]  # bench/requirements.txt has it
    except ImportError:
        return None
    torch.set_num_threads(1)
    leaf = {name: torch.tensor(graph.nodes[i].value) for name, i in graph.names.items() if not graph.nodes[i].op}
    weights = [value.requires_grad_() for name, value in leaf.items() if name not in "xt"]
    optimizer = torch.optim.SGD(weights, lr=RATE)
    losses = {"mse": torch.nn.functional.mse_loss, "cross_entropy": torch.nn.functional.cross_entropy}

    def run() -> object:
        optimizer.zero_grad()
        a = leaf["x"]
        for i, name in enumerate(case.activations, 1):
            a = a @ leaf[f"W{i}"] + leaf[f"b{i}"]
            a = getattr(torch, name)(a) if name else a
        loss = losses[case.loss](a, leaf["t"])
        loss.backward()
        optimizer.step()
        return loss

    return run


def compare(case: Case) -> list[str]:
    """Return a row: times as ratios to the hand-written loop, and how far the two end up apart."""
    graph = case.graph()
    plan = Plan(graph, graph.output)
    loop = case.by_hand(plan.parameters.copy())
    ours = iteration(plan)
    works: dict[str, Callable[[], object]] = {
        "by hand": lambda: loop.iterate(RATE),
        "plan": ours,
        "trace": lambda: record_trace(graph, learning_rate=RATE),
    }
    eager = in_pytorch(case, graph)
    if eager is not None:
        works["PyTorch"] = eager
    for _ in range(100):
        ours()
        loop.iterate(RATE)
    apart = float(np.abs(plan.parameters - loop.parameters).max())
    times = at_best(works)
    base = times["by hand"]
    ratios = [f"{times[name] / base:.2f}" if name in times else "–" for name in ("plan", "trace", "PyTorch")]
    return [case.title, f"{base:,.1f}", f"{times['plan']:,.1f}", *ratios, f"{apart:.0e}"]


def frames() -> dict[str, Callable[[], object]]:
    """Return a playground's frame by hand and with plans: updates, losses, and the field of every neuron."""
    rng = np.random.default_rng(0)
    x, t = rng.normal(size=(2 * ROWS, 2)), rng.choice((-1.0, 1.0), (2 * ROWS, 1))
    points = np.stack(np.meshgrid(np.linspace(-6, 6, 100), np.linspace(6, -6, 100)), axis=-1).reshape(POINTS, 2)
    graph = PLAYGROUND.graph()
    names = graph.names
    plan = Plan(graph, graph.output)
    learn = iteration(plan)
    whole = Plan(PLAYGROUND.graph(ROWS), graph.output, parameters=plan.parameters, gradients=False)
    field = Plan(PLAYGROUND.graph(POINTS), names["a3"], parameters=plan.parameters, gradients=False)
    field.feed(names["x"], points)

    def compiled() -> None:
        for start in range(0, ROWS, BATCH):
            plan.feed(names["x"], x[start : start + BATCH])
            plan.feed(names["t"], t[start : start + BATCH])
            learn()
        for rows in (slice(ROWS), slice(ROWS, None)):
            whole.feed(names["x"], x[rows])
            whole.feed(names["t"], t[rows])
            whole.run_forward()
        field.run_forward()

    weights = plan.parameters.copy()
    loop, all_rows, grid = (PLAYGROUND.by_hand(weights, n) for n in (BATCH, ROWS, POINTS))
    grid.x[...] = points

    def by_hand() -> None:
        for start in range(0, ROWS, BATCH):
            loop.x[...] = x[start : start + BATCH]
            loop.t[...] = t[start : start + BATCH]
            loop.iterate(RATE)
        for rows in (slice(ROWS), slice(ROWS, None)):
            all_rows.x[...] = x[rows]
            all_rows.t[...] = t[rows]
            all_rows.run_loss()
        grid.run_forward()

    return {"by hand": by_hand, "plan": compiled}


def main() -> None:
    """Measure and print."""
    if any(os.environ.get(name) != one for name, one in ONE_CORE.items()):  # NumPy reads them when it is imported
        subprocess.run([sys.executable, "-m", "bench.train"], env={**os.environ, **ONE_CORE}, check=True)
        return
    header = ("", "by hand, µs", "plan, µs", "plan / by hand", "trace / by hand", "PyTorch / by hand", "apart")
    show("One iteration: forward, backward, update", header, [compare(case) for case in CASES])
    times = at_best(frames())
    row = ["2-4-2-1 tanh", *(f"{times[name]:,.0f}" for name in times), f"{times['plan'] / times['by hand']:.2f}"]
    title = "A frame: 25 updates, 2 losses of 250 rows, a field of 100 × 100 for each neuron"
    show(title, ("", "by hand, µs", "plan, µs", "ratio"), [row])


if __name__ == "__main__":
    main()
