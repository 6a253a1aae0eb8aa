"""One quantity smaller than another, paired over the seeds that both were measured in."""

from __future__ import annotations

import math

from earlyspec.judge import intervals, seeds, words
from earlyspec.judge.evidence import Evidence, Missing, Reading
from earlyspec.judge.intervals import LEVEL, Combination
from earlyspec.judge.telling import more_seeds, told, unread
from earlyspec.judge.verdicts import Estimate, OutcomeVerdict, OutcomeWord, bounds
from earlyspec.theorems._base import Contrast

MIN_SEEDS = 3
"""What a paired ratio needs before it decides; two may agree by luck, and have no spread then."""


def decide(outcome: Contrast, evidence: Evidence, among: int = 1) -> OutcomeVerdict:
    """One cell: the interval of larger / smaller against the factor.

    A sweep confirms it where every cell does; a single one refutes it, so there the level is
    shared `among` the cells.
    """
    required = f"ratio > {words.given(outcome.factor)}, paired over seeds"
    try:
        paired = ratios(evidence.readings(outcome.larger), evidence.readings(outcome.smaller))
    except Missing as cause:
        return unread(outcome, required, cause)
    count = len(evidence.readings(outcome.smaller))
    threshold = math.log(outcome.factor)
    low = bounds(paired.interval())[0]
    high = bounds(paired.interval(1 - (1 - LEVEL) / among))[1]
    word: OutcomeWord = "inconclusive"
    if count >= MIN_SEEDS and low > threshold:
        word = "confirmed"
    elif count >= MIN_SEEDS and high < threshold:
        word = "refuted"
    needed = seeds.for_distance(paired, abs(paired.value - threshold), count, MIN_SEEDS)
    missing = more_seeds(needed)
    if needed is None and count < MIN_SEEDS:
        missing = f"{MIN_SEEDS} seeds; there are {count}"
    ratio = as_ratio(paired)
    return told(
        outcome,
        word,
        required,
        f"ratio {words.number(ratio.value)}",
        ratio,
        missing=missing,
        limit=outcome.factor,
        margin=ratio.value / outcome.factor - 1,
        seeds_needed=needed,
    )


def ratios(above: tuple[Reading, ...], below: tuple[Reading, ...]) -> Combination:
    """Mean logarithm of above / below, paired over seeds.

    Raises: Missing if a reading is not clear of zero: it has no logarithm.
    """
    logs = [math.log(positive(a) / positive(b)) for a, b in zip(above, below, strict=True)]
    errors = [log_error(a) + log_error(b) for a, b in zip(above, below, strict=True)]
    return intervals.combine([1.0], [logs], [errors])


def positive(reading: Reading) -> float:
    """The value of a reading that is positive for certain.

    Raises: Missing if it is not.
    """
    if reading.low <= 0:
        raise Missing(
            "a value of zero has no logarithm: nothing to fit"
            if reading.value <= 0
            else "the error of the estimator is as large as the number"
        )
    return reading.value


def log_error(reading: Reading) -> float:
    """How far the logarithm may be off: its farther side."""
    return math.log(reading.value / reading.low) if reading.error else 0.0


def as_ratio(paired: Combination) -> Estimate:
    """The geometric mean of the ratios, with its interval where there is one."""
    low, high = bounds(paired.interval())
    if math.isinf(high):
        return Estimate(_exp(paired.value))
    return Estimate(_exp(paired.value), _exp(low), _exp(high))


def _exp(x: float) -> float:
    """e^x, or e^700 where it would not be a float."""
    return math.exp(min(x, 700.0))
