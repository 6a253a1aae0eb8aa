"""A quantity against its target: in every seed, or in the mean over seeds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from earlyspec.judge import intervals, seeds, words
from earlyspec.judge.evidence import Evidence, Missing
from earlyspec.judge.intervals import LEVEL, Combination
from earlyspec.judge.telling import more_seeds, told, unread
from earlyspec.judge.verdicts import Estimate, OutcomeVerdict, OutcomeWord, bounds
from earlyspec.theorems._base import Limit

MIN_SEEDS = 5
"""What a mean needs before it decides: fewer say nothing about the skewness of their law, which is
what moves a mean against its interval."""
REFUTING = 0.99
"""Level of the interval that refutes a mean. Of lognormal numbers with a spread of 1, Student's
interval at 95 % misses the mean on one side in 18 % of repetitions with five seeds; this one, with
Cox's beside it, in 2 % (tests/calibration/judge.md)."""


def decide(outcome: Limit, evidence: Evidence, among: int = 1) -> OutcomeVerdict:
    """One cell: each seed within the tolerance, errors counted against it; or the mean is.

    The mean is tested for equivalence: its interval inside the tolerance confirms, one wholly
    outside refutes, at a level shared `among` the cells; anything else decides nothing.
    """
    return _mean(outcome, evidence, among) if outcome.mean else _every(outcome, evidence)


def _required(outcome: Limit, what: str = "") -> str:
    return f"{what}{words.given(outcome.target)} +- {words.number(outcome.tolerance)}"


def _every(outcome: Limit, evidence: Evidence) -> OutcomeVerdict:
    required = _required(outcome)
    try:
        readings = evidence.readings(outcome.series)
    except Missing as cause:
        return unread(outcome, required, cause)
    worst = max(readings, key=lambda r: abs(r.value - outcome.target) + r.error)
    off = [(abs(r.value - outcome.target), r.error) for r in readings]
    word: OutcomeWord = "inconclusive"
    if any(distance - error > outcome.tolerance for distance, error in off):
        word = "refuted"
    elif all(distance + error <= outcome.tolerance for distance, error in off):
        word = "confirmed"
    ends = (worst.low, worst.high) if worst.error else (None, None)
    farthest = abs(worst.value - outcome.target) + worst.error
    return told(
        outcome,
        word,
        required,
        words.worst(worst.value, len(readings)),
        Estimate(worst.value, *ends),
        missing="a smaller error of the estimator: the tolerance is within it",
        limit=outcome.target,
        tolerance=outcome.tolerance,
        margin=_margin(outcome, farthest),
    )


def _margin(outcome: Limit, distance: float) -> float:
    if outcome.tolerance == 0.0:
        return 0.0 if distance == 0.0 else -math.inf
    return (outcome.tolerance - distance) / outcome.tolerance


def _mean(outcome: Limit, evidence: Evidence, among: int) -> OutcomeVerdict:
    required = _required(outcome, "a mean of ")
    try:
        readings = evidence.readings(outcome.series)
    except Missing as cause:
        return unread(outcome, required, cause)
    values, errors = [r.value for r in readings], [r.error for r in readings]
    told_mean = intervals.combine([1.0], [values], [errors])
    estimate = _interval(values, told_mean, LEVEL)
    low, high = bounds(estimate)
    strict = bounds(_interval(values, told_mean, 1 - (1 - REFUTING) / among))
    bottom, top = outcome.target - outcome.tolerance, outcome.target + outcome.tolerance
    word: OutcomeWord = "inconclusive"
    if len(values) >= MIN_SEEDS and bottom <= low and high <= top:
        word = "confirmed"
    elif len(values) >= MIN_SEEDS and (strict[1] < bottom or strict[0] > top):
        word = "refuted"
    distance = abs(told_mean.value - outcome.target)
    gap = abs(outcome.tolerance - distance)
    needed = seeds.for_distance(told_mean, gap, len(values), MIN_SEEDS)
    if len(values) < MIN_SEEDS and needed is None:
        missing = f"{MIN_SEEDS} seeds; there are {len(values)}"
    elif needed is None and told_mean.slack >= gap:
        missing = "a smaller error of the estimator: no number of seeds would decide"
    else:
        missing = more_seeds(needed)
    return told(
        outcome,
        word,
        required,
        f"mean of {len(values)} seeds {words.number(told_mean.value)}",
        estimate if math.isfinite(high) else Estimate(told_mean.value),
        missing=missing,
        limit=outcome.target,
        tolerance=outcome.tolerance,
        margin=_margin(outcome, distance),
        seeds_needed=needed,
    )


def _interval(values: Sequence[float], mean: Combination, level: float) -> Estimate:
    """Student's interval of the mean; of positive numbers, its hull with Cox's for lognormal ones.

    Source: Zhou and Gao 1997, Confidence intervals for the log-normal mean: log of the mean is
    about mean(log v) + s^2 / 2, with variance s^2 / r + s^4 / (2 (r - 1)).
    """
    own = mean.interval(level)
    if len(values) < 2 or min(values) <= 0:
        return own
    logs = [math.log(v) for v in values]
    centre = math.fsum(logs) / len(logs)
    square = math.fsum((x - centre) ** 2 for x in logs) / (len(logs) - 1)
    error = math.sqrt(square / len(logs) + square**2 / (2 * (len(logs) - 1)))
    half = intervals.student(len(logs) - 1, level) * error
    middle = centre + square / 2
    low, high = bounds(own)
    bottom, top = math.exp(min(middle - half, 700.0)), math.exp(min(middle + half, 700.0))
    return Estimate(own.value, min(low, bottom - mean.slack), max(high, top + mean.slack))
