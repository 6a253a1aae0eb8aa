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
from earlyspec.theorems._base import Bound, Series

ROUNDING: Mapping[str, float] = {"float64": 1e-10, "float32": 1e-5}
"""What floating-point sums alone move a number by, relative to the largest of its path: two
backends agree to 1e-10 in float64. f = 0 at step 0 comes back as 1e-15, and is not above 0."""


@dataclass(frozen=True)
class _Pair:
    """A value with the limit it must meet; `slack` is what rounding may add.

    `step`: on a path, which.  `before`: that is before the first, where most bounds cannot fail.
    """

    value: Reading
    limit: Reading
    slack: float
    trivial: Reading | None
    step: int | None = None
    before: bool = False

    @property
    def met(self) -> bool:
        return self.value.high <= self.limit.low + self.slack

    @property
    def broken(self) -> bool:
        return self.value.low > self.limit.high + self.slack

    @property
    def says_nothing(self) -> bool:
        """What nothing learned would satisfy too says nothing."""
        return self.trivial is not None and self.trivial.low <= self.limit.high

    @property
    def margin(self) -> float:
        """(limit - value) / limit, the error counted against it."""
        room = self.limit.low - self.value.high
        if self.limit.value == 0.0:
            return 0.0 if abs(room) <= self.slack else math.copysign(math.inf, room)
        return room / abs(self.limit.value)


def decide(outcome: Bound, evidence: Evidence) -> OutcomeVerdict:
    """A bound in one cell: it holds with its error counted against it, and breaks likewise."""
    try:
        pairs = list(_pairs(outcome, evidence))
        seeds = len(evidence.readings(outcome.series))
    except Missing as missing:
        return unread(outcome, "a number in every seed", missing)
    word: OutcomeWord = "confirmed"
    if any(pair.broken for pair in pairs):
        word = "refuted"
    elif not all(pair.met for pair in pairs):
        word = "inconclusive"
    elif all(pair.says_nothing or pair.before for pair in pairs) and outcome.trivial is not None:
        word = "vacuous"
    worst = min(_deciding(pairs), key=_order)
    path = outcome.series.reduce == "path"
    return told(
        outcome,
        word,
        "the bound at every recorded step" if path else f"<= {words.number(worst.limit.value)}",
        (_over_steps(pairs, worst, seeds) if path else _at_once(worst, seeds))
        + _partly(pairs, word),
        _estimate(worst.value),
        missing="a smaller error of the estimator: the limit is within it",
        limit=worst.limit.value,
        margin=worst.margin,
        traces=_traces(outcome),
    )


def _deciding(pairs: Sequence[_Pair]) -> Sequence[_Pair]:
    """Those that a reader wants to hear of: rounding before the first step is no near miss."""
    return [pair for pair in pairs if not pair.before or not pair.met] or pairs


def _order(pair: _Pair) -> tuple[float, int]:
    """The least margin first; of margins that differ by rounding, the latest step's."""
    margin = round(pair.margin, 9) if math.isfinite(pair.margin) else pair.margin
    return margin, -(pair.step or 0)


def _at_once(worst: _Pair, seeds: int) -> str:
    value = words.worst(worst.value.value, seeds)
    return f"{value} against {_number(worst.limit)}, margin {words.percent(worst.margin)}"


def _over_steps(pairs: Sequence[_Pair], worst: _Pair, seeds: int) -> str:
    """The least margin with its step, and what became of it by the last one."""
    end = max(pair.step or 0 for pair in pairs)
    last = min((pair for pair in pairs if pair.step == end), key=_order)
    told_of = f"margin {words.percent(worst.margin)} at the least, {_sides(worst)}"
    if worst.step != end:
        told_of += f"; {words.percent(last.margin)} at the last, {_sides(last)}"
    return told_of + (f" (worst of {seeds} seeds)" if seeds > 1 else "")


def _sides(pair: _Pair) -> str:
    return f"step {pair.step}: {_number(pair.value)} against {_number(pair.limit)}"


def _number(reading: Reading) -> str:
    return words.number(reading.value)


def _traces(outcome: Bound) -> tuple[Trace, ...]:
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


def _partly(pairs: Sequence[_Pair], word: OutcomeWord) -> str:
    """Where a bound that holds is no news at some of its steps, how often it is."""
    news = sum(not pair.says_nothing for pair in pairs)
    if word != "confirmed" or news == len(pairs):
        return ""
    return f"; tighter than the trivial bound at {news} of {len(pairs)}"


def _pairs(outcome: Bound, evidence: Evidence) -> Iterator[_Pair]:
    relative = ROUNDING[evidence.cell.precision]
    if outcome.series.reduce != "path":
        values = evidence.readings(outcome.series)
        limits = _numbers(outcome.limit, evidence, len(values))
        trivial = None if outcome.trivial is None else evidence.readings(outcome.trivial)
        for i, (value, limit) in enumerate(zip(values, limits, strict=True)):
            slack = relative * max(abs(value.value), abs(limit.value))
            yield _Pair(value, limit, slack, None if trivial is None else trivial[i])
        return
    paths = evidence.paths(outcome.series)
    limits_at = _along(outcome.limit, evidence, paths)
    trivial_at = None if outcome.trivial is None else _along(outcome.trivial, evidence, paths)
    for i, path in enumerate(paths):
        largest = max(abs(value.value) for value in path.values())
        for step, value in path.items():
            limit = limits_at[i][step]
            slack = relative * max(largest, abs(limit.value))
            trivially = None if trivial_at is None else trivial_at[i][step]
            yield _Pair(value, limit, slack, trivially, step, step == 0 and len(path) > 1)


def _numbers(limit: float | Series, evidence: Evidence, count: int) -> Sequence[Reading]:
    return evidence.readings(limit) if isinstance(limit, Series) else [Reading(limit)] * count


def _along(
    limit: float | Series, evidence: Evidence, paths: Sequence[Mapping[int, Reading]]
) -> list[Mapping[int, Reading]]:
    """The limit's own value at each step; what is not a path is the same at all of them."""
    if isinstance(limit, Series) and limit.reduce == "path":
        own = evidence.paths(limit)
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
