"""Power laws: against independent least squares, and against what their intervals promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from earlyspec.judge import fits

SIZES = np.array([16.0, 32.0, 64.0, 128.0])


def _groups(rng: np.random.Generator, slope: float, noise: float, bend: float = 0.0, sizes=SIZES):
    logs = slope * np.log(sizes) + bend * (np.log(sizes) - np.log(45)) ** 2
    return [
        (float(s), [float(v) for v in np.exp(centre + noise * rng.standard_normal(5))])
        for s, centre in zip(sizes, logs, strict=True)
    ]


def test_slope_and_intercept_are_least_squares() -> None:
    groups = _groups(np.random.default_rng(1), -0.8, 0.1)
    fit = fits.power_law(groups).record("d")
    x = np.log([s for s, values in groups for _ in values])
    y = np.log([v for _, values in groups for v in values])
    oracle = stats.linregress(x, y)
    assert fit.slope.value == pytest.approx(oracle.slope, rel=1e-12)
    assert fit.intercept == pytest.approx(oracle.intercept, rel=1e-12)
    assert len(fit.local) == 3


def test_the_error_of_the_slope_is_that_of_its_means() -> None:
    groups = _groups(np.random.default_rng(1), -0.8, 0.1)
    x = np.log(SIZES) - np.log(SIZES).mean()
    squares = np.array([np.var(np.log(values), ddof=1) / 5 for _, values in groups])
    terms = (x / (x @ x)) ** 2 * squares
    freedom = terms.sum() ** 2 / (terms**2 / 4).sum()
    half = stats.t.ppf(0.975, freedom) * np.sqrt(terms.sum())
    slope = fits.power_law(groups).slope
    assert slope.half() == pytest.approx(half, rel=1e-9)


@pytest.mark.parametrize("sizes", [SIZES, np.array([8.0, 16.0, 24.0, 48.0, 96.0])])
def test_end_and_ahead_are_slopes_of_the_parabola(sizes) -> None:
    groups = _groups(np.random.default_rng(2), -0.8, 0.1, bend=0.2, sizes=sizes)
    x = np.log(sizes)
    means = [np.mean(np.log(values)) for _, values in groups]
    tangent = np.polyder(np.polyfit(x, means, 2))
    law = fits.power_law(groups)
    assert law.end.value == pytest.approx(np.polyval(tangent, x[-1]), rel=1e-9)
    assert law.ahead.value == pytest.approx(np.polyval(tangent, 2 * x[-1] - x[0]), rel=1e-9)


def test_an_exact_parabola_is_followed_without_noise() -> None:
    groups = [(s, [math.exp(0.1 * math.log(s) ** 2)] * 3) for s in (10.0, 100.0, 1000.0, 10000.0)]
    law = fits.power_law(groups)
    assert law.bends
    assert law.end.value == pytest.approx(0.2 * math.log(10000.0))
    assert law.ahead.value == pytest.approx(0.2 * math.log(10000.0 * 1000.0))


def test_a_law_without_noise_is_exact_and_straight() -> None:
    law = fits.power_law([(s, [3.0 * s**-0.7] * 3) for s in (10.0, 20.0, 50.0, 90.0)])
    assert not law.bends
    assert law.exponent().low == pytest.approx(-0.7, abs=1e-12)
    assert law.exponent().high == pytest.approx(-0.7, abs=1e-12)


@pytest.mark.parametrize("falling", [1.0, 0.1])
def test_the_interval_covers_the_truth_whatever_the_noise_of_each_size(falling: float) -> None:
    """Pooled over sizes, the interval covers 88 % where noise falls tenfold."""
    rng = np.random.default_rng(2)
    hits = 0
    noise = 0.2 * np.geomspace(1.0, falling, 4)
    for _ in range(1000):
        rows = zip(SIZES, noise, strict=True)
        groups = [(s, list(np.exp(-0.5 * np.log(s) + b * rng.standard_normal(5)))) for s, b in rows]
        slope = fits.power_law(groups).exponent()
        hits += slope.low <= -0.5 <= slope.high
    assert 0.93 <= hits / 1000 <= 0.985  # binomial noise of 1000 trials is 0.7 %


def test_false_alarms_of_the_bend_are_as_rare_as_the_level_says() -> None:
    rng = np.random.default_rng(4)
    alarms = sum(fits.power_law(_groups(rng, -0.5, 0.2)).bends for _ in range(1000))
    assert 0.02 <= alarms / 1000 <= 0.065


def test_a_bend_is_noticed_and_widens_the_interval() -> None:
    rng = np.random.default_rng(3)
    straight = fits.power_law(_groups(rng, -0.5, 0.02)).record("d")
    bent = fits.power_law(_groups(rng, -0.5, 0.02, bend=0.3)).record("d")
    assert not straight.bends
    assert bent.bends

    def width(fit) -> float:
        return fit.slope.high - fit.slope.low

    assert width(bent) > 3 * width(straight)
    assert bent.slope.high >= bent.end.value


def test_errors_of_the_estimator_move_the_exponent_by_their_weights() -> None:
    groups = _groups(np.random.default_rng(5), -0.5, 0.1)
    errors = [[0.1] * 5, [0.0] * 5, [0.0] * 5, [0.2] * 5]
    x = np.log(SIZES) - np.log(SIZES).mean()
    exact, blurred = fits.power_law(groups), fits.power_law(groups, errors)
    assert blurred.slope.slack == pytest.approx(0.3 * abs(x[0]) / (x @ x))
    assert blurred.slope.half() == pytest.approx(exact.slope.half() + blurred.slope.slack)
    assert blurred.record("d").slack == blurred.slope.slack


def test_two_sizes_with_one_seed_have_no_interval() -> None:
    slope = fits.power_law([(10.0, [1.0]), (20.0, [0.5])]).exponent()
    assert slope.value == pytest.approx(-1.0)
    assert slope.high == math.inf


def test_with_one_seed_a_size_the_scatter_is_the_error() -> None:
    y = [1.0, 0.6, 0.2, 0.13]
    slope = fits.power_law(list(zip(SIZES, [[v] for v in y], strict=True))).exponent()
    oracle = stats.linregress(np.log(SIZES), np.log(y))
    assert slope.high == pytest.approx(oracle.slope + stats.t.ppf(0.975, 2) * oracle.stderr)


@given(st.floats(0.5, 3.0), st.floats(0.7, 1.8))
def test_rounding_moves_an_exponent_by_less_than_the_slack(c: float, power: float) -> None:
    sizes = [16.0, 32.0, 64.0, 128.0]
    counts = [float(math.ceil(c * s**power)) for s in sizes]
    slope = fits.exact_slope(sizes, [k / s**power for k, s in zip(counts, sizes, strict=True)])
    assert abs(slope) <= fits.rounding_slack(sizes, [1 / k for k in counts]) + 1e-12
