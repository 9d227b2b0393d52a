"""The other endpoints."""

from __future__ import annotations

import asyncio

import pytest

from app import __version__
from app.engine.ops import OPS
from app.settings import Settings, get_settings
from tests.api.problem import assert_problem

FRUIT = "n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax"


def test_health_says_ok_the_version_and_every_limit(client):
    told = client.get("/api/v1/health").json()
    assert told["status"] == "ok" and told["version"] == __version__
    assert told["limits"] == {
        name.removeprefix("max_"): getattr(get_settings(), name) for name in Settings.__dataclass_fields__
    }


def test_operations_are_those_of_the_registry(client):
    told = client.get("/api/v1/operations").json()["operations"]
    assert [one["name"] for one in told] == list(OPS)
    assert not any("#" in f"{one['formula']}{one['derivative']}{one['kink']}{one['domain']}" for one in told)
    assert next(one for one in told if one["name"] == "relu")["formula"] == r"f = \max(0, x)"
    assert all(one["formula"] and one["derivative"] and one["source"] and one["shapes"] for one in told)


def test_lessons_are_listed_and_each_is_ready_to_trace(client):
    listed = client.get("/api/v1/lessons").json()["lessons"]
    assert {"multiply", "add", "fruit", "dot", "bias", "affine", "neuron", "two-outputs"} <= {
        one["id"] for one in listed
    }
    for card in listed:
        told = client.get(f"/api/v1/lessons/{card['id']}").json()
        assert {key: told[key] for key in card} == card
        answer = client.post("/api/v1/trace", json=told["trace"])
        assert answer.status_code == 200, answer.text
        if told["what_if"]:
            asked = {**told["trace"], "changes": told["what_if"].get("changes", told["what_if"])}
            assert client.post("/api/v1/what-if", json=asked).status_code == 200


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/api/v1/lessons?locale=zh-Hant", {}),
        ("/api/v1/lessons", {"accept-language": "zh-TW, en;q=0.5"}),
    ],
)
def test_lessons_speak_the_language_asked_for(client, path, headers):
    answer = client.get(path, headers=headers)
    assert answer.headers["content-language"] == "zh-Hant"
    assert answer.json() != client.get("/api/v1/lessons").json()


def test_an_unknown_lesson_is_a_problem(client):
    assert_problem(client.get("/api/v1/lessons/nothing"), 404, "not-found", "'nothing'")


def test_an_unknown_language_is_a_problem(client):
    assert_problem(client.get("/api/v1/lessons?locale=fr"), 422, "request", "'locale' is", "'fr'")


def test_an_unknown_address_under_the_api_is_a_problem(client):
    assert_problem(client.get("/api/v1/nothing"), 404, "not-found")
    assert_problem(client.get("/api/v2/trace"), 404, "not-found")


def test_an_unknown_address_elsewhere_is_the_sites_own_page(client):
    assert client.get("/nothing").headers["content-type"].startswith("text/html")


def test_another_method_is_a_problem_that_says_which_fits(client):
    answer = client.get("/api/v1/trace")
    assert_problem(answer, 405, "method", "POST", "got GET")
    assert answer.headers["allow"] == "POST"


def test_parse_gives_the_graph_with_shapes(client):
    told = client.post(
        "/api/v1/parse", json={"program": "z = x @ W", "values": {"x": [[1, 2]], "W": [[3], [4]]}}
    ).json()
    assert {node["id"]: node["shape"] for node in told["graph"]["nodes"]} == {"x": [1, 2], "W": [2, 1], "z": [1, 1]}
    assert told["output"] == "z" and told["ignored"] == []


def test_check_compares_each_leaf_with_central_differences(client):
    told = client.post("/api/v1/check", json={"program": FRUIT, "sweep": True}).json()
    assert told["passed"] and {leaf["leaf"] for leaf in told["leaves"]} == {"n", "unit", "tax"}
    for leaf in told["leaves"]:
        assert leaf["passed"] and leaf["max_relative"] < 1e-6
        assert leaf["numeric"] == pytest.approx(leaf["gradient"], rel=1e-6)
        assert len(leaf["sweep"]) == 12
    assert told["text"]


def test_check_names_kinks_instead_of_crying_wolf(client):
    told = client.post("/api/v1/check", json={"program": "x = 0\ny = relu(x)"}).json()
    leaf = told["leaves"][0]
    assert told["passed"] and leaf["compared"] == 0 and leaf["numeric"] == "NaN"
    assert leaf["kinks"] == [{"node": "y", "index": [], "convention": r"x = 0 \Rightarrow 0"}]


def test_what_if_sets_the_change_beside_the_prediction(client):
    told = client.post("/api/v1/what-if", json={"program": FRUIT, "changes": {"n": 3}}).json()
    assert (told["output"], told["by_leaf"].keys()) == ("total", {"n"})
    assert [told[key] for key in ("before", "after", "actual", "predicted")] == pytest.approx([220, 330, 110, 110])
    told = client.post("/api/v1/what-if", json={"program": FRUIT, "changes": {"tax": 1.2}}).json()
    assert told["actual"] == pytest.approx(20) and told["predicted"] == pytest.approx(20)
    assert told["text"]


def test_what_if_changes_one_element(client):
    asked = {"program": "L = sum(W * W)", "values": {"W": [[1, 2], [3, 4]]}, "changes": {"W[1,0]": 3.5}}
    told = client.post("/api/v1/what-if", json=asked).json()
    assert told["predicted"] == pytest.approx(3) and told["actual"] == pytest.approx(3.25)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [({"q": 1}, "name"), ({"fruit": 1}, "domain"), ({"n": [1, 2]}, "shape"), ({"n": "x"}, "domain")],
)
def test_what_if_refuses_what_cannot_change(client, changes, kind):
    assert_problem(client.post("/api/v1/what-if", json={"program": FRUIT, "changes": changes}), 422, kind)


def test_the_document_describes_every_endpoint_with_an_example_and_its_answer(client):
    document = client.get("/openapi.json").json()
    assert len(document["paths"]) == 14
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                kind = "application/json" if status == "200" else "application/problem+json"
                assert set(response["content"]) - {"application/jsonl"} == {kind}
            if method == "post":
                asked = operation["requestBody"]["content"]["application/json"]["example"]
                answer = client.post(path.format(dataset_id="xor"), json=asked, headers={"accept": "application/json"})
                shown = operation["responses"]["200"]["content"]["application/json"]["example"]
                assert answer.json() == shown


def test_an_error_of_our_own_shows_nothing_of_the_inside(client, monkeypatch, caplog):
    def fail(body, locale):
        raise RuntimeError("secret /etc/thing")

    monkeypatch.setattr("app.api.routes.trace_answer", fail)
    answer = client.post("/api/v1/trace", json={"program": "x = 1"})
    assert_problem(answer, 500, "internal")
    assert "secret" not in answer.text and "secret" in caplog.text


def test_the_server_refuses_what_it_cannot_take_on(monkeypatch):
    from app.api.pool import Pool
    from app.story import RefusedError

    async def ask_many(pool, *clients):
        import threading

        gate = threading.Event()
        waiting = [asyncio.create_task(pool.run(client, gate.wait, 10)) for client in clients]
        await asyncio.sleep(0.05)
        gate.set()
        return await asyncio.gather(*waiting, return_exceptions=True)

    def kinds(answers):
        return [one.problems[0].kind if isinstance(one, RefusedError) else "done" for one in answers]

    pool = Pool(most=3, most_per_client=2, seconds=5)
    assert kinds(asyncio.run(ask_many(pool, "a", "a", "a", "b", "b"))) == ["done", "done", "flood", "done", "full"]
    assert kinds(asyncio.run(ask_many(pool, "a", "a", "b"))) == ["done"] * 3


def test_work_that_takes_too_long_is_given_up(client):
    import time

    from app.api.pool import Pool
    from app.story import RefusedError

    with pytest.raises(RefusedError) as refused:
        asyncio.run(Pool(2, 2, seconds=0.05).run("a", time.sleep, 0.3))
    assert refused.value.status == 503


def test_problems_speak_the_language_asked_for(client):
    asked = {"program": "y = foo(2)"}
    for fields, headers in (({"locale": "zh-Hans"}, {}), ({}, {"accept-language": "zh-CN"})):
        answer = client.post("/api/v1/trace", json={**asked, **fields}, headers=headers)
        told = assert_problem(answer, 422, "name")
        assert answer.headers["content-language"] == "zh-Hans"
        assert not told["title"].isascii()
