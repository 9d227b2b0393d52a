"""GET /datasets, POST /datasets/{id}, POST /datasets/csv, and data in the place of leaves in /trace."""

from __future__ import annotations

import gettext
import re

import numpy as np
import orjson
import pytest

from app.api.datasets import dataset_answer, table_answer
from app.api.jobs import trace_answer
from app.networks.datasets import DATASETS
from app.settings import get_settings
from app.story import RefusedError, phrases
from tests.api.problem import assert_problem

XOR = {
    "layers": [{"units": 2}, {"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
    "loss": "binary_cross_entropy",
}
TABLE = "age,sex,k,name,y\n31,m,1,a,1.5\n,f,1,b,2\n40,m,1,c,3.25\n22,f,1,d,1\n33,m,1,e,4\n"


@pytest.fixture
def ask(client):
    def post(path, **body):
        response = client.post(f"/api/v1/{path}", json=body)
        assert response.status_code == 200, response.text[:500]
        return response.json()

    return post


def test_the_list_names_every_dataset_with_options_that_it_takes(client):
    listed = client.get("/api/v1/datasets").json()["datasets"]
    assert [one["id"] for one in listed] == list(DATASETS)
    for one in listed:
        assert one["title"] and one["description"] and one["group"]
        defaults = {name: option["default"] for name, option in one["options"].items()}
        plain = client.post(f"/api/v1/datasets/{one['id']}", json={})
        assert plain.status_code == 200
        assert client.post(f"/api/v1/datasets/{one['id']}", json=defaults).content == plain.content


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_dataset_comes_with_a_network_that_can_be_traced_with_it(ask, dataset):
    told = ask(f"datasets/{dataset}", seed=1)
    trace = ask("trace", network=told["network"], data={"dataset": dataset, "seed": 1}, rows=[0, 1], include=[])
    assert trace["values"]["x"] == told["x"][:2] and trace["values"]["t"] == told["t"][:2]
    assert trace["network"]["samples"] == 2
    roles = {node["id"]: node["role"] for node in trace["graph"]["nodes"] if node["kind"] == "leaf"}
    assert (roles["x"], roles["t"], roles["W1"]) == ("input", "target", "parameter")


def test_a_split_of_null_keeps_all_rows_for_training(ask):
    assert ask("datasets/circles", n=40)["train"] == 30
    assert ask("datasets/circles", n=40, split=None)["train"] == 40


def test_what_it_means_is_told_with_the_rows(ask):
    told = ask("datasets/iris")
    assert told["kind"] == "classification" and told["classes"] == ["setosa", "versicolor", "virginica"]
    assert told["features"][2] == "petal length (cm)" and len(told["scaling"]["x"]) == 4
    assert told["labels"] == np.argmax(told["t"], axis=1).tolist()
    assert "Fisher" in told["source"]
    assert ask("datasets/digits", n=20)["image"] == [8, 8]


def test_all_rows_are_traced_or_of_many_the_first(ask):
    circles = {"layers": [{"units": 2}, {"units": 1}], "loss": "mse"}
    few = ask("trace", network=circles, data={"dataset": "circles", "n": 50}, include=[], fold=1000)
    many = ask("trace", network=circles, data={"dataset": "circles", "n": 1001}, include=[], fold=1000)
    assert np.shape(few["values"]["x"]) == (50, 2) and np.shape(many["values"]["x"]) == (32, 2)


def test_data_replace_what_a_program_holds_and_give_way_to_values(ask):
    program = "x = [[9]]\nw = [[2]]\ny = x @ w\nL = mse(y, t)"
    data = {"x": [[1], [2]], "t": [[3], [4]]}
    assert ask("trace", program=program, data=data)["values"]["y"] == [[2], [4]]
    told = ask("trace", program=program, data=data, values={"x": [[5], [6]]}, constants=["x"])
    assert told["values"]["y"] == [[10], [12]] and "x" not in told["gradients"]
    assert ask("trace", program=program, data=data, rows=[1, 1])["values"]["L"] == 0


def test_a_network_without_a_target_takes_data_with_one(ask):
    told = ask("trace", network={"layers": [{"units": 2}, {"units": 5}]}, data={"dataset": "xor"}, include=[])
    assert "t" not in told["values"]


@pytest.mark.parametrize("path", ["trace", "check", "what-if", "neuron"])
def test_every_question_about_a_program_takes_data(client, path):
    body: dict[str, object] = {"network": XOR, "data": {"dataset": "xor"}, "rows": [3], "include": []}
    more: dict[str, dict[str, object]] = {
        "what-if": {"changes": {"x": [[0, 1]]}},
        "neuron": {"layer": 1, "unit": 0},
    }
    assert client.post(f"/api/v1/{path}", json={**body, **more.get(path, {})}).status_code == 200


def test_a_table_comes_with_its_columns_and_what_was_left_out(ask):
    told = ask("datasets/csv", text=TABLE, inputs=["age", "sex", "k"], standardize=True, split=0.75)
    assert [(one["name"], one["kind"], one["missing"], one["role"]) for one in told["columns"]] == [
        ("age", "number", 1, "input"),
        ("sex", "category", 0, "input"),
        ("k", "number", 0, "ignored"),
        ("name", "category", 0, "ignored"),
        ("y", "number", 0, "target"),
    ]
    assert told["dropped"] == [{"row": 3, "reason": "'age' is missing."}] and told["dropped_rows"] == 1
    assert [one["column"] for one in told["warnings"]] == ["k"]
    assert told["features"] == ["age", "sex = f", "sex = m"] and told["train"] == 3
    assert (told["id"], told["kind"], told["header"]) == ("csv", "regression", True)
    trace = ask("trace", network=told["network"], data={key: told[key] for key in ("x", "t", "train", "kind")})
    assert trace["values"]["x"] == told["x"]


def test_a_wrong_cell_is_named_and_the_columns_are_told(client):
    response = client.post("/api/v1/datasets/csv", json={"text": TABLE.replace("22", "abc")})
    told = assert_problem(response, 422, "data", "got 'abc' in row 5, column 'age'")
    assert (told["row"], told["node"]) == (5, "age")
    assert [one["name"] for one in told["columns"]] == ["age", "sex", "k", "name", "y"]


def test_a_table_over_the_limit_is_refused_with_the_limits(client):
    response = client.post("/api/v1/datasets/csv", json={"text": "1,2\n" * 1_000_000})
    told = assert_problem(response, 413, "limit", "1,000,000 rows of 2")
    assert told["limits"]["data_numbers"] == get_settings().max_data_numbers


def test_points_over_the_limit_are_refused(client):
    rows = [[0] * 500] * 501
    body = {"program": "L = sum(x)", "data": {"x": rows}, "rows": [0]}
    assert_problem(client.post("/api/v1/trace", json=body), 413, "limit", "got 250,500")


POINTS = {"x": [[1, 2], [3, 4]], "t": [[0], [1]]}
REFUSED = {
    "unknown dataset": (dataset_answer, "nope", {}, "not-found"),
    "another's option": (dataset_answer, "xor", {"n": 5}, "domain"),
    "out of range": (dataset_answer, "circles", {"noise": 9.0}, "domain"),
    "another coding": (dataset_answer, "circles", {"targets": "5/6"}, "domain"),
    "no number": (dataset_answer, "circles", {"n": "many"}, "request"),
    "no field": (dataset_answer, "circles", {"count": 3}, "request"),
    "both": (trace_answer, "", {"network": XOR, "data": {**POINTS, "dataset": "xor"}}, "request"),
    "neither": (trace_answer, "", {"network": XOR, "data": {}}, "request"),
    "t with a dataset": (trace_answer, "", {"network": XOR, "data": {"dataset": "xor", "train": 2}}, "request"),
    "n with points": (trace_answer, "", {"network": XOR, "data": {**POINTS, "n": 2}}, "request"),
    "ragged points": (trace_answer, "", {"network": XOR, "data": {"x": [[1, 2], [3]]}}, "shape"),
    "text in points": (trace_answer, "", {"network": XOR, "data": {"x": [[1, "a"]]}}, "domain"),
    "not finite": (trace_answer, "", {"network": XOR, "data": {"x": [[1, "NaN"]]}}, "domain"),
    "deep points": (trace_answer, "", {"network": XOR, "data": {"x": [[[1]]]}}, "domain"),
    "fewer targets": (trace_answer, "", {"network": XOR, "data": {**POINTS, "t": [[1]]}}, "domain"),
    "too much training": (trace_answer, "", {"network": XOR, "data": {**POINTS, "train": 3}}, "domain"),
    "no such row": (trace_answer, "", {"network": XOR, "data": POINTS, "rows": [2]}, "request"),
    "no row": (trace_answer, "", {"network": XOR, "data": POINTS, "rows": []}, "request"),
    "rows of nothing": (trace_answer, "", {"network": XOR, "rows": [0]}, "request"),
    "too wide": (trace_answer, "", {"network": XOR, "data": {"dataset": "iris"}}, "shape"),
    "too many targets": (trace_answer, "", {"network": XOR, "data": {"dataset": "xor", "targets": "one_hot"}}, "shape"),
    "other leaves": (trace_answer, "", {"program": "y = 2 * a", "values": {"a": 1}, "data": POINTS}, "value"),
    "empty table": (table_answer, "", {"text": ""}, "data"),
    "only a header": (table_answer, "", {"text": "a,b"}, "data"),
    "empty cells": (table_answer, "", {"text": ",\n,"}, "data"),
    "ragged table": (table_answer, "", {"text": "a;b\n1;2\n1"}, "data"),
    "text among numbers": (table_answer, "", {"text": "a,b\n1,2\n3,4\nx,5.5"}, "data"),
    "infinite cell": (table_answer, "", {"text": "a,b\n1,2\n3,4\ninf,5.5"}, "data"),
    "constant": (table_answer, "", {"text": "a,b\n1,2\n1,3\n1,4.5"}, "data"),
    "one class": (table_answer, "", {"text": "a,b\n1,u\n2,u"}, "data"),
    "all missing": (table_answer, "", {"text": "a,b\n1,?\nNA,2"}, "data"),
    "one column": (table_answer, "", {"text": "a\n1\n2"}, "data"),
    "no target": (table_answer, "", {"text": "a,b\n1,2\n2,3.5", "target": []}, "data"),
    "no such column": (table_answer, "", {"text": "a,b\n1,2\n2,3.5", "target": "c"}, "data"),
    "a column twice": (table_answer, "", {"text": "a,b\n1,2\n2,3.5", "target": "a", "inputs": ["a"]}, "data"),
    "empty column": (table_answer, "", {"text": "a,b\n,2\n,3.5", "inputs": ["a"]}, "data"),
    "names": (table_answer, "", {"text": "".join(f"n{i},{i}.5\n" for i in range(30)), "inputs": ["column 1"]}, "data"),
    "many classes": (
        table_answer, "",
        {"text": "".join(f"{i},{i}\n" for i in range(30)), "target_kind": "classification"}, "data",
    ),
    "texts to fit": (table_answer, "", {"text": "a,b\n1,u\n2,v", "target_kind": "regression"}, "data"),
    "two targets of classes": (
        table_answer, "", {"text": "a,b,c\n1,2,3\n4,5,6.5", "target": ["b", "c"], "target_kind": "classification"},
        "data",
    ),
    "too large to square": (table_answer, "", {"text": "a,b\n1e300,1\n2e300,2.5", "standardize": True}, "data"),
    "open quote": (table_answer, "", {"text": 'a,b\n"1,2\n3,4'}, "data"),
    "stray quote": (table_answer, "", {"text": 'a,b\n"1"x,2'}, "data"),
    "packed": (table_answer, "", {"text": "PK\x03\x04"}, "data"),
    "long cell": (table_answer, "", {"text": "1" * 200_000}, "data"),
    "many columns": (table_answer, "", {"text": "1," * 2000}, "limit"),
    "many rows": (table_answer, "", {"text": "1,2\n" * 200_000}, "limit"),
    "many texts": (
        table_answer, "",
        {"text": "".join(",".join(f"v{(i + j) % 20}" for j in range(20)) + f",{i % 7}.5\n" for i in range(1000))},
        "limit",
    ),
    "wrong kinds": (table_answer, "", {"text": 3, "missing": "guess", "split": 2, "header": "no"}, "request"),
}  # fmt: skip


class Shouting(gettext.NullTranslations):
    """A language that is easily told from English: it shouts, but for what stands in braces."""

    def gettext(self, message: str) -> str:
        return re.sub(r"(\{.\})|(.)", lambda match: match[1] or match[2].upper(), message)


@pytest.mark.parametrize(("answer", "name", "body", "kind"), REFUSED.values(), ids=list(REFUSED))
def test_whatever_is_wrong_has_its_kind_and_its_words_in_every_language(monkeypatch, answer, name, body, kind):
    with pytest.raises(RefusedError) as caught:
        answer(*([name] if name else []), orjson.dumps(body), "en")
    monkeypatch.setattr(phrases, "catalog_for", lambda locale: Shouting())
    for problem in caught.value.problems:
        assert problem.kind == kind
        for text in (problem.rule, problem.found, problem.hint):
            assert not text or phrases.say(text, "zh_Hant") != text, text


def test_names_of_datasets_follow_the_language(client):
    listed = client.get("/api/v1/datasets", headers={"accept-language": "en"}).json()["datasets"]
    assert {one["id"]: one["title"] for one in listed}["circles"] == "Circles"
    wished = client.get("/api/v1/datasets?locale=zh-Hans")
    assert wished.headers["content-language"] == "zh-Hans"


def test_the_same_table_gets_the_same_answer(client):
    first = client.post("/api/v1/datasets/csv", json={"text": TABLE}).json()
    again = client.post("/api/v1/datasets/csv", json={"text": TABLE}).json()
    assert first == again
