"""How many seeds would decide: from the spread that was seen and the distance to go."""

from __future__ import annotations

import math

from earlyspec.judge.intervals import Combination, clopper_pearson, student
from earlyspec.judge.verdicts import bounds

MOST = 1000
"""Beyond this many seeds no number is given: another experiment is needed."""
POWER = 0.84
"""The normal quantile of 80 %: with that many seeds four of five repetitions would decide."""


def for_distance(combined: Combination, distance: float, now: int, least: int = 2) -> int | None:
    """Seeds at each size that shrink the interval until it ends before `distance`; None for never.

    The spread is taken as seen, the estimate as where it is; so it is a guess, and rounded up. The
    slack of the estimators stays. `least`: no fewer, whatever the spread.
    """
    if combined.freedom < 1 or distance <= combined.slack:
        return None
    for count in range(max(now, least, 2), MOST + 1):
        error = combined.error * math.sqrt(now / count)
        freedom = combined.freedom * (count - 1) / max(now - 1, 1)
        if (student(freedom) + POWER) * error + combined.slack <= distance:
            return count
    return None


def for_frequency(share: float, at_least: float) -> int | None:
    """Seeds after which the exact interval of about that share would leave out `at_least`."""
    if share == at_least:
        return None
    low, high = 1, 2
    while not _decides(share, at_least, high):
        low, high = high, 2 * high
        if high > 1000 * MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _decides(share, at_least, middle) else (middle, high)
    return high


def _decides(share: float, at_least: float, count: int) -> bool:
    """Whether it still would with a count of successes that four of five repetitions exceed."""
    luck = POWER * math.sqrt(count * share * (1 - share))
    successes = share * count + (luck if share < at_least else -luck)
    low, high = bounds(clopper_pearson(min(max(round(successes), 0), count), count))
    return low >= at_least if share > at_least else high < at_least
