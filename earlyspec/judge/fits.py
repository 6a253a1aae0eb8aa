"""Power laws over a sweep, on plain floats: exponent, bend, and where the bend leads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from earlyspec.frozen import dataclass
from earlyspec.judge.intervals import LEVEL, Combination, combine, student
from earlyspec.judge.verdicts import Estimate, Fit, SizePoint

BEND_LEVEL = 0.05
"""Of straight lines, at most this share is said to bend."""

Groups = Sequence[tuple[float, Sequence[float]]]


@dataclass(frozen=True)
class Law:
    """A power law fitted to logarithms, before any level of confidence is chosen.

    Attributes:
      sizes: rising.  logs: of the values, by size.  errors: of the logs, by size.
      slope: least squares on the means of the sizes.  end, ahead: slopes of a parabola at the
        largest size, and as far beyond it as the sizes span.
      scatter: half-width of the slope's interval by the scatter of the means about the line.
      bends: whether a contrast that no straight line has is not zero.
    """

    sizes: tuple[float, ...]
    logs: tuple[tuple[float, ...], ...]
    errors: tuple[tuple[float, ...], ...]
    intercept: float
    slope: Combination
    end: Combination
    ahead: Combination
    scatter: float
    bends: bool

    def exponent(self, level: float = LEVEL) -> Estimate:
        """The slope with its interval.

        Where it bends, no single slope describes the means: the interval is then the hull of its
        own, of that by the scatter of the means (so that the bend counts as noise), and of the
        slope at the largest size. With one seed a size, only the scatter is left.
        """
        own = self.slope.interval(level)
        if self.slope.freedom < 1:
            half = self.scatter + self.slope.slack
            return Estimate(own.value, own.value - half, own.value + half)
        if not self.bends:
            return own
        end, half = self.end.interval(level), max(self.scatter, self.slope.half(level))
        assert end.low is not None
        assert end.high is not None
        return Estimate(own.value, min(own.value - half, end.low), max(own.value + half, end.high))

    def record(self, over: str, level: float = LEVEL) -> Fit:
        """The fit as a report has it."""
        means = [math.fsum(logs) / len(logs) for logs in self.logs]
        places = list(zip(map(math.log, self.sizes), means, strict=True))
        local = tuple((b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(places))
        rows = zip(self.sizes, self.logs, self.errors, strict=True)
        points = tuple(SizePoint(s, _geometric(v, e), len(v)) for s, v, e in rows)
        return Fit(
            over, self.exponent(level), self.intercept, points, local, self.bends,
            self.end.interval(level), self.ahead.interval(level), self.slope.slack,
        )  # fmt: skip


def power_law(groups: Groups, errors: Sequence[Sequence[float]] | None = None) -> Law:
    """Fits value = exp(intercept) size^slope to positive values; seeds are replicates.

    Args:
      groups: (size, values over seeds) pairs, sizes rising and different, two at least.
      errors: bounds on the errors of the values' logarithms, by size.

    The slope is that of ordinary least squares on the size means of the logarithms, its error from
    each size's own spread (`intervals.combine`): a size's noise is not another's, and weights
    estimated from three seeds would do more harm than unequal noise does. The bend is noticed by
    the K - 2 orthogonal polynomials of degree 2 and more, each with its own error, Bonferroni over
    them. `ahead` is linear in the means too: the slope of their parabola, one span further on.

    Raises: ValueError if there are fewer than two sizes.
    """
    logs = tuple(tuple(map(math.log, values)) for _, values in groups)
    blurs = (
        tuple(map(tuple, errors)) if errors is not None else tuple((0.0,) * len(v) for v in logs)
    )
    x = [math.log(size) for size, _ in groups]
    centre = math.fsum(x) / len(x)
    x = [a - centre for a in x]
    if len(set(x)) < 2:
        raise ValueError("a line needs two different sizes")
    slope = _slope(x)

    def told(weights: Sequence[float]) -> Combination:
        return combine(weights, logs, blurs)

    means = [math.fsum(v) / len(v) for v in logs]
    fitted = told(slope)
    intercept = math.fsum(means) / len(means) - fitted.value * centre
    polynomials = _bends(x)
    return Law(
        tuple(size for size, _ in groups),
        logs,
        blurs,
        intercept,
        fitted,
        told(_tangent(x, x[-1])),
        told(_tangent(x, 2 * x[-1] - x[0])),
        _scatter(x, means, fitted.value),
        any(_not_zero(told(p), BEND_LEVEL / len(polynomials)) for p in polynomials),
    )


def _slope(x: Sequence[float]) -> list[float]:
    """Weights of the least-squares slope; x centred."""
    square = math.fsum(a * a for a in x)
    return [a / square for a in x]


def _tangent(x: Sequence[float], at: float) -> list[float]:
    """Weights of the slope at a place of the parabola through the means; x centred.

    With p(x) = x^2 - (S3/S2) x - S2/K, which is orthogonal to lines, the parabola's slope is
    that of the line plus (2 at - S3/S2) times its coefficient sum p y / sum p^2.
    """
    weights = _slope(x)
    if len(x) < 3:
        return weights
    second, third = math.fsum(a**2 for a in x), math.fsum(a**3 for a in x)
    p = [a * a - third / second * a - second / len(x) for a in x]
    square = math.fsum(b * b for b in p)
    factor = (2 * at - third / second) / square
    return [w + factor * b for w, b in zip(weights, p, strict=True)]


def _bends(x: Sequence[float]) -> list[list[float]]:
    """Orthonormal polynomials of degree 2 and more on the sizes; none for two sizes."""
    basis: list[list[float]] = []
    for degree in range(len(x)):
        q = [a**degree for a in x]
        for _ in range(2):  # Gram-Schmidt twice is enough
            for u in basis:
                along = math.fsum(a * b for a, b in zip(q, u, strict=True))
                q = [a - along * b for a, b in zip(q, u, strict=True)]
        norm = math.sqrt(math.fsum(a * a for a in q))
        basis.append([a / norm for a in q])
    return basis[2:]


def _not_zero(contrast: Combination, level: float) -> bool:
    # Rounding noise about a law without any noise is no bend.
    clear = abs(contrast.value) - contrast.slack
    if contrast.freedom < 1 or clear <= 1e-9:
        return False
    return clear > student(contrast.freedom, 1 - level) * contrast.error


def _scatter(x: Sequence[float], means: Sequence[float], slope: float) -> float:
    freedom = len(x) - 2
    if freedom < 1:
        return math.inf
    centre = math.fsum(means) / len(means)
    rest = math.fsum((b - centre - slope * a) ** 2 for a, b in zip(x, means, strict=True))
    return student(freedom) * math.sqrt(rest / freedom / math.fsum(a * a for a in x))


def exact_slope(sizes: Sequence[float], ratios: Sequence[float]) -> float:
    """The exponent of noise-free positive ratios over sizes.

    Raises: ValueError if all sizes are equal.
    """
    weights = _slope(_centred(sizes))
    return math.fsum(w * math.log(r) for w, r in zip(weights, ratios, strict=True))


def rounding_slack(sizes: Sequence[float], errors: Sequence[float]) -> float:
    """How far relative errors of the counts can move their exponent: sum |w_i| error_i."""
    return math.fsum(abs(w) * e for w, e in zip(_slope(_centred(sizes)), errors, strict=True))


def _centred(sizes: Sequence[float]) -> list[float]:
    logs = [math.log(s) for s in sizes]
    centre = math.fsum(logs) / len(logs)
    if len(set(logs)) < 2:
        raise ValueError("a line needs two different sizes")
    return [a - centre for a in logs]


def _geometric(logs: Sequence[float], errors: Sequence[float]) -> Estimate:
    told = combine([1.0], [logs], [errors])
    if len(logs) < 2:
        return Estimate(math.exp(told.value))
    half = told.half()
    return Estimate(math.exp(told.value), math.exp(told.value - half), _exp(told.value + half))


def _exp(x: float) -> float:
    return math.exp(x) if x < 700 else math.inf
