"""Graphs, traces and their invariants."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.engine import (
    BackwardStep,
    EngineError,
    ForwardStep,
    Graph,
    GraphBuilder,
    LimitError,
    Limits,
    UpdateStep,
    record_trace,
    to_elements,
    what_if,
)
from app.engine.errors import DomainError, ShapeError, UnknownNodeError, UnknownOperationError


def fruit() -> Graph:
    builder = GraphBuilder()
    n, unit, tax = builder.leaf(2), builder.leaf(100), builder.leaf(1.1)
    for name, index in (("n", n), ("unit", unit), ("tax", tax)):
        builder.bind(name, index)
    price = builder.apply("multiply", [n, unit])
    builder.bind("fruit", price)
    builder.bind("total", builder.apply("multiply", [price, tax]))
    return builder.build()


def chain(length: int) -> Graph:
    builder = GraphBuilder()
    x, w = builder.leaf(1.0), builder.leaf(0.999)
    for _ in range(length):
        x = builder.apply("multiply", [x, w])
    return builder.build()


def diamonds(count: int) -> Graph:
    builder = GraphBuilder()
    x = builder.leaf(1.0)
    for _ in range(count):
        x = builder.apply("add", [builder.apply("multiply", [x, builder.leaf(0.5)]), builder.apply("negative", [x])])
    return builder.build()


def test_the_price_of_fruit_comes_out() -> None:
    trace = record_trace(fruit(), learning_rate=0.5)
    ids = [node.id for node in trace.graph.nodes]
    assert ids == ["n", "unit", "tax", "fruit", "total"]
    assert [float(value) for value in trace.values] == [2.0, 100.0, 1.1, 200.0, 220.00000000000003]
    assert {ids[i]: float(g) for i, g in trace.gradients.items()} == {
        "total": 1.0, "fruit": 1.1, "tax": 200.0, "unit": 2.2, "n": 110.00000000000001,
    }  # fmt: skip
    assert trace.updates[0] == 2 - 0.5 * 110.00000000000001


def test_steps_come_in_three_phases_and_the_seed_is_the_first_of_the_backward_ones() -> None:
    steps = record_trace(fruit(), learning_rate=0.5).steps
    assert [step.phase for step in steps] == ["forward"] * 2 + ["backward"] * 5 + ["update"] * 3
    seed = steps[2]
    assert isinstance(seed, BackwardStep) and seed.seeded and seed.terms == ()
    assert isinstance(steps[0], ForwardStep) and isinstance(steps[-1], UpdateStep)


def test_what_if_predicts_a_linear_change_exactly() -> None:
    trace = record_trace(fruit())
    more = what_if(trace, {0: 3.0})
    assert more.actual == pytest.approx(110, rel=1e-14) and more.predicted == pytest.approx(110, rel=1e-14)
    taxed = what_if(trace, {2: 1.2})
    assert taxed.actual == pytest.approx(20, rel=1e-12) and taxed.predicted == pytest.approx(20, rel=1e-12)
    both = what_if(trace, {0: 3.0, 2: 1.2})
    assert both.actual == pytest.approx(140) and both.predicted == pytest.approx(130)


def test_what_if_refuses_a_computed_value() -> None:
    with pytest.raises(DomainError, match="'fruit' is computed"):
        what_if(record_trace(fruit()), {3: 1.0})


def test_a_value_used_twice_by_one_operation_has_two_edges_and_two_terms() -> None:
    builder = GraphBuilder()
    a = builder.leaf(3.0)
    builder.bind("a", a)
    builder.bind("y", builder.apply("multiply", [a, a]))
    trace = record_trace(builder.build())
    assert [edge.id for edge in trace.graph.edges] == ["a->y.0", "a->y.1"]
    last = trace.steps[-1]
    assert isinstance(last, BackwardStep) and [term.contribution for term in last.terms] == [3.0, 3.0]
    assert last.gradient == 6.0


def test_a_reassigned_name_gets_versions_and_means_the_last_one() -> None:
    builder = GraphBuilder()
    c = builder.leaf(1.0)
    builder.bind("c", c)
    one = builder.leaf(1.0, role="constant", inline=True, text="1")
    for _ in range(2):
        c = builder.apply("add", [c, one])
        builder.bind("c", c)
    graph = builder.build()
    assert [node.id for node in graph.nodes] == ["c", "1", "c#2", "c#3"]
    assert graph.find("c") == 3 and graph.find("c#2") == 2 and graph.find("c#1") == 0


def test_unnamed_values_are_numbered_and_skip_names_in_use() -> None:
    builder = GraphBuilder()
    x = builder.leaf(1.0)
    builder.bind("v1", x)
    builder.bind("y", builder.apply("exp", [builder.apply("sin", [x])]))
    assert [node.id for node in builder.build().nodes] == ["v1", "v2", "y"]


def test_constants_targets_and_what_the_output_does_not_use_have_no_gradient() -> None:
    builder = GraphBuilder()
    x, c, t, unused = (builder.leaf(2.0, role=role) for role in ("input", "constant", "target", "parameter"))
    y = builder.apply("sse", [builder.apply("multiply", [x, c]), t])
    builder.apply("exp", [unused])
    trace = record_trace(builder.build(y), learning_rate=1.0)
    assert set(trace.gradients) == {x, y, 4} and trace.updates == {}


def test_class_labels_become_targets() -> None:
    builder = GraphBuilder()
    z, t = builder.leaf([[1.0, 2.0]]), builder.leaf([1.0])
    graph = builder.build(builder.apply("cross_entropy", [z, t]))
    assert graph.nodes[t].role == "target"


def test_an_output_of_many_numbers_is_seeded_with_ones_unless_told() -> None:
    builder = GraphBuilder()
    x = builder.leaf([1.0, 2.0])
    graph = builder.build(builder.apply("square", [x]))
    assert record_trace(graph).seed_assumed
    told = record_trace(graph, seed=[1.0, 10.0])
    assert not told.seed_assumed and told.gradients[x].tolist() == [2.0, 40.0]
    with pytest.raises(ShapeError, match="upstream gradient"):
        record_trace(graph, seed=[1.0])


def test_every_gradient_is_the_sum_of_its_terms() -> None:
    for graph in (fruit(), diamonds(5), chain(10)):
        for step in record_trace(graph).steps:
            if isinstance(step, BackwardStep) and not step.seeded:
                total = step.terms[0].contribution
                for term in step.terms[1:]:
                    total = total + term.contribution
                assert total == step.gradient


def test_a_chain_of_five_thousand_operations_needs_no_recursion() -> None:
    trace = record_trace(chain(5000))
    assert trace.values[-1] == pytest.approx(0.999**5000)
    assert trace.gradients[1] == pytest.approx(5000 * 0.999**4999)
    assert len(trace.steps) == 5000 + 5002


def test_thirty_diamonds_have_two_to_the_thirty_paths_and_are_walked_once() -> None:
    trace = record_trace(diamonds(30))
    assert trace.gradients[0] == pytest.approx((-0.5) ** 30)
    # x, and for each diamond its factor and three results
    assert len(trace.gradients) == 1 + 30 * 4


def test_an_element_graph_of_ten_thousand_nodes_is_traced_whole() -> None:
    builder = GraphBuilder()
    x = builder.leaf(np.linspace(-1, 1, 2000))
    y = builder.apply("sum", [builder.apply("tanh", [builder.apply("square", [builder.apply("exp", [x])])])])
    trace = to_elements(record_trace(builder.build(y)))
    assert len(trace.graph.nodes) == 8001
    assert len(trace.steps) == 6001 + 8001


def test_the_trace_is_the_same_in_another_process() -> None:
    code = (
        "from tests.engine.test_graph import *\n"
        "t = to_elements(record_trace(diamonds(4), learning_rate=0.1))\n"
        "print([n.id for n in t.graph.nodes], [e.id for e in t.graph.edges], list(t.gradients), t.steps)"
    )
    root = Path(__file__).resolve().parents[2]
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(runs) == 1


def test_elements_are_named_by_row_and_column() -> None:
    builder = GraphBuilder()
    x, w = builder.leaf([[1.0, 2.0]]), builder.leaf([[3.0, 4.0], [5.0, 6.0]])
    for name, index in (("x", x), ("W", w)):
        builder.bind(name, index)
    builder.bind("z", builder.apply("matmul", [x, w]))
    builder.bind("L", builder.apply("sum", [2]))
    trace = to_elements(record_trace(builder.build(), learning_rate=0.1))
    graph = trace.graph
    assert [node.id for node in graph.nodes] == [
        "x[0,0]", "x[0,1]", "W[0,0]", "W[0,1]", "W[1,0]", "W[1,1]", "z[0,0]", "z[0,1]", "L",
    ]  # fmt: skip
    assert [graph.nodes[i].id for i in graph.nodes[7].operands] == ["x[0,0]", "x[0,1]", "W[0,1]", "W[1,1]"]
    step = next(s for s in trace.steps if isinstance(s, BackwardStep) and s.node == 0)
    assert [(float(t.upstream), float(t.local)) for t in step.terms] == [(1.0, 3.0), (1.0, 4.0)]
    assert {node.id: float(trace.updates[i]) for node, i in ((graph.nodes[i], i) for i in trace.updates)}[
        "W[1,1]"
    ] == pytest.approx(5.8)


def test_a_large_element_view_is_refused() -> None:
    builder = GraphBuilder()
    builder.apply("exp", [builder.leaf(np.zeros((200, 100)))])
    with pytest.raises(LimitError, match="element view"):
        to_elements(record_trace(builder.build()))


def test_limits_are_kept_before_the_work() -> None:
    builder = GraphBuilder(Limits(nodes=3, elements=10, total_elements=25))
    a = builder.leaf(np.zeros(10))
    with pytest.raises(LimitError, match="may hold 10 numbers"):
        builder.apply("outer", [a, a])
    builder = GraphBuilder(Limits(nodes=3))
    for _ in range(3):
        builder.leaf(1.0)
    with pytest.raises(LimitError, match="3 nodes"):
        builder.leaf(1.0)


@pytest.mark.parametrize(
    ("name", "shapes", "options", "error", "text"),
    [
        ("matmul", [(2, 3), (4, 5)], {}, ShapeError, r"\(2, 3\) and \(4, 5\).*Transpose"),
        ("matmul", [(), (4, 5)], {}, ShapeError, r"Use \*"),
        ("add", [(2, 3), (4,)], {}, ShapeError, "broadcast"),
        ("sum", [(2, 3)], {"axis": 2}, DomainError, "axis 2 for an operand of rank 2"),
        ("sum", [(2, 3)], {"axis": (0, -2)}, DomainError, "once"),
        ("reshape", [(2, 3)], {"shape": (4, -1)}, ShapeError, "keeps the number"),
        ("index", [(2, 3)], {"index": (2,)}, DomainError, r"\[2\]"),
        ("mse", [(4, 1), (4,)], {}, ShapeError, "one shape"),
        ("cross_entropy", [(2, 3), (3,)], {}, ShapeError, "class label"),
        ("softmax", [()], {}, DomainError, "list"),
        ("stack", [(2,), (3,)], {}, ShapeError, "one shape"),
        ("exp", [(), ()], {}, DomainError, "2 operands"),
        ("exp", [()], {"base": 2}, DomainError, "option 'base'"),
        ("gamma", [()], {}, UnknownOperationError, "gamma"),
        ("max", [(0,)], {}, DomainError, "at least one element"),
    ],
)  # fmt: skip
def test_operands_that_do_not_fit_are_refused(
    name: str, shapes: list[tuple[int, ...]], options: dict[str, object], error: type[EngineError], text: str
) -> None:
    builder = GraphBuilder()
    with pytest.raises(error) as caught:
        builder.apply(name, [builder.leaf(np.ones(shape)) for shape in shapes], options)
    caught.match(text)


def test_a_class_label_out_of_range_is_refused() -> None:
    builder = GraphBuilder()
    builder.apply("cross_entropy", [builder.leaf([1.0, 2.0]), builder.leaf(2.0)])
    with pytest.raises(DomainError, match="Use 0 to 1"):
        record_trace(builder.build())


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownNodeError, match="n, unit, tax"):
        fruit().find("taxes")
