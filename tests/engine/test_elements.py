"""The element view's columns, the records made of them, and the JSON made of them tell the same."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from app.engine import record_trace, to_elements
from app.engine.late import Late
from app.engine.trace import Trace
from app.language import read_program
from app.story import encode
from app.story.graphs import by_name, graph_json
from app.story.numbers import spell_all
from app.story.records import steps_json, trace_json

PROGRAMS = {
    "a network": "x = [[1, -2], [5, 3]]\nW = [[1, 2, 0], [3, -1, 1]]\nb = [0.1, 0, -1]\nL = mean(relu(x @ W + b) ** 2)",
    "a value used twice by one operation": "x = [1, 2, 3]\ny = x * x + x[1]\nL = sum(y)",
    "names given again": "x = [[1, 2], [3, 4]]\nx = x @ x\nx = x + x.T\nL = sum(softmax(x))",
    "an output of several numbers": "x = [1, 2]\ny = tanh(x)",
    "numbers that JSON does not have": "x = [0, 1, 4]\ny = log(x)\nL = sum(y * x)",
    "an output that does not depend on a leaf": "x = [1, 2]\nw = 3\nL = sum(x)",
    "a leaf alone": "x = [1, 2]",
}


def elements(program: str) -> Trace:
    read = read_program(program)
    return to_elements(record_trace(read.graph, read.output, learning_rate=0.1))


def plain(told: Any) -> Any:
    return orjson.loads(encode(told))


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_the_json_is_that_of_the_records(program: str) -> None:
    trace = elements(program)
    told = plain(trace_json(trace))
    assert told["graph"] == plain(graph_json(trace.graph))
    assert told["steps"] == plain(list(steps_json(trace, spell_all, None)))
    for name, numbers in (("gradients", trace.gradients), ("updates", trace.updates)):
        assert told[name] == plain(by_name(trace.graph, {index: spell_all(one) for index, one in numbers.items()}))


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_uses_stand_by_target_in_order_of_its_operands(program: str) -> None:
    graph = elements(program).graph
    for node in graph.nodes:
        entering = sorted((edge for edge in graph.edges if edge.target == node.index), key=lambda edge: edge.operand)
        assert tuple(edge.source for edge in entering) == node.operands
        assert [edge.operand for edge in entering] == list(range(len(entering)))
        assert graph.uses[node.index] == tuple(edge for edge in graph.edges if edge.source == node.index)


def test_records_are_made_once_and_only_when_looked_at() -> None:
    made = []

    def make() -> list[int]:
        made.append(1)
        return [3, 4]

    late = Late(make)
    assert not made
    assert (len(late), late[1], list(late), late[:1], repr(late)) == (2, 4, [3, 4], (3,), "(3, 4)")
    assert late == (3, 4) == Late(make)
    assert hash(late) == hash((3, 4))
    assert len(made) == 2
