"""What the lessons on training promise, run from their own bodies with their own seeds."""

from __future__ import annotations

from typing import Any

import pytest

from app.lessons import get_lesson, list_lessons

LESSONS = [card["id"] for card in list_lessons() if get_lesson(card["id"])["train"]]


def train(client: Any, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Run a training to its end."""
    answer = client.post("/api/v1/train", json={**body, **more}, headers={"accept": "application/json"})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def scene(lesson_id: str, scene_id: str) -> dict[str, Any]:
    """One of a lesson's scenes."""
    found: dict[str, Any] = next(one for one in get_lesson(lesson_id)["scenes"] if one["id"] == scene_id)
    return found


def ends(client: Any, lesson_id: str, scene_id: str) -> list[dict[str, Any]]:
    """The last report of each of a scene's runs, and why it ended."""
    runs = [train(client, run["train"]) for run in scene(lesson_id, scene_id)["runs"]]
    return [{**run["progress"][-1], "reason": run["done"]["reason"]} for run in runs]


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_every_run_of_a_lesson_begins(client: Any, lesson_id: str) -> None:
    lesson = get_lesson(lesson_id)
    for body in [lesson["train"], *(run["train"] for one in lesson["scenes"] for run in one["runs"])]:
        first, *_ = train(client, body, iterations=1)["progress"]
        assert first["iteration"] == 0


def test_one_neuron_stays_at_a_quarter_and_two_layers_reach_the_target(client: Any) -> None:
    one, two, four = ends(client, "xor", "both")
    # All its answers are ½ but for the last bits, which alone say how many of them lie on the wrong side.
    assert (one["reason"], round(one["loss"], 6)) == ("iterations", 0.25)
    assert (two["reason"], two["error_rate"]) == ("target", 0)
    assert two["loss"] <= 0.01
    assert four["reason"] == "target"


def test_slow_takes_almost_two_thousand_iterations_and_ten_times_the_rate_a_tenth(client: Any) -> None:
    slow, fast, momentum = ends(client, "slow-and-stuck", "slow")
    assert [one["reason"] for one in (slow, fast, momentum)] == ["target"] * 3
    assert 1800 < slow["iteration"] < 2000
    assert fast["iteration"] < 220
    assert momentum["iteration"] < 220


def test_one_seed_ends_in_a_local_minimum_beside_one_that_does_not(client: Any) -> None:
    free, stuck = ends(client, "slow-and-stuck", "stuck")
    assert (free["reason"], stuck["reason"]) == ("target", "iterations")
    assert stuck["loss"] == pytest.approx(1 / 8, abs=1e-3)


def test_the_sweep_counts_what_each_seed_does_alone(client: Any) -> None:
    asked = scene("slow-and-stuck", "sweep")
    body = asked["runs"][0]["train"]
    swept = train(client, body, sweep=asked["sweep"])
    assert len(swept["runs"]) == swept["done"]["of"] == asked["sweep"] == 40
    reached = [run for run in swept["runs"] if run["reason"] == "target"]
    assert swept["done"]["reached"] == len(reached) > 20
    for run in swept["runs"][::8]:
        alone = train(client, {**body, "network": {**body["network"], "seed": run["seed"]}, "seed": run["seed"]})[
            "done"
        ]
        assert (alone["reason"], alone["iteration"], alone["loss"]) == (run["reason"], run["iterations"], run["loss"])


def test_gradients_vanish_in_deep_sigmoid_layers_and_not_with_relu_or_a_wide_start(client: Any) -> None:
    runs = [train(client, run["train"], iterations=1) for run in scene("slow-and-stuck", "vanishing")["runs"]]
    sigmoid, relu, wide = (run["progress"][0]["gradient_norms"] for run in runs)
    assert sigmoid["W6"] / sigmoid["W1"] == pytest.approx(30_000, rel=0.1)
    assert relu["W1"] > 1e3 * sigmoid["W1"]
    assert wide["W1"] > 1e3 * sigmoid["W1"]


def test_three_hidden_units_close_the_ring_and_two_do_not(client: Any) -> None:
    one, two, three, eight = ends(client, "slow-and-stuck", "sizes")
    assert one["error_rate"] > two["error_rate"] > 0.1 > three["error_rate"] == eight["error_rate"] == 0


def test_a_large_net_learns_few_rows_by_heart_and_fails_on_the_others(client: Any) -> None:
    heart, penalised = ends(client, "slow-and-stuck", "memory")
    assert heart["error_rate"] == 0
    assert heart["validation_error_rate"] == pytest.approx(1 / 4, abs=0.05)
    assert penalised["validation_error_rate"] < heart["validation_error_rate"]
    assert penalised["validation_loss"] < heart["validation_loss"] / 2


def test_eight_units_fit_the_sine_down_to_its_noise_and_two_do_not(client: Any) -> None:
    two, eight = ends(client, "approximate", "units")
    assert eight["validation_loss"] < 0.05**2 * 1.3 < two["validation_loss"]


@pytest.mark.parametrize(
    ("scene_id", "run", "least"),
    [("circles", 1, 0.95), ("gaussians", 0, 0.99), ("xor_cloud", 0, 0.9), ("moons", 0, 0.95), ("spiral", 0, 0.95)],
)
def test_the_classes_are_told_apart_on_held_out_points(client: Any, scene_id: str, run: int, least: float) -> None:
    assert 1 - ends(client, "classify", scene_id)[run]["validation_error_rate"] > least


def test_one_neuron_cannot_close_a_ring(client: Any) -> None:
    assert ends(client, "classify", "circles")[0]["validation_error_rate"] > 0.3


def test_nineteen_of_twenty_held_out_digits_are_read(client: Any) -> None:
    last = train(client, get_lesson("recognise")["train"])["progress"][-1]
    assert 1 - last["validation_error_rate"] > 0.95


def test_a_narrow_hidden_layer_and_few_examples_read_digits_worse(client: Any) -> None:
    none, narrow, wide = ends(client, "recognise", "layers")
    assert narrow["validation_error_rate"] > none["validation_error_rate"] > wide["validation_error_rate"]
    few, many = ends(client, "recognise", "few")
    assert few["error_rate"] == 0
    assert few["validation_error_rate"] > 0.1 > many["validation_error_rate"]


def test_eight_messages_get_eight_codes(client: Any) -> None:
    told = train(client, get_lesson("compress")["train"], include=["predictions"], watch=list(range(8)))
    assert told["done"]["reason"] == "target"
    codes = told["predictions"][-1]["code"]
    assert len({tuple(round(one) for one in code) for code in codes}) == 8
