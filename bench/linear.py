"""Time against size: a chain, diamonds in a row, an element graph: `python -m bench.linear`."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from time import perf_counter

from app.api.pool import get_pool
from app.engine.element import to_elements
from app.engine.graph import Graph, GraphBuilder
from app.engine.trace import record_trace
from app.story import encode
from app.story.records import trace_json
from bench.timing import show

REPEATS = 5


def chain(size: int) -> Graph:
    """Return x → sin(x) → sin(sin(x)) → …, `size` operations long."""
    builder = GraphBuilder()
    last = builder.leaf(0.5)
    for _ in range(size):
        last = builder.apply("sin", [last])
    return builder.build()


def diamonds(size: int) -> Graph:
    """Return `size` diamonds in a row: each doubles the number of paths, but not the work."""
    builder = GraphBuilder()
    last = builder.leaf(1.0)
    for _ in range(size):
        last = builder.apply("add", [builder.apply("sin", [last]), builder.apply("cos", [last])])
    return builder.build()


def elements(size: int) -> Graph:
    """Return a layered network whose element graph has about `size` nodes."""
    builder = GraphBuilder()
    width = 10
    last = builder.leaf([[0.1] * width] * width)
    weights = builder.leaf([[0.1] * width] * width)
    for _ in range(max(1, size // (2 * width * width) - 1)):
        last = builder.apply("tanh", [builder.apply("matmul", [last, weights])])
    return builder.build()


def tell(graph: Graph) -> Graph:
    """Trace a graph to JSON; return the graph."""
    trace = record_trace(graph)
    encode(trace_json(trace))
    return trace.graph


def tell_elements(graph: Graph) -> Graph:
    """Trace a graph to JSON element by element; return the element graph."""
    trace = to_elements(record_trace(graph))
    encode(trace_json(trace))
    return trace.graph


def measure(make: Callable[[int], Graph], work: Callable[[Graph], Graph], sizes: tuple[int, ...]) -> list[list[str]]:
    """Return a row for each size; the slope is 1 where twice the nodes and uses take twice the time."""
    rows: list[list[str]] = []
    before: tuple[int, float] | None = None
    for size in sizes:
        graph = make(size)
        told = work(graph)
        parts = len(told.nodes) + len(told.edges)
        times = []
        for _ in range(REPEATS):
            start = perf_counter()
            work(graph)
            times.append(perf_counter() - start)
        best = min(times)
        slope = "" if before is None else f"{log(best / before[1]) / log(parts / before[0]):.2f}"
        numbers = [f"{len(told.nodes):,}", f"{len(told.edges):,}", f"{1e3 * best:,.2f}", f"{1e6 * best / parts:.1f}"]
        rows.append([str(size), *numbers, slope])
        before = parts, best
    return rows


def main() -> None:
    """Measure and print."""
    header = ("size", "nodes", "uses", "ms", "µs a part", "slope")
    get_pool()  # the server's settings of the collector
    show("A chain of operations", header, measure(chain, tell, (625, 1_250, 2_500, 5_000, 10_000)))
    show("Diamonds in a row", header, measure(diamonds, tell, (30, 60, 120, 240)))
    show("Element graph", header, measure(elements, tell_elements, (1_250, 2_500, 5_000, 10_000)))


if __name__ == "__main__":
    main()
