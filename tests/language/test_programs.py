"""What a program's text becomes: values, names, versions, positions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.engine import Position, record_trace
from app.language import read_program
from tests.language.support import ids, operations, value_of

CASES = json.loads((Path(__file__).parent.parent / "fixtures" / "public.json").read_text(encoding="utf-8"))
FRUIT = "n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax\n"
MICROGRAD = """\
from micrograd.engine import Value

a = Value(-4.0)
b = Value(2.0)
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + (b + a).relu()
d += 3 * d + (b - a).relu()
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
print(f'{g.data:.4f}') # prints 24.7041, the outcome of this forward pass
g.backward()
print(f'{a.grad:.4f}') # prints 138.8338, i.e. the numerical value of dg/da
print(f'{b.grad:.4f}') # prints 645.5773, i.e. the numerical value of dg/db
"""
PYTORCH = """\
import torch
import torch.nn.functional as F
x = torch.tensor([[1.0, 2.0]], dtype=torch.float64)
t = torch.tensor([[1.0]], requires_grad=False)
W = torch.nn.Parameter(torch.ones(2, 1))
optimizer = torch.optim.SGD([W], lr=0.1)
y = F.relu(x @ W)
loss = F.mse_loss(y, t)
optimizer.zero_grad()
loss.backward()
optimizer.step()
rate = 0.1
"""


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_every_published_program_can_be_read(case):
    program = read_program(case["program"], output=case["output"])
    assert program.graph.nodes[program.output].id == case["output"]
    leaves = [node.id for node in program.graph.leaves() if not node.inline]
    assert leaves == case["leaves"]


def test_the_readme_of_micrograd_runs_as_pasted():
    program = read_program(MICROGRAD)
    trace = record_trace(program.graph, program.output)
    find = program.graph.find
    assert round(float(trace.values[find("g")]), 4) == 24.7041
    assert round(float(trace.gradients[find("a")]), 4) == 138.8338
    assert round(float(trace.gradients[find("b")]), 4) == 645.5773
    assert [one.line for one in program.ignored] == [1, 15, 15, 17, 17, 18, 18]


def test_a_training_step_from_pytorch_is_understood():
    program = read_program(PYTORCH)
    nodes = {node.id: node for node in program.graph.nodes}
    assert program.graph.nodes[program.output].id == "loss"
    assert (nodes["W"].role, nodes["t"].role) == ("parameter", "constant")
    assert [one.text for one in program.ignored] == [
        "import torch",
        "import torch.nn.functional as F",
        "optimizer = torch.optim.SGD([W], lr=0.1)",
        "optimizer.zero_grad()",
        "optimizer.step()",
    ]


def test_names_are_ids_and_the_last_assignment_is_the_output():
    program = read_program(FRUIT)
    assert ids(program) == ["n", "unit", "tax", "fruit", "total"]
    assert program.graph.nodes[program.output].id == "total"


def test_a_named_value_stands_where_its_statement_stands():
    program = read_program(FRUIT)
    assert program.graph.nodes[3].position == Position(4, 1, 4, 17)


def test_an_unnamed_value_stands_where_its_expression_stands():
    program = read_program("結果 = (1 + 甲) * 2\n", {"甲": 1})
    inner = program.graph.nodes[program.graph.find("v1")]
    assert inner.position == Position(1, 7, 1, 12)


def test_a_reassigned_name_has_versions():
    program = read_program("c = 1\nc += c + 1\nc = c * c")
    assert [i for i in ids(program) if i.startswith("c")] == ["c", "c#2", "c#3"]
    assert program.graph.find("c") == program.graph.find("c#3")


def test_the_output_may_be_an_earlier_version():
    assert value_of("c = 1\nc = c * 2\nc = c + 3", output="c#2") == 2


def test_a_second_name_for_a_value_stands_for_the_same_node():
    program = read_program("a = 2\nb = a\nc = a * b")
    assert program.graph.find("b") == program.graph.find("a")


def test_one_number_assigned_to_two_names_makes_two_leaves():
    assert ids(read_program("a = b = 2\nc = a * b")) == ["a", "b", "c"]


def test_values_can_be_swapped():
    assert value_of("a, b = 1, 5\na, b = b, a\nc = a - b") == 4


def test_a_value_is_unpacked_along_its_first_axis():
    assert value_of("x = [[1, 2], [3, 4]]\nu, v = x\ny = v - u") == [2, 2]


def test_a_literal_in_an_expression_is_a_constant_with_its_text_for_an_id():
    program = read_program("x = 3\ny = 0.5 * x + 0.5")
    inline = [node for node in program.graph.leaves() if node.inline]
    assert [node.id for node in inline] == ["0.5", "0.5#2"]
    assert {node.role for node in inline} == {"constant"}


def test_arithmetic_between_numbers_makes_a_number():
    assert operations(read_program("x = 3\ny = x * (1 / 2 + 2 ** 3)")) == ["multiply"]


def test_a_list_of_names_is_stacked():
    assert value_of("a = 1\nb = 2\ny = [[a, b], [b, 3]]") == [[1, 2], [2, 3]]


def test_the_requests_value_replaces_a_literal_and_may_have_another_shape():
    assert value_of(FRUIT, {"n": 3}) == pytest.approx(330)
    assert value_of("n = 2\ny = n * n", {"n": [1, 3]}) == [1, 9]


def test_the_requests_value_reaches_one_version_of_a_name():
    assert value_of("c = 1\ny = c * 2\nc = 5\nz = y * c", {"c#2": 7}) == 14
    assert value_of("c = 1\ny = c * 2\nc = 5\nz = y * c", {"c": 7}) == 70


def test_a_name_that_only_the_request_gives_is_a_leaf():
    program = read_program("y = x @ W", {"x": [[1, 2]], "W": [[1], [2]]})
    assert [(node.id, node.role) for node in program.graph.leaves()] == [("x", "parameter"), ("W", "parameter")]


def test_values_may_be_spelled_as_text_where_json_has_no_number():
    assert value_of("y = x * 1", {"x": ["Infinity", "-Infinity"]}) == [float("inf"), float("-inf")]


def test_constants_and_roles_are_named_by_id():
    program = read_program("a = 2\nb = 3\nc = a * b", constants=["a"], roles={"b": "input"})
    assert [node.role for node in program.graph.leaves()] == ["constant", "input"]


def test_a_loop_is_unrolled_and_its_variable_is_a_number():
    assert value_of("x = [1, 2, 3]\ns = 0\nfor i in range(len(x)):\n    s += x[i] * i") == 8
    assert value_of("s = 0\nfor i in range(3, 0, -1):\n    for j in range(i):\n        s = s + i * j") == 11


def test_a_loop_without_turns_does_nothing():
    assert ids(read_program("for i in range(0):\n    x = 1\ny = 2")) == ["y"]


def test_a_loop_may_count_by_a_leaf():
    assert value_of("n = 3\nx = 2\nfor i in range(n - 1):\n    x = x * x") == 16


def test_a_comprehension_over_a_range_is_a_list():
    assert value_of("x = [1, 2, 3]\ny = [x[i] ** 2 for i in range(3)]") == [1, 4, 9]
    assert value_of("x = [1, 2, 3]\ny = sum(x[i] * i for i in range(3))") == 8


def test_a_function_is_inlined_at_each_call():
    source = "def f(x, k=2):\n    h = relu(x)\n    return h * k\nx = [1, 2]\ny = f(x)\nz = f(x, k=3)"
    assert ids(read_program(source)) == ["x", "f.h", "2", "y", "f.h#2", "3", "z"]


def test_what_a_function_returns_takes_the_callers_name():
    source = "def f(x):\n    h = x * 2\n    return h\na = 3\ny = f(a)"
    assert ids(read_program(source)) == ["a", "2", "y"]
    source = "def f(x):\n    h = x * 2\n    return h, h * h\na = 3\nu, v = f(a)"
    assert ids(read_program(source)) == ["a", "2", "u", "v"]


def test_a_function_sees_the_programs_names_and_keeps_its_own():
    assert value_of("c = 5\ndef f(x):\n    h = x * c\n    return h + 1\nh = 7\ny = f(2) + h") == 18


def test_functions_call_each_other_and_return_several_values():
    source = "def g(x):\n    return x * 2\ndef f(x):\n    return g(x), g(g(x))\nu, v = f(3)\ny = u + v"
    assert value_of(source) == 18


def test_names_may_be_chinese_and_are_normalized_as_python_does():
    assert ids(read_program("甲 = 2\n結果 = 甲 * 甲")) == ["甲", "結果"]
    assert ids(read_program("ｘ = 2\ny = x * ｘ", {"ｘ": 3})) == ["x", "y"]


def test_a_name_of_a_library_may_be_a_variable():
    assert value_of("F = 3\nm = 2\nnp = F * m") == 6


def test_comments_and_docstrings_are_listed_where_they_stand():
    program = read_program('"""A # b."""\nx = 1  # one\n# end\n')
    assert [(one.line, one.column, one.text) for one in program.ignored] == [
        (1, 1, '"""A # b."""'),
        (2, 8, "# one"),
        (3, 1, "# end"),
    ]


def test_newlines_of_every_system_are_read_alike():
    assert value_of("\ufeffx = 1\r\ny = x * 2\rz = y + 1") == 3


def test_reading_twice_gives_the_same_graph():
    assert ids(read_program(MICROGRAD)) == ids(read_program(MICROGRAD))
