"""Initialisers have the moments and the bounds that are published."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.networks.initialisers import ALIASES, INITIALISERS

FAN_IN, FAN_OUT = 400, 250
COUNT = FAN_IN * FAN_OUT
# Glorot and Bengio 2010, equations 12 and 16; He et al. 2015, equation 10: fan_in, fan_out to the variance.
VARIANCE = {
    "xavier_uniform": lambda n, m: 2 / (n + m),
    "xavier_normal": lambda n, m: 2 / (n + m),
    "he_uniform": lambda n, m: 2 / n,
    "he_normal": lambda n, m: 2 / n,
    "uniform": lambda n, m: (1 - -1) ** 2 / 12,
    "normal": lambda n, m: 1.0,
}
BOUND = {
    "xavier_uniform": lambda n, m: math.sqrt(6 / (n + m)),
    "he_uniform": lambda n, m: math.sqrt(6 / n),
    "uniform": lambda n, m: 1.0,
}


def draw(name, fan_in=FAN_IN, fan_out=FAN_OUT, seed=0, **options):
    one = INITIALISERS[name]
    return one.draw(np.random.default_rng(seed), fan_in, fan_out, {**one.options, **options})


@pytest.mark.parametrize("name", INITIALISERS)
def test_weights_are_inputs_by_units_and_float64(name):
    weights = draw(name)
    assert weights.shape == (FAN_IN, FAN_OUT)
    assert weights.dtype == np.float64


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("name", VARIANCE)
def test_mean_and_variance_are_the_published_ones(name, seed):
    weights = draw(name, seed=seed)
    variance = VARIANCE[name](FAN_IN, FAN_OUT)
    # Five standard errors; the fourth moment of a normal is 3σ⁴, of a uniform one 9/5 σ⁴.
    kurtosis = 1.8 if name in BOUND else 3.0
    assert abs(weights.mean()) < 5 * math.sqrt(variance / COUNT)
    assert abs(weights.var() / variance - 1) < 5 * math.sqrt((kurtosis - 1) / COUNT)


@pytest.mark.parametrize("name", BOUND)
def test_a_uniform_one_fills_its_bounds_and_no_more(name):
    weights = draw(name)
    bound = BOUND[name](FAN_IN, FAN_OUT)
    assert -bound <= weights.min() < -0.999 * bound
    assert 0.999 * bound < weights.max() < bound
    quarters, _ = np.histogram(weights, bins=4, range=(-bound, bound))
    assert np.abs(quarters / COUNT - 0.25).max() < 5 * math.sqrt(0.25 * 0.75 / COUNT)


@pytest.mark.parametrize("name", sorted(set(VARIANCE) - set(BOUND)))
def test_a_normal_one_has_the_normal_share_within_one_and_two_deviations(name):
    weights = draw(name)
    deviation = math.sqrt(VARIANCE[name](FAN_IN, FAN_OUT))
    for within, share in ((1, math.erf(1 / math.sqrt(2))), (2, math.erf(2 / math.sqrt(2)))):
        found = float((np.abs(weights) < within * deviation).mean())
        assert abs(found - share) < 5 * math.sqrt(share * (1 - share) / COUNT)


@pytest.mark.parametrize("name", ["xavier_uniform", "xavier_normal", "he_uniform", "he_normal"])
def test_fan_in_and_fan_out_are_not_confused(name):
    wide, tall = draw(name, 50, 2000), draw(name, 2000, 50)
    assert wide.var() == pytest.approx(VARIANCE[name](50, 2000), rel=0.05)
    assert tall.var() == pytest.approx(VARIANCE[name](2000, 50), rel=0.05)


def test_options_say_where_and_how_wide():
    assert (draw("zeros") == 0).all()
    assert (draw("constant", value=0.25) == 0.25).all()
    normal = draw("normal", mean=3.0, std=0.1)
    assert normal.mean() == pytest.approx(3.0, abs=0.002) and normal.std() == pytest.approx(0.1, rel=0.02)
    uniform = draw("uniform", low=2.0, high=5.0)
    assert uniform.min() >= 2 and uniform.max() < 5 and uniform.mean() == pytest.approx(3.5, abs=0.02)


@pytest.mark.parametrize("name", VARIANCE)
def test_a_seed_decides_every_number(name):
    assert np.array_equal(draw(name, seed=7), draw(name, seed=7))
    assert not np.array_equal(draw(name, seed=7), draw(name, seed=8))


def test_other_names_stand_for_the_same():
    assert ALIASES == {
        "glorot_uniform": "xavier_uniform", "glorot_normal": "xavier_normal",
        "kaiming_uniform": "he_uniform", "kaiming_normal": "he_normal",
    }  # fmt: skip
    assert set(ALIASES.values()) <= set(INITIALISERS) and not set(ALIASES) & set(INITIALISERS)


@pytest.mark.parametrize("name", ["xavier_uniform", "xavier_normal", "he_uniform", "he_normal"])
def test_a_published_one_says_where(name):
    one = INITIALISERS[name]
    assert "equation" in one.source and one.formula
