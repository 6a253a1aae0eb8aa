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


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=9).filter(lambda v: np.std(v) > 1e-6))
def test_the_difference_of_two_means_is_welchs(values: list[float]) -> None:
    other = [2.0, 5.0, 11.0, 3.0]
    told = intervals.combine([1.0, -1.0], [values, other])
    oracle = stats.ttest_ind(values, other, equal_var=False).confidence_interval(0.95)
    assert told.interval().low == pytest.approx(oracle.low)
    assert told.interval().high == pytest.approx(oracle.high)


def test_the_errors_of_estimators_widen_an_interval_by_their_weighted_means() -> None:
    exact = intervals.combine([2.0, -1.0], [[1.0, 2.0], [3.0, 5.0]])
    blurred = intervals.combine([2.0, -1.0], [[1.0, 2.0], [3.0, 5.0]], [[0.1, 0.3], [0.0, 0.5]])
    assert blurred.half() == pytest.approx(exact.half() + 2 * 0.2 + 0.25)


def test_numbers_that_blow_up_have_an_interval_too() -> None:
    """Their fourth powers are no floats; a power of two as the unit changes no digit."""
    plain = intervals.combine([1.0, -2.0], [[1.0, 2.5, 3.0], [0.1, 0.4]], [[0.1] * 3, [0.2] * 2])
    for exponent in (-1000, 900):
        unit = 2.0**exponent
        scaled = intervals.combine(
            [1.0, -2.0],
            [[unit * v for v in (1.0, 2.5, 3.0)], [unit * v for v in (0.1, 0.4)]],
            [[unit * 0.1] * 3, [unit * 0.2] * 2],
        )
        assert scaled.freedom == plain.freedom
        assert (scaled.value, scaled.error) == (plain.value * unit, plain.error * unit)
        assert scaled.slack == plain.slack * unit
