import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from earlyspec.report import scales

VALUE = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))


@given(VALUE, VALUE)
def test_linear_ticks_are_round_even_and_around_the_data(low, high):
    assume(low < high)
    axis = scales.linear(low, high, 400, 100)
    ticks = [tick.at for tick in axis.ticks]
    assert axis.low <= low + 1e-6 * (high - low)
    assert axis.high >= high - 1e-6 * (high - low)
    assert 3 <= len(ticks) <= 9
    step = ticks[1] - ticks[0]
    assert f"{step:.6e}"[0] in "125"
    for a, b in itertools.pairwise(ticks):
        assert b - a == pytest.approx(step)
    for tick in axis.ticks:
        # Mantissa and exponent of five digits, or a fixed number of decimals.
        assert float(tick.label) == pytest.approx(tick.at, rel=1e-4, abs=1e-6 * step)
    assert (axis(axis.low), axis(axis.high)) == (400, 100)


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0.18, 0.52, ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6"]),
        (0, 0, ["-0.6", "-0.4", "-0.2", "0.0", "0.2", "0.4", "0.6"]),
        (0, 6e6, ["0", "1e6", "2e6", "3e6", "4e6", "5e6", "6e6"]),
        (-2, 2, ["-2", "-1", "0", "1", "2"]),
    ],
)
def test_linear_labels(low, high, labels):
    assert [tick.label for tick in scales.linear(low, high, 0, 1).ticks] == labels


@given(st.floats(1e-12, 1e6), st.floats(1.001, 1e12))
def test_log_ticks_lie_on_the_axis_and_name_themselves(low, ratio):
    axis = scales.log(low, low * ratio, 400, 100)
    assert axis.high >= low * ratio
    assert axis.low <= max(low, low * ratio * 1e-8) * (1 + 1e-9)
    assert 1 <= len(axis.ticks) <= 9
    for tick in axis.ticks:
        assert axis.low <= tick.at <= axis.high
        value = float(tick.label.replace("10^", "1e")) if "^" in tick.label else float(tick.label)
        assert value == pytest.approx(tick.at, rel=1e-3)
        share = math.log(tick.at / axis.low) / math.log(axis.high / axis.low)
        assert axis(tick.at) == pytest.approx(400 - 300 * share)


def test_sizes_are_their_own_ticks_as_far_as_they_fit():
    axis = scales.log_sizes([256.0, 32.0, 64.0, 128.0, 64.0], 80, 700)
    assert [tick.label for tick in axis.ticks] == ["32", "64", "128", "256"]
    crowded = scales.log_sizes([float(s) for s in range(1000, 1100)], 80, 700)
    places = [crowded(tick.at) for tick in crowded.ticks]
    assert all(b - a >= 28 for a, b in itertools.pairwise(places))


def test_steps_begin_at_zero_and_end_with_the_data():
    axis = scales.steps(39, 78, 698)
    assert (axis.low, axis.high) == (0, 39)
    assert [tick.label for tick in axis.ticks] == ["0", "5", "10", "15", "20", "25", "30", "35"]
    assert axis(39) == 698


def test_logarithmic_steps_have_room_for_zero():
    axis = scales.log_steps(999, 0, 300)
    assert [tick.label for tick in axis.ticks] == ["0", "1", "10", "100"]
    assert (axis(0), axis(999)) == (0, 300)
    assert axis(9) == pytest.approx(100)
