import math
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from earlyspec.judge.verdicts import Estimate
from earlyspec.report import numbers

REAL = st.floats(-1e12, 1e12, allow_subnormal=False)
SIZE = st.floats(1e-9, 1e9)


@st.composite
def intervals(draw):
    """A value inside its interval, of any scale and lopsidedness."""
    value = draw(st.sampled_from((-1, 0, 1))) * draw(SIZE)
    scale = draw(SIZE)
    below, above = (scale * draw(st.floats(1e-6, 1) | st.just(0.0)) for _ in range(2))
    return value, value - below, value + above


def pdg(uncertainty):
    """The rule as the Review words it, in decimal arithmetic."""
    exact = Decimal(uncertainty)
    exponent = exact.adjusted()
    leading = (exact.scaleb(2 - exponent)).quantize(Decimal(1), ROUND_HALF_EVEN)
    if leading == 1000:  # 999.6 has become the first three digits of the next power
        leading, exponent = Decimal(100), exponent + 1
    digits = 2 if leading <= 354 else 1
    if leading > 949:
        digits, exponent = 2, exponent + 1
    return digits - 1 - exponent


@given(SIZE)
@example(0.0354)
@example(0.0355)
@example(0.949)
@example(0.95)
@example(9.996)
def test_places_are_those_of_the_particle_data_group(uncertainty):
    assert numbers.places(uncertainty) == pdg(uncertainty)


@pytest.mark.parametrize(
    ("value", "half", "text"),
    [
        (0.827, 0.119, "0.83 ± 0.12"),  # the two examples of the Review
        (0.827, 0.367, "0.8 ± 0.4"),
        (-0.4968, 0.0212, "-0.497 ± 0.021"),
        (0.4968, 0.0355, "0.50 ± 0.04"),
        (0.4968, 0.0951, "0.50 ± 0.10"),
        (123456.0, 456.0, "123500 ± 500"),
        (1.2345e-7, 3.3e-9, "(1.235 ± 0.033)e-7"),
        (1.5e8, 1e7, "(1.50 ± 0.10)e8"),
        (0.0, 0.2, "0.00 ± 0.20"),
        (-0.001, 0.2, "0.00 ± 0.20"),  # never -0.00
    ],
)
def test_a_number_with_its_error(value, half, text):
    assert numbers.with_error(Estimate(value, value - half, value + half)) == text


def test_lopsided_and_one_sided_numbers_show_their_interval():
    assert numbers.with_error(Estimate(0.001, 0.0001, 0.01)) == "0.0010 [0.0001, 0.0100]"
    assert numbers.with_error(Estimate(1.0, 0.7, 1.0)) == "1.0 [0.7, 1.0]"
    # 0.15 ± 0.15 would hide that the interval does not reach 0.
    assert numbers.with_error(Estimate(-0.15, -0.3, -0.0004)) == "-0.15 [-0.30, -0.0004]"
    assert numbers.interval(Estimate(-0.4968, -0.5198, -0.4738)) == "[-0.520, -0.474]"
    assert numbers.centre(Estimate(-0.4968, -0.5198, -0.4738)) == "-0.497"


def test_an_interval_without_end_is_not_an_exact_number():
    assert numbers.with_error(Estimate(-0.41234, -math.inf, math.inf)) == "-0.412 [-inf, inf]"
    assert numbers.with_interval(Estimate(2.0, 1.0, math.nan)) == "2 [1, nan]"


def test_exact_numbers():
    assert numbers.with_error(Estimate(1 / 3)) == "0.333333"
    assert numbers.interval(Estimate(1 / 3)) == "0.333333"
    assert numbers.with_interval(Estimate(5.0, 5.0, 5.0)) == "5"
    values = [20000.0, -0.0, 0.1 + 0.2, 1e-7, 123456.7, 1.25e-310, math.inf, 2.0**60]
    texts = ["20000", "0", "0.3", "1e-7", "123457", "0", "inf", "1.15292e18"]
    assert [numbers.text(value) for value in values] == texts


@given(intervals(), st.sampled_from((0, 2)))
def test_rounding_twice_is_rounding_once(triple, spare):
    once = numbers.settle(*triple, spare=spare)
    assert numbers.settle(*once, spare=spare) == once
    assert numbers.with_error(Estimate(*triple)) == numbers.with_error(
        Estimate(*numbers.settle(*triple))
    )


@given(REAL, REAL, REAL)
def test_rounding_settles_whatever_it_is_given(value, low, high):
    once = numbers.settle(value, low, high)
    assert numbers.settle(*once) == once


@given(intervals())
def test_rounding_moves_nothing_by_more_than_a_fraction_of_the_interval(triple):
    value, low, high = triple
    settled = numbers.settle(*triple)
    sides = [side for side in (value - low, high - value) if side > (high - low) / 2000]
    if not sides:
        return
    for before, after in zip(triple, settled, strict=True):
        # Half a unit of at least 3.55, and again if a second round was needed.
        assert abs(after - before) <= 0.3 * min(sides) + 1e-9 * abs(before)


@given(intervals())
def test_rounding_does_not_move_an_end_onto_or_across_zero(triple):
    for before, after in zip(triple[1:], numbers.settle(*triple)[1:], strict=True):
        assert (before > 0, before < 0) == (after > 0, after < 0)


@given(REAL)
def test_a_token_reads_back_and_is_never_minus_zero(x):
    assert float(numbers.token(x)) == x
    assert numbers.token(x) != "-0"
    assert float(numbers.text(x)) == pytest.approx(x, rel=1e-5, abs=1e-300)


@given(REAL)
def test_six_significant_digits_round_once(x):
    rounded = numbers.significant(x)
    assert numbers.significant(rounded) == rounded
    assert numbers.text(rounded) == numbers.text(x)
