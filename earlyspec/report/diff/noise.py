"""When a number has moved: against its own uncertainty, and never a global epsilon.

The standard error of a number is half its 95 % interval over 1.96. Intervals over few seeds are
Student's and wider than that by as much as three standard errors of so few seeds are worth more, so
the same three sigmas do for five seeds and for fifty.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from earlyspec.judge.verdicts import Estimate

SIGMAS = 3.0
"""A number that moved less has not moved. In 4000 simulated repetitions with other seeds, 2 to 3 in
1000 unchanged numbers moved farther, with three seeds a side as with twenty; of numbers shifted by
eight standard errors, 44 % did with three seeds, 85 % with five and 99 % with twenty."""
_NORMAL = 1.959963984540054  # the normal quantile of a 95 % interval
_RELATIVE = {"float64": 1e-5, "float32": 1e-3}
"""What a number without an uncertainty may move from machine to machine: it is written with six
digits, and another order of sums reaches the last of them; in single precision, four."""
_ROUNDING = {"float64": 1e-12, "float32": 1e-6}
"""The same, of the largest value beside it: a zero is never quite one."""
_WRITTEN = (
    0.25  # what rounding an interval to one or two digits may do to the logarithm of its width
)
MOST_INHERITED = 0.1
"""The largest relative standard error that a number without one takes from its neighbours."""


@dataclass(frozen=True)
class Terms:
    """How two reports are to be compared.

    Attributes:
      precision: the coarser of both.
      same_draws: whether both had the same seeds and the same generator, so that even a number
        without an uncertainty is to be the same.
      seeds: how many on each side.
    """

    precision: str
    same_draws: bool
    seeds: tuple[int, int]


@dataclass(frozen=True)
class Neighbours:
    """What a number without an uncertainty may borrow from the numbers that it stands among.

    Attributes:
      relative: their largest relative standard error.  scale: their largest size.
    """

    relative: float = 0.0
    scale: float = 0.0


ALONE = Neighbours()


def sigmas(
    old: Estimate, new: Estimate, terms: Terms, neighbours: Neighbours = ALONE
) -> float | None:
    """How far a number moved, in standard errors of the difference.

    None if it cannot be said: the number has no uncertainty, and was drawn anew.
    """
    if old.value == new.value or (math.isnan(old.value) and math.isnan(new.value)):
        return 0.0
    if not (math.isfinite(old.value) and math.isfinite(new.value)):
        return math.inf
    errors = [_error(old, new.value), _error(new, old.value)]
    if not any(errors) and not terms.same_draws:
        return None
    size = max(abs(old.value), abs(new.value))
    slack = max(
        relative(terms) * size,
        _ROUNDING.get(terms.precision, _ROUNDING["float32"]) * max(size, neighbours.scale),
    )
    if not any(errors):
        borrowed = min(neighbours.relative, MOST_INHERITED) * max(size, neighbours.scale)
        errors = [borrowed, borrowed]
    spread = math.hypot(*errors, slack / SIGMAS)
    if math.isinf(spread):
        return 0.0
    return abs(new.value - old.value) / spread if spread else math.inf


def relative(terms: Terms) -> float:
    """The relative difference that means nothing in a number without an uncertainty."""
    return _RELATIVE.get(terms.precision, _RELATIVE["float32"])


def relative_error(estimate: Estimate) -> float:
    """The standard error over the number; 0 without an interval, infinite if nothing is known."""
    if estimate.low is None or estimate.high is None:
        return 0.0
    half = (estimate.high - estimate.low) / 2 / _NORMAL
    return half / abs(estimate.value) if estimate.value else math.inf if half else 0.0


def width_changed(
    old: Estimate, new: Estimate, terms: Terms, neighbours: Neighbours = ALONE
) -> bool:
    """Whether an interval says something else about what is known.

    It does if there is one on one side only, if it is without end on one side only, or if it became
    wider or narrower by more than the scatter of a scatter: the logarithm of a standard deviation
    from k + 1 seeds has a standard error of 1 / sqrt(2 k). Where the number of seeds changed, that
    says it all.
    """
    if terms.seeds[0] != terms.seeds[1]:
        return False
    widths = [_width(old), _width(new)]
    if widths[0] == widths[1]:
        return False
    size = max(abs(old.value), abs(new.value), neighbours.scale)
    nothing = 2 * relative(terms) * size
    if any(math.isinf(width) for width in widths):
        return True
    if min(widths) <= nothing:
        return max(widths) > 10 * nothing
    freedom = [max(count - 1, 1) for count in terms.seeds]
    scatter = math.sqrt(sum(1 / (2 * k) for k in freedom))
    return abs(math.log(widths[1] / widths[0])) > SIGMAS * scatter + _WRITTEN


def holds_zero(estimate: Estimate) -> bool:
    """Whether an interval holds 0."""
    low = estimate.value if estimate.low is None else estimate.low
    high = estimate.value if estimate.high is None else estimate.high
    return low <= 0.0 <= high


def known(estimate: Estimate) -> bool:
    """Whether the number comes with a finite interval that is more than a point."""
    return 0.0 < _width(estimate) < math.inf


def _width(estimate: Estimate) -> float:
    if estimate.low is None or estimate.high is None:
        return 0.0
    width = estimate.high - estimate.low
    return math.inf if math.isnan(width) else width


def _error(estimate: Estimate, towards: float) -> float:
    """The standard error on the side of the other number."""
    if estimate.low is None or estimate.high is None:
        return 0.0
    above = estimate.high - estimate.value
    below = estimate.value - estimate.low
    side = above if towards > estimate.value else below
    if not side > 0:  # an interval that ends at the number, such as that of 8 in 8
        side = (above + below) / 2
    return math.inf if math.isnan(side) else max(side, 0.0) / _NORMAL
