"""POST /trace: the contract, field by field."""

from __future__ import annotations

import pytest

from tests.api.problem import assert_problem

FRUIT = "n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax"


@pytest.fixture
def trace(client):
    def ask(program, **fields):
        response = client.post("/api/v1/trace", json={"program": program, "include": [], **fields})
        assert response.status_code == 200, response.text[:500]
        return response.json()

    return ask


def steps(told, phase):
    return {step["node"]: step for step in told["steps"] if step["phase"] == phase}


def test_the_price_of_fruit_comes_out(trace):
    told = trace(FRUIT, learning_rate=0.5)
    assert told["output"] == "total"
    assert told["values"] == pytest.approx({"n": 2, "unit": 100, "tax": 1.1, "fruit": 200, "total": 220})
    assert told["gradients"] == pytest.approx({"n": 110, "unit": 2.2, "tax": 200, "fruit": 1.1, "total": 1})
    assert told["updates"] == pytest.approx({"n": -53, "unit": 98.9, "tax": -98.9})
    assert told["granularity"] == "tensor"
    assert told["warnings"] == told["ignored"] == []


def test_numbers_keep_full_precision(trace):
    assert trace(FRUIT)["values"]["total"] == 200 * 1.1


def test_steps_are_numbered_and_stand_forward_backward_update(trace):
    told = trace(FRUIT, learning_rate=0.5)
    assert [step["index"] for step in told["steps"]] == list(range(10))
    phases = [step["phase"] for step in told["steps"]]
    assert phases == ["forward"] * 2 + ["backward"] * 5 + ["update"] * 3
    assert told["steps"][2]["node"] == "total" and told["steps"][2]["seed"] == 1


def test_a_forward_step_says_what_it_read(trace):
    step = steps(trace(FRUIT), "forward")["fruit"]
    assert step["operands"] == ["n", "unit"]
    assert step["value"] == 200
    assert step["shapes"] == {"n": [], "unit": [], "fruit": []}


def test_a_backward_step_is_the_sum_of_its_terms(trace):
    told = trace("a = 3\nb = a * a + a")
    step = steps(told, "backward")["a"]
    assert [term["contribution"] for term in step["terms"]] == [3, 3, 1]
    assert step["gradient"] == 7
    edges = {edge["id"]: edge for edge in told["graph"]["edges"]}
    assert all(term["edge"] in edges and edges[term["edge"]]["source"] == "a" for term in step["terms"])
    assert all(term["upstream"] * term["local"] == term["contribution"] for term in step["terms"])


def test_an_update_step_says_old_gradient_rate_and_new(trace):
    step = steps(trace(FRUIT, learning_rate=0.5), "update")["n"]
    assert (step["old"], step["learning_rate"]) == (2, 0.5)
    assert step["value"] == step["old"] - 0.5 * step["gradient"]


def test_nodes_say_where_the_program_makes_them(trace):
    node = trace(FRUIT)["graph"]["nodes"][3]
    assert {key: node[key] for key in ("id", "kind", "op", "symbol", "name", "role", "inline", "shape")} == {
        "id": "fruit", "kind": "op", "op": "multiply", "symbol": "×", "name": "fruit", "role": None,
        "inline": False, "shape": [],
    }  # fmt: skip
    assert [node[key] for key in ("line", "column", "end_line", "end_column")] == [4, 1, 4, 17]


def test_a_reassigned_name_means_its_last_version(trace):
    told = trace("c = 2\nc = c * 3\nc = c + 1")
    assert [node["id"] for node in told["graph"]["nodes"] if not node["inline"]] == ["c", "c#2", "c#3"]
    assert {node["name"] for node in told["graph"]["nodes"] if not node["inline"]} == {"c"}
    assert (told["values"]["c"], told["values"]["c#1"], told["values"]["c#2"]) == (7, 2, 6)
    assert (told["gradients"]["c"], told["gradients"]["c#1"]) == (1, 3)
    assert told["output"] == "c#3"


def test_a_second_name_of_a_value_is_found_too(trace):
    told = trace("x = 2\ny = x\nz = y * y")
    assert told["values"]["y"] == 2
    assert told["gradients"]["y"] == told["gradients"]["x"] == 4


def test_values_override_literals_and_bind_free_names(trace):
    told = trace("x = 1\ny = x * w", values={"x": 5, "w": [1, 2]})
    assert told["values"]["y"] == [5, 10]


def test_an_upstream_gradient_of_the_outputs_shape_is_the_seed(trace):
    told = trace("y = x + b", values={"x": [[1, 2, 3], [4, 5, 6]], "b": [1, 1, 1]}, seed=[[1, 1, 1], [2, 2, 2]])
    assert told["gradients"]["b"] == [3, 3, 3]
    term = steps(told, "backward")["b"]["terms"][0]
    assert (term["structure"], term["summed_axes"]) == ("broadcast", [0])


def test_constants_have_no_gradient_and_no_update(trace):
    told = trace(FRUIT, constants=["tax"], learning_rate=1)
    assert "tax" not in told["gradients"] and "tax" not in told["updates"]


def test_roles_say_what_is_updated(trace):
    told = trace(FRUIT, roles={"n": "input", "tax": "target"}, learning_rate=1)
    assert set(told["updates"]) == {"unit"}
    assert "n" in told["gradients"] and "tax" not in told["gradients"]


def test_any_value_can_be_the_output(trace):
    told = trace(FRUIT, output="fruit")
    assert told["gradients"] == {"fruit": 1, "n": 100, "unit": 2}


def test_elements_agree_with_tensors_exactly(trace):
    program, values = "y = tanh(x @ W)\nL = sum(y)", {"x": [[0.5, -1.5]], "W": [[1, 2], [3, 4]]}
    whole, parts = trace(program, values=values), trace(program, values=values, granularity="element")
    assert parts["granularity"] == "element"
    for name in ("W", "x", "y"):
        for i, row in enumerate(whole["gradients"][name]):
            for j, number in enumerate(row):
                assert parts["gradients"][f"{name}[{i},{j}]"] == number
                assert parts["values"][f"{name}[{i},{j}]"] == whole["values"][name][i][j]
    assert parts["values"]["L"] == whole["values"]["L"]


def test_a_softmax_has_one_jacobian_block_a_sample(trace):
    told = trace(
        "s = softmax(z)\nL = sum(s * c)", values={"z": [[1, 2, 3], [3, 1, 2]], "c": [1, 2, 4]}, include=["jacobians"]
    )
    jacobian = steps(told, "backward")["z"]["terms"][0]["jacobian"]
    assert (jacobian["shape"], jacobian["block"], len(jacobian["blocks"])) == ([6, 6], [3, 3], 2)
    for block, s in zip(jacobian["blocks"], told["values"]["s"], strict=True):
        expected = [s[i] * ((i == j) - s[j]) for i in range(3) for j in range(3)]
        assert [number for row in block for number in row] == pytest.approx(expected)


def test_an_elementwise_jacobian_is_diagonal(trace):
    told = trace("a = sigmoid(z)\nL = sum(a)", values={"z": [0.5, -1]}, include=["jacobians"])
    term = steps(told, "backward")["z"]["terms"][0]
    assert term["jacobian"]["blocks"] == [[[term["local"][0], 0], [0, term["local"][1]]]]


def test_a_jacobian_times_the_upstream_gradient_is_the_contribution(trace):
    values = {"x": [[1, 2], [3, 4], [5, 6]], "W": [[1, -1, 2], [0.5, 3, 1]]}
    told = trace("y = x @ W\nL = sum(y * y)", values=values, include=["jacobians"])
    for name in ("x", "W"):
        term = steps(told, "backward")[name]["terms"][0]
        upstream = [number for row in term["upstream"] for number in row]
        rows, columns = term["jacobian"]["block"]
        result = [
            sum(upstream[k * rows + i] * block[i][j] for i in range(rows))
            for k, block in enumerate(term["jacobian"]["blocks"])
            for j in range(columns)
        ]
        assert result == pytest.approx([number for row in term["contribution"] for number in row])


def test_a_large_jacobian_is_left_out_with_its_reason(trace):
    told = trace(
        "y = x @ W\nL = sum(y)", values={"x": [[1.0] * 40] * 40, "W": [[1.0] * 40] * 40}, include=["jacobians"]
    )
    jacobian = steps(told, "backward")["W"]["terms"][0]["jacobian"]
    assert jacobian["blocks"] is None and "1600" in jacobian["omitted"].replace(",", "")


def test_numbers_that_are_not_finite_travel_as_words(trace):
    told = trace("y = log(x) * w", values={"x": 0, "w": "Infinity"})
    assert told["values"]["y"] == "-Infinity"
    assert told["values"]["w"] == "Infinity"
    assert told["gradients"]["x"] == "Infinity"
    assert "NaN" not in told["gradients"].values()
    told = trace("y = x - x", values={"x": ["Infinity", 1]})
    assert told["values"]["y"] == ["NaN", 0]


def test_what_does_nothing_is_listed(trace):
    told = trace("import torch\nx = torch.tensor(2.0)\ny = x * x\ny.backward()\nprint(x.grad)")
    assert [one["line"] for one in told["ignored"]] == [1, 5]


def test_names_may_be_chinese(trace):
    told = trace("蘋果 = 2\n價格 = 蘋果 * 100")
    assert told["gradients"]["蘋果"] == 100


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("program", 3), ("program", None), ("values", [1]), ("values", None), ("output", 1), ("constants", "x"),
        ("constants", [1]), ("roles", {"x": "boss"}), ("locale", "fr"), ("learning_rate", "fast"),
        ("learning_rate", True), ("learning_rate", "Infinity"), ("granularity", "neuron"), ("include", ["everything"]),
        ("include", "formulas"),
    ],
)  # fmt: skip
def test_a_field_of_another_kind_is_named(client, field, value):
    told = assert_problem(
        client.post("/api/v1/trace", json={"program": "x = 1\ny = x", field: value}), 422, "request", f"'{field}' is"
    )
    assert told["node"] == field


def test_a_missing_and_an_unknown_field_are_both_told(client):
    told = assert_problem(client.post("/api/v1/trace", json={"programme": "y = 2 * 3"}), 422, "request")
    assert ["'program'" in one["detail"] for one in told["errors"]] == [True, False]
    assert "'programme'" in told["errors"][1]["detail"]


@pytest.mark.parametrize("value", [True, None, [], [[1], [2, 3]], {"a": 1}, "one", [1, "x"], [[[[[1]]]]], [None]])
def test_a_value_that_is_no_number_is_refused(client, value):
    assert_problem(client.post("/api/v1/trace", json={"program": "y = x * 2", "values": {"x": value}}), 422)


def test_a_seed_of_another_shape_is_refused_with_both_shapes(client):
    told = assert_problem(client.post("/api/v1/trace", json={"program": "x = [1, 2]\ny = x * x", "seed": 1.5}), 422)
    assert told["shapes"] == [[], [2]]


def test_every_error_of_a_program_is_told_with_its_place(client):
    program = "x = 2 +\ny = foo(3)\nz = [1, 2] @ [[1, 2, 3]]"
    told = assert_problem(client.post("/api/v1/trace", json={"program": program}), 400, "syntax")
    assert [(one["line"], one["status"]) for one in told["errors"]] == [(1, 400), (2, 422), (3, 422)]
    assert told["errors"][2]["shapes"] == [[2], [1, 3]]
    assert told["errors"][2]["node"] == "z"


def test_a_shape_error_reads_as_the_design_says(client):
    values = {"x": [[1, 2, 3], [4, 5, 6]], "W1": [[1] * 5] * 4}
    told = assert_problem(
        client.post("/api/v1/trace", json={"program": "a = 1\nb = 2\nc = 3\nz1 = x @ W1", "values": values}),
        422,
        "shape",
    )
    assert told["detail"] == (
        "matmul needs inner sizes to agree; got (2, 3) and (4, 5) at line 4, 'z1'. Transpose one of them?"
    )
    assert (told["line"], told["node"], told["shapes"]) == (4, "z1", [[2, 3], [4, 5]])
