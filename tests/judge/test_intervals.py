"""Intervals against scipy.stats, and against what they promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from earlyspec.judge import intervals


@pytest.mark.parametrize("freedom", [1, 2, 5, 30])
def test_student_quantile(freedom: int) -> None:
    assert intervals.student(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-12)


def test_no_degree_of_freedom_knows_nothing() -> None:
    assert intervals.student(0) == math.inf
    assert intervals.mean([3.0]).low is None


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=12).filter(lambda v: np.std(v) > 1e-6))
def test_mean_interval(values: list[float]) -> None:
    told = intervals.mean(values)
    low, high = stats.t.interval(
        0.95, len(values) - 1, loc=np.mean(values), scale=stats.sem(values)
    )
    assert (told.low, told.high) == (pytest.approx(low), pytest.approx(high))


@given(st.integers(0, 30), st.integers(1, 30))
def test_clopper_pearson(successes: int, more: int) -> None:
    trials = successes + more - 1 or 1
    told = intervals.clopper_pearson(successes, trials)
    exact = stats.binomtest(successes, trials).proportion_ci(0.95, method="exact")
    assert told.low == pytest.approx(exact.low, abs=1e-12)
    assert told.high == pytest.approx(exact.high, abs=1e-12)


def _groups(rng: np.random.Generator, slope: float, noise: float, bend: float = 0.0):
    sizes = np.array([16.0, 32.0, 64.0, 128.0])
    logs = slope * np.log(sizes) + bend * (np.log(sizes) - np.log(45)) ** 2
    return [
        (float(s), [float(v) for v in np.exp(centre + noise * rng.standard_normal(5))])
        for s, centre in zip(sizes, logs, strict=True)
    ]


def test_power_law_is_ordinary_least_squares_on_logarithms() -> None:
    groups = _groups(np.random.default_rng(1), -0.8, 0.1)
    fit = intervals.power_law("d", groups)
    x = np.log([s for s, values in groups for _ in values])
    y = np.log([v for _, values in groups for v in values])
    oracle = stats.linregress(x, y)
    assert fit.slope.value == pytest.approx(oracle.slope, rel=1e-12)
    assert fit.intercept == pytest.approx(oracle.intercept, rel=1e-12)
    half = stats.t.ppf(0.975, len(x) - 2) * oracle.stderr
    assert not fit.bends
    assert fit.slope.high == pytest.approx(oracle.slope + half, rel=1e-10)
    assert len(fit.local) == 3


def test_slope_interval_covers_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(2)
    hits = 0
    for _ in range(1000):
        slope = intervals.power_law("d", _groups(rng, -0.5, 0.2)).slope
        assert slope.low is not None
        assert slope.high is not None
        hits += slope.low <= -0.5 <= slope.high
    # 95 % nominal; the lack-of-fit rule only widens. Binomial noise of 1000 trials is 0.7 %.
    assert 0.93 <= hits / 1000 <= 0.99


def test_a_bend_is_noticed_and_widens_the_interval() -> None:
    rng = np.random.default_rng(3)
    straight = intervals.power_law("d", _groups(rng, -0.5, 0.02))
    bent = intervals.power_law("d", _groups(rng, -0.5, 0.02, bend=0.3))
    assert not straight.bends
    assert bent.bends

    def width(fit) -> float:
        return fit.slope.high - fit.slope.low

    assert width(bent) > 3 * width(straight)


def test_false_alarms_of_the_bend_are_as_rare_as_the_level_says() -> None:
    rng = np.random.default_rng(4)
    alarms = sum(intervals.power_law("d", _groups(rng, -0.5, 0.2)).bends for _ in range(1000))
    assert 0.03 <= alarms / 1000 <= 0.075


def test_two_sizes_with_one_seed_have_no_interval() -> None:
    fit = intervals.power_law("d", [(10.0, [1.0]), (20.0, [0.5])])
    assert fit.slope.value == pytest.approx(-1.0)
    assert fit.slope.high == math.inf


@given(st.floats(0.5, 3.0), st.floats(0.7, 1.8))
def test_rounding_moves_an_exponent_by_less_than_the_slack(c: float, power: float) -> None:
    sizes = [16.0, 32.0, 64.0, 128.0]
    counts = [float(math.ceil(c * s**power)) for s in sizes]
    slope = intervals.exact_slope(sizes, [k / s**power for k, s in zip(counts, sizes, strict=True)])
    assert abs(slope) <= intervals.rounding_slack(sizes, [1 / k for k in counts]) + 1e-12
