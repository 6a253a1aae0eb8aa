"""Explicit bounds, decided in every seed, and at every recorded step where the bound asks it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from earlyspec.frozen import dataclass
from earlyspec.judge import words
from earlyspec.judge.evidence import Evidence, Missing, Reading
from earlyspec.judge.telling import told, unread
from earlyspec.judge.verdicts import Estimate, OutcomeVerdict, OutcomeWord, Trace
from earlyspec.theorems._base import Bound, Frequency, Series

ROUNDING: Mapping[str, float] = {"float64": 1e-10, "float32": 1e-5}
"""What floating-point sums alone move a number by, relative to the largest of its path: two
backends agree to 1e-10 in float64. f = 0 at step 0 comes back as 1e-15, and is not above 0."""


@dataclass(frozen=True)
class Pair:
    """A value with the limit it must meet; `slack` is what rounding may add.

    `before`: on a path, before the first step, where most bounds cannot fail; `step`: of a path;
    `seed`: which of the cell's seeds, counted from 0.
    """

    value: Reading
    limit: Reading
    slack: float
    trivial: Reading | None
    before: bool = False
    step: float | None = None
    seed: int = 0

    @property
    def has_limit(self) -> bool:
        """Whether there is a bound at all; where there is none, none is met or broken."""
        return not math.isinf(self.limit.value)

    @property
    def met(self) -> bool:
        return self.has_limit and self.value.high <= self.limit.low + self.slack

    @property
    def broken(self) -> bool:
        return self.has_limit and self.value.low > self.limit.high + self.slack

    @property
    def says_nothing(self) -> bool:
        """What nothing learned would satisfy too says nothing."""
        return self.trivial is not None and self.trivial.low <= self.limit.high

    @property
    def is_rounding(self) -> bool:
        """Both sides are what rounding leaves of 0: met, and no news."""
        return max(abs(self.value.value), abs(self.limit.value)) <= self.slack

    @property
    def is_given(self) -> bool:
        """Both sides are one number before the first step, as where a path is over its start."""
        return self.before and abs(self.value.value - self.limit.value) <= self.slack

    @property
    def margin(self) -> float:
        """(limit - value) / limit, the error counted against it."""
        room = self.limit.low - self.value.high
        if self.limit.value == 0.0:
            return 0.0 if abs(room) <= self.slack else math.copysign(math.inf, room)
        return room / abs(self.limit.value)


def decide(outcome: Bound, evidence: Evidence) -> OutcomeVerdict:
    """A bound in one cell: it holds with its error counted against it, and breaks likewise.

    Where there is no bound, nothing is confirmed, whatever holds elsewhere.
    """
    try:
        every = list(pairs_of(outcome, evidence))
        seeds = len(evidence.readings(outcome.series))
    except Missing as missing:
        return unread(outcome, "a number in every seed", missing)
    pairs, clock = [pair for pair in every if pair.has_limit], evidence.cell.dynamics.clock
    absent = _absent(every, outcome, clock)
    if absent and all(pair.before and not pair.broken for pair in pairs):
        return unread(outcome, "<= its bound", absent)
    word: OutcomeWord = "confirmed"
    if any(pair.broken for pair in pairs):
        word = "refuted"
    elif absent or not all(pair.met for pair in pairs):
        word = "inconclusive"
    elif all(pair.says_nothing or pair.before for pair in pairs) and outcome.trivial is not None:
        word = "vacuous"
    telling = [pair for pair in pairs if not (pair.is_rounding or pair.is_given)] or pairs
    worst = min(telling, key=lambda pair: pair.margin)
    told_of = f"{words.worst(worst.value.value, seeds)} against {words.number(worst.limit.value)}"
    found = f"{told_of}, margin {words.percent(worst.margin)}"
    required = f"<= {words.number(worst.limit.value)}"
    if outcome.series.reduce == "path":
        recorded = f"{len({pair.step for pair in pairs})} recorded"
        least = f"the least of {recorded}{' that have a bound' if absent else ''}"
        found += f" at {clock} {worst.step:.6g}, {least}{_last(pairs, absent)}"
        required = f"<= its bound at every recorded {clock}"
    return told(
        outcome,
        word,
        required,
        found + _partly(pairs, word),
        _estimate(worst.value),
        missing=absent or "a smaller error of the estimator: the limit is within it",
        limit=worst.limit.value,
        margin=worst.margin,
        traces=traces_of(outcome),
    )


def traces_of(outcome: Bound | Frequency) -> tuple[Trace, ...]:
    """The curves of a bound that steps decide; a maximum has no limit that moves with it."""
    if outcome.series.reduce == "once":
        return ()
    found: list[tuple[Literal["value", "limit", "trivial"], float | Series | None]]
    found = [("value", outcome.series), ("limit", outcome.limit), ("trivial", outcome.trivial)]
    return tuple(
        Trace(role, series.word.label, series.scale)
        for role, series in found
        if isinstance(series, Series) and (role == "value" or series.reduce == "path")
    )


def _absent(pairs: Sequence[Pair], outcome: Bound, clock: str) -> str:
    """Where there is no bound, said; empty where there is one everywhere."""
    without = [pair for pair in pairs if not pair.has_limit]
    if not without:
        return ""
    assert isinstance(outcome.limit, Series)
    name = outcome.limit.word.label
    seeds = len({pair.seed for pair in pairs})
    if outcome.series.reduce != "path":
        return f"there is no bound in {len(without)} of {seeds} seeds: {name} gives none"
    steps = {pair.step for pair in without}
    all_steps = len({pair.step for pair in pairs})
    first = min(pair.step or 0 for pair in without)
    where = f"at {len(steps)} of {all_steps} recorded {clock}s, the first {first:.6g}"
    return f"there is no bound {where}: {name} gives none"


def _last(pairs: Sequence[Pair], absent: str) -> str:
    """Where a path ends, in the seed that comes nearest its bound there; or its bounds do."""
    last = max(pair.step or 0 for pair in pairs)
    at = min((pair for pair in pairs if pair.step == last), key=lambda pair: pair.margin)
    which = f"at the last of them, {last:.6g}," if absent else "at the last"
    return f"; {which} {words.number(at.value.value)} against {words.number(at.limit.value)}"


def _partly(pairs: Sequence[Pair], word: OutcomeWord) -> str:
    """Where a bound that holds is no news at some of its steps, how often it is."""
    news = sum(not pair.says_nothing for pair in pairs)
    if word != "confirmed" or news == len(pairs):
        return ""
    return f"; tighter than the trivial bound at {news} of {len(pairs)}"


def pairs_of(outcome: Bound | Frequency, evidence: Evidence) -> Iterator[Pair]:
    """Every comparison that the outcome asks for, seed after seed.

    Raises: Missing if a number is.
    """
    relative = ROUNDING[evidence.cell.precision]
    if outcome.series.reduce != "path":
        values = evidence.readings(outcome.series)
        limits = _numbers(outcome.limit, evidence, len(values))
        trivial = None if outcome.trivial is None else evidence.readings(outcome.trivial)
        for i, (value, limit) in enumerate(zip(values, limits, strict=True)):
            slack = relative * max(abs(value.value), _size(limit))
            trivially = None if trivial is None else trivial[i]
            yield Pair(value, limit, slack, trivially, seed=i)
        return
    paths = evidence.paths(outcome.series)
    limits_at = _along(outcome.limit, evidence, paths)
    trivial_at = None if outcome.trivial is None else _along(outcome.trivial, evidence, paths)
    for i, path in enumerate(paths):
        largest = max(abs(value.value) for value in path.values())
        for step, value in path.items():
            limit = limits_at[i][step]
            slack = relative * max(largest, _size(limit))
            trivially = None if trivial_at is None else trivial_at[i][step]
            before = step == 0 and len(path) > 1
            yield Pair(value, limit, slack, trivially, before, step, i)


def _numbers(limit: float | Series, evidence: Evidence, count: int) -> Sequence[Reading]:
    if isinstance(limit, Series):
        return evidence.readings(limit, or_none=True)
    return [Reading(limit)] * count


def _size(limit: Reading) -> float:
    """What rounding is relative to; 0 where there is no limit."""
    return 0.0 if math.isinf(limit.value) else abs(limit.value)


def _along(
    limit: float | Series, evidence: Evidence, paths: Sequence[Mapping[float, Reading]]
) -> list[Mapping[float, Reading]]:
    """The limit's own value at each step; what is not a path is the same at all of them."""
    if isinstance(limit, Series) and limit.reduce == "path":
        own = evidence.paths(limit, or_none=True)
        for path, limits in zip(paths, own, strict=True):
            if not path.keys() <= limits.keys():
                raise Missing(f"{limit.word.label} was not recorded at every step that counts")
        return list(own)
    numbers = _numbers(limit, evidence, len(paths))
    return [dict.fromkeys(path, number) for path, number in zip(paths, numbers, strict=True)]


def _estimate(reading: Reading) -> Estimate:
    if reading.error == 0.0:
        return Estimate(reading.value)
    return Estimate(reading.value, reading.low, reading.high)
