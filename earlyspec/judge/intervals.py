"""Intervals and fits on plain floats. The one place that uses scipy, and it is imported late."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from earlyspec.frozen import dataclass
from earlyspec.judge.verdicts import Estimate, Fit, SizePoint

LEVEL = 0.95
LACK_OF_FIT_LEVEL = 0.05


def student(freedom: int, level: float = LEVEL) -> float:
    """The two-sided quantile of Student's t; infinite without a degree of freedom."""
    if freedom < 1:
        return math.inf
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2))


def mean(values: Sequence[float]) -> Estimate:
    """The mean with its t interval; a single value comes without one."""
    centre = math.fsum(values) / len(values)
    if len(values) < 2:
        return Estimate(centre)
    spread = math.sqrt(math.fsum((v - centre) ** 2 for v in values) / (len(values) - 1))
    half = student(len(values) - 1) * spread / math.sqrt(len(values))
    return Estimate(centre, centre - half, centre + half)


def clopper_pearson(successes: int, trials: int, level: float = LEVEL) -> Estimate:
    """The exact two-sided interval of a binomial proportion (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(successes, trials - successes + 1, tail)) if successes else 0.0
    missed = trials - successes
    high = float(betaincinv(successes + 1, missed, 1 - tail)) if missed else 1.0
    return Estimate(successes / trials, low, high)


@dataclass(frozen=True)
class Line:
    """An ordinary least squares line through (x, y) pairs."""

    slope: float
    intercept: float
    residual_square: float
    spread: float  # sum of (x - mean)^2


def line(x: Sequence[float], y: Sequence[float]) -> Line:
    """Ordinary least squares.

    Raises: ValueError if all x are equal.
    """
    centre_x, centre_y = math.fsum(x) / len(x), math.fsum(y) / len(y)
    spread = math.fsum((a - centre_x) ** 2 for a in x)
    if spread == 0:
        raise ValueError("a line needs two different abscissae")
    slope = math.fsum((a - centre_x) * (b - centre_y) for a, b in zip(x, y, strict=True)) / spread
    intercept = centre_y - slope * centre_x
    rest = math.fsum((b - intercept - slope * a) ** 2 for a, b in zip(x, y, strict=True))
    return Line(slope, intercept, rest, spread)


def power_law(over: str, groups: Sequence[tuple[float, Sequence[float]]]) -> Fit:
    """Fits value = exp(intercept) size^slope to positive values, seeds as replicates.

    Args:
      over: the name of the size.
      groups: (size, values over seeds) pairs, sizes rising, two at least.
    The interval is that of ordinary least squares on logarithms over all (size, seed) pairs, N - 2
    degrees of freedom. When a lack-of-fit test (pure error against the scatter of the size means
    about the line) finds a bend, no single power law describes the means: the interval is then that
    of a line through the size means, so that the bend itself counts as noise, if that is wider.
    """
    pairs = [(math.log(s), math.log(v)) for s, values in groups for v in values]
    pooled = line([a for a, _ in pairs], [b for _, b in pairs])
    freedom = len(pairs) - 2
    means = [
        (math.log(s), math.fsum(math.log(v) for v in values) / len(values)) for s, values in groups
    ]
    half = _half_width(pooled, freedom)
    bends = _lack_of_fit(groups, pooled) < LACK_OF_FIT_LEVEL
    if bends:
        by_size = line([a for a, _ in means], [b for _, b in means])
        half = max(half, _half_width(by_size, len(means) - 2))
    points = tuple(SizePoint(s, _geometric(values), len(values)) for s, values in groups)
    local = tuple(
        (after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(means)
    )
    slope = Estimate(pooled.slope, pooled.slope - half, pooled.slope + half)
    return Fit(over, slope, pooled.intercept, points, local, bends)


def exact_slope(sizes: Sequence[float], ratios: Sequence[float]) -> float:
    """The exponent of noise-free positive ratios over sizes."""
    return line([math.log(s) for s in sizes], [math.log(r) for r in ratios]).slope


def rounding_slack(sizes: Sequence[float], errors: Sequence[float]) -> float:
    """How far relative errors of the counts can move their exponent: sum |w_i| error_i."""
    logs = [math.log(s) for s in sizes]
    centre = math.fsum(logs) / len(logs)
    spread = math.fsum((a - centre) ** 2 for a in logs)
    return math.fsum(abs(a - centre) / spread * e for a, e in zip(logs, errors, strict=True))


def _geometric(values: Sequence[float]) -> Estimate:
    logs = mean([math.log(v) for v in values])
    if logs.low is None or logs.high is None:
        return Estimate(math.exp(logs.value))
    return Estimate(math.exp(logs.value), math.exp(logs.low), _exp(logs.high))


def _exp(x: float) -> float:
    return math.exp(x) if x < 700 else math.inf


def _half_width(fitted: Line, freedom: int) -> float:
    if freedom < 1:
        return math.inf
    return student(freedom) * math.sqrt(fitted.residual_square / freedom / fitted.spread)


def _lack_of_fit(groups: Sequence[tuple[float, Sequence[float]]], fitted: Line) -> float:
    """The p-value of the F test of scatter about the line against pure error; 1 if undecidable."""
    pure, inside, outside = 0.0, 0, len(groups) - 2
    for _, values in groups:
        logs = [math.log(v) for v in values]
        centre = math.fsum(logs) / len(logs)
        pure += math.fsum((b - centre) ** 2 for b in logs)
        inside += len(values) - 1
    lack = fitted.residual_square - pure
    if outside < 1 or inside < 1 or lack <= 0:
        return 1.0
    if pure == 0:
        return 0.0
    from scipy.special import fdtrc

    return float(fdtrc(outside, inside, (lack / outside) / (pure / inside)))
