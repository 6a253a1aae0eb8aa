"""Intervals on plain floats. The one place that uses scipy, and it is imported late."""

from __future__ import annotations

import math
from collections.abc import Sequence

from earlyspec.frozen import dataclass
from earlyspec.judge.verdicts import Estimate

LEVEL = 0.95


def student(freedom: float, level: float = LEVEL) -> float:
    """The two-sided quantile of Student's t; infinite without a degree of freedom."""
    if freedom < 1:
        return math.inf
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2))


def mean(values: Sequence[float]) -> Estimate:
    """The mean with its t interval; a single value comes without one."""
    combined = combine([1.0], [values])
    if len(values) < 2:
        return Estimate(combined.value)
    return combined.interval()


@dataclass(frozen=True)
class Combination:
    """A weighted sum of means over seeds, its standard error, and what stands behind that.

    Attributes:
      freedom: degrees of freedom of the error, by Satterthwaite; 0 where a mean has one seed.
      slack: how far the errors of the estimators can move the value.
    """

    value: float
    error: float
    freedom: float
    slack: float

    def half(self, level: float = LEVEL) -> float:
        """Half the width of the interval; infinite where the error is not known."""
        if self.freedom < 1:
            return math.inf
        return student(self.freedom, level) * self.error + self.slack

    def interval(self, level: float = LEVEL) -> Estimate:
        """The value with its interval, widened by the slack."""
        half = self.half(level)
        return Estimate(self.value, self.value - half, self.value + half)


def combine(
    weights: Sequence[float],
    groups: Sequence[Sequence[float]],
    errors: Sequence[Sequence[float]] | None = None,
) -> Combination:
    """sum_k w_k mean(group_k), every group with its own variance.

    The variance is sum_k w_k^2 s_k^2 / r_k, with the degrees of freedom of Satterthwaite (1946):
    no variance is taken to be that of another size. Pooling them covers 88 % where noise falls
    tenfold over the sizes, weighting by 1 / s_k^2 covers 80 % with three seeds; this covers 93 %
    and more (tests/calibration/judge.md).

    Args:
      weights: one a group.
      groups: values over seeds.
      errors: bounds on the error of each value, by group; they add up, as they may all agree.
    """
    # Fourth powers below: the numbers of a run that blows up are finite, theirs would not be. A
    # power of two as the unit changes no digit of any other.
    unit = _power_of_two(max(abs(v) for values in groups for v in values))
    value = variance = square = slack = 0.0
    freedom = math.inf
    for k, (weight, given) in enumerate(zip(weights, groups, strict=True)):
        values = [v / unit for v in given]
        count = len(values)
        centre = math.fsum(values) / count
        value += weight * centre
        if errors is not None:
            slack += abs(weight) * math.fsum(e / unit for e in errors[k]) / count
        if weight == 0.0:
            continue
        if count < 2:
            freedom = 0.0
            continue
        spread = math.fsum((v - centre) ** 2 for v in values) / (count - 1)
        term = weight**2 * spread / count
        variance += term
        square += term**2 / (count - 1)
    if freedom > 0:
        fewest = min(len(values) for values in groups) - 1
        freedom = variance**2 / square if square > 0 else float(max(fewest, 1))
    return Combination(value * unit, math.sqrt(variance) * unit, freedom, slack * unit)


def _power_of_two(size: float) -> float:
    """The largest power of two that is at most a size; 1 for zero and what is not finite."""
    if size == 0.0 or not math.isfinite(size):
        return 1.0
    return math.ldexp(1.0, math.frexp(size)[1] - 1)


def clopper_pearson(successes: int, trials: int, level: float = LEVEL) -> Estimate:
    """The exact two-sided interval of a binomial proportion (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(successes, trials - successes + 1, tail)) if successes else 0.0
    missed = trials - successes
    high = float(betaincinv(successes + 1, missed, 1 - tail)) if missed else 1.0
    return Estimate(successes / trials, low, high)
