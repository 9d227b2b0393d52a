"""Datasets: the same for the same seed, split exactly, coded as asked, and the measured ones as published."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.networks.datasets import DATASETS, DataSpec, PointsSpec, make_data
from app.networks.datasets.gates import GATES
from app.networks.datasets.registry import MOST_POINTS
from app.networks.datasets.suggest import suggest_network
from app.networks.errors import SpecError
from app.networks.program import write_program

PLANES = [one.id for one in DATASETS.values() if one.group == "planes"]
CURVES = [one.id for one in DATASETS.values() if one.group == "curves"]


def made(dataset, **options):
    return make_data(DataSpec(dataset, tuple(sorted(options.items()))))


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_same_description_gives_the_same_rows(dataset):
    first, second = made(dataset, seed=3), made(dataset, seed=3)
    assert np.array_equal(first.x, second.x)
    assert np.array_equal(first.t, second.t)


@pytest.mark.parametrize("dataset", [one for one in DATASETS if one not in GATES and one != "encoder"])
def test_another_seed_gives_other_rows(dataset):
    assert not np.array_equal(made(dataset, seed=3).x, made(dataset, seed=4).x)


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_dataset_is_what_its_record_says(dataset):
    data, record = made(dataset), DATASETS[dataset]
    n = len(data.x)
    assert data.kind == record.kind
    assert data.x.dtype == data.t.dtype == np.float64
    assert data.x.shape == (n, len(data.features)) and data.t.shape == (n, len(data.targets))
    assert np.isfinite(data.x).all() and np.isfinite(data.t).all()
    assert data.train == max(1, round(float(record.options["split"].default) * n))
    assert data.labels is None or (data.labels.shape == (n,) and data.labels.max() < len(data.classes))


@pytest.mark.parametrize(
    ("split", "n", "train"), [(0.5, 200, 100), (0.75, 10, 8), (0.3, 7, 2), (1.0, 9, 9), (0.0, 9, 1)]
)
def test_the_split_is_the_rounded_share_and_leaves_one_row_at_least(split, n, train):
    assert made("circles", n=n, split=split).train == train


def test_shuffling_and_splitting_lose_no_row():
    whole = made("gaussians", n=50, split=1.0)
    split = made("gaussians", n=50, split=0.5)
    assert np.array_equal(whole.x, split.x)
    digits = made("digits")
    assert np.array_equal(np.bincount(digits.labels), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_is_its_truth_table_in_order(gate):
    data = made(gate)
    assert data.x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.t[:, 0].tolist() == list(GATES[gate])
    assert data.train == 4
    both, either = data.x.min(axis=1), data.x.max(axis=1)
    rules = {"and": both, "or": either, "nand": 1 - both, "xor": either - both}
    assert data.t[:, 0].tolist() == rules[gate].tolist()


def test_two_classes_are_coded_as_asked():
    labels = made("moons").labels
    assert np.array_equal(made("moons").t[:, 0], labels)
    assert np.array_equal(made("moons", targets="-1/1").t[:, 0], 2 * labels - 1)
    hot = made("moons", targets="one_hot")
    assert np.array_equal(hot.t.argmax(axis=1), labels) and (hot.t.sum(axis=1) == 1).all()
    assert hot.targets == hot.classes == ("0", "1")


@pytest.mark.parametrize("dataset", PLANES)
def test_points_in_the_plane_are_balanced_near_one_and_moved_by_noise_alone(dataset):
    still, moved = made(dataset, n=400, noise=0.0), made(dataset, n=400, noise=0.2)
    assert np.bincount(still.labels).tolist() == [200, 200]
    assert np.abs(still.x).max() <= 1.2
    shift = moved.x - still.x
    assert np.array_equal(still.labels, moved.labels)
    assert abs(shift.mean()) < 0.02 and abs(shift.std() - 0.2) < 0.01


def test_the_shapes_in_the_plane_are_those_that_are_promised():
    circles = made("circles", noise=0.0, n=1000)
    radius = np.hypot(*circles.x.T)
    assert radius[circles.labels == 1].max() <= 0.5 and radius[circles.labels == 0].min() >= 0.7
    clouds = made("xor_cloud", noise=0.0, n=1000)
    assert np.mean((clouds.x[:, 0] * clouds.x[:, 1] < 0) == (clouds.labels == 1)) > 0.99
    spiral = made("spiral", noise=0.0, n=1000)
    turned = np.where(spiral.labels[:, None] == 1, -spiral.x, spiral.x)
    radius = np.hypot(*turned.T)
    angle = 3 * np.pi * (radius - 0.1) / 0.9
    assert np.allclose(turned, np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1))
    assert radius.min() >= 0.1 and radius.max() <= 1.0
    moons = made("moons", noise=0.0, n=1000)
    upper = moons.x[moons.labels == 0] * 1.5
    assert np.allclose(np.hypot(upper[:, 0] + 0.5, upper[:, 1] + 0.25), 1.0)


@pytest.mark.parametrize("dataset", CURVES)
def test_a_curve_is_its_formula_and_noise_moves_the_targets_alone(dataset):
    still, moved = made(dataset, n=300, noise=0.0), made(dataset, n=300, noise=0.1)
    assert np.array_equal(still.x, moved.x)
    assert sorted(still.x[:, 0]) == pytest.approx(np.linspace(-1, 1, 300))
    assert np.abs(still.t).max() <= 1.0
    assert abs((moved.t - still.t).std() - 0.1) < 0.01
    x = still.x[:, 0]
    expected = {
        "line": 0.6 * x + 0.2, "sine": np.sin(np.pi * x), "step": np.sign(x) / 2, "abs": 2 * abs(x) - 1,
        "bump": np.exp(-8 * x**2), "sinc": np.sin(4 * np.pi * x) / (4 * np.pi * x),
    }  # fmt: skip
    assert still.t[:, 0] == pytest.approx(expected[dataset])


def test_the_encoder_gives_back_what_it_was_given():
    data = made("encoder", size=5)
    assert np.array_equal(data.x, np.eye(5)) and np.array_equal(data.t, data.x)
    assert data.train == 5


def test_iris_is_the_published_table():
    data = made("iris", standardize=False, split=1.0)
    assert data.x.shape == (150, 4) and data.t.shape == (150, 3)
    assert np.bincount(data.labels).tolist() == [50, 50, 50]
    assert data.classes == ("setosa", "versicolor", "virginica")
    assert data.x.mean(axis=0) == pytest.approx([5.8433, 3.0573, 3.758, 1.1993], abs=5e-5)
    setosa = data.x[data.labels == 0]
    assert [5.1, 3.5, 1.4, 0.2] in setosa.tolist() and setosa[:, 2].max() == 1.9


def test_iris_is_standardised_by_the_training_rows_alone():
    plain, scaled = made("iris", standardize=False, split=0.5), made("iris", split=0.5)
    assert scaled.train == 75
    assert scaled.x[:75].mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-12)
    assert scaled.x[:75].std(axis=0) == pytest.approx(np.ones(4))
    mean, std = np.array(scaled.scaling.x).T
    assert scaled.x * std + mean == pytest.approx(plain.x)
    assert plain.scaling is None


def test_digits_are_the_published_images():
    data = made("digits", split=1.0)
    assert data.x.shape == (1797, 64) and data.t.shape == (1797, 10) and data.image == (8, 8)
    assert data.x.min() == 0 and data.x.max() == 1
    assert np.array_equal(data.t.argmax(axis=1), data.labels)
    first = "0 0 5 13 9 1 0 0 0 0 13 15 10 15 5 0 0 3 15 2 0 11 8 0 0 4 12 0 0 8 8 0 "
    first += "0 5 8 0 0 9 8 0 0 4 11 0 1 12 7 0 0 2 14 5 10 12 0 0 0 0 6 13 10 0 0 0"
    where = np.flatnonzero((data.x * 16 == np.array(first.split(), dtype=float)).all(axis=1))
    assert len(where) == 1 and data.labels[where[0]] == 0
    again = made("digits_reconstruction", n=100)
    assert np.array_equal(again.x, again.t) and again.x.shape == (100, 64)


def test_reading_measured_data_imports_no_library():
    program = (
        "import sys; from app.networks.datasets import *; make_data(DataSpec('iris')); make_data(DataSpec('digits'));"
        "sys.exit(any(name.split('.')[0] in ('sklearn', 'scipy', 'pandas') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_network_that_is_suggested_takes_the_data_and_gives_the_targets(dataset):
    data = made(dataset)
    spec = suggest_network(data, DATASETS[dataset].hidden)
    built = write_program(spec)
    assert built.values["x"].shape[1] == data.x.shape[1]
    assert built.values["t"].shape[1] == data.t.shape[1]


def test_the_end_of_the_network_follows_the_coding():
    ends = {coding: suggest_network(made("xor", targets=coding)) for coding in ("0/1", "-1/1", "one_hot")}
    assert {key: (spec.layers[-1].activation, spec.loss) for key, spec in ends.items()} == {
        "0/1": ("sigmoid", "binary_cross_entropy"), "-1/1": ("tanh", "mse"), "one_hot": (None, "cross_entropy"),
    }  # fmt: skip
    assert suggest_network(made("sine")).loss == "mse"
    assert suggest_network(PointsOnly).loss == "sum_of_squares"


PointsOnly = make_data(PointsSpec(np.zeros((3, 2))))


@pytest.mark.parametrize(
    ("t", "kind", "labels"),
    [
        ([[0], [1], [1]], "classification", [0, 1, 1]),
        ([[1], [-1], [1]], "classification", [1, 0, 1]),
        ([[0, 0, 1], [1, 0, 0], [0, 1, 0]], "classification", [2, 0, 1]),
        ([[0], [1], [2]], "regression", None),
        ([[1, 1], [0, 1], [1, 0]], "regression", None),
        ([[1, 2], [3, 4], [5, 6]], "reconstruction", None),
    ],
)
def test_what_points_are_for_is_seen_from_their_targets(t, kind, labels):
    x = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    data = make_data(PointsSpec(x, np.array(t, dtype=float)))
    assert (data.kind, data.train) == (kind, 3)
    assert (None if data.labels is None else data.labels.tolist()) == labels


def test_rows_are_taken_by_number():
    x, t = made("xor").take([2, 0, 2])
    assert x.tolist() == [[1, 0], [0, 0], [1, 0]] and t.tolist() == [[1], [0], [1]]


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"n": 3}, "n"),
        ({"n": MOST_POINTS + 1}, "n"),
        ({"noise": -0.1}, "noise"),
        ({"noise": float("nan")}, "noise"),
        ({"split": 1.1}, "split"),
        ({"seed": -1}, "seed"),
        ({"targets": "2/3"}, "targets"),
        ({"size": 8}, "size"),
    ],
)
def test_an_option_outside_its_range_is_refused_by_name(options, field):
    with pytest.raises(SpecError) as caught:
        made("circles", **options)
    assert caught.value.field == field


def test_an_unknown_dataset_is_refused_with_the_list():
    with pytest.raises(SpecError, match="circles"):
        DataSpec("circle")


@pytest.mark.parametrize(
    ("field", "points"),
    [
        ("x", {"x": np.zeros(3)}),
        ("x", {"x": np.array([[np.inf]])}),
        ("t", {"x": np.zeros((2, 1)), "t": np.zeros((3, 1))}),
        ("t", {"x": np.zeros((2, 1)), "t": np.full((2, 1), np.nan)}),
        ("train", {"x": np.zeros((2, 1)), "train": 0}),
        ("train", {"x": np.zeros((2, 1)), "train": 3}),
    ],
)
def test_points_that_make_no_data_are_refused_by_field(field, points):
    with pytest.raises(SpecError) as caught:
        PointsSpec(**points)
    assert caught.value.field == field


@given(
    st.sampled_from(PLANES + CURVES), st.integers(4, 300), st.floats(0, 0.5), st.floats(0, 1), st.integers(0, 2**32 - 1)
)
def test_every_option_within_its_range_makes_data(dataset, n, noise, split, seed):
    data = made(dataset, n=n, noise=noise, split=split, seed=seed)
    assert len(data.x) == n and 1 <= data.train <= n
    assert np.isfinite(data.x).all() and np.isfinite(data.t).all()
