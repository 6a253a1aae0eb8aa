"""Asymptotic statements: exponents over a sweep, never from one size.

A verdict is about the sizes that were seen, and names them. An exponent must clear twice: as the
slope over all sizes, and as the slope at the largest of them, so that what has stopped falling does
not pass for its past. Where a bend is noticed, no power law describes the sizes; the exponent must
then clear `ahead`, as far again beyond them as they span, should the curve go on bending so.
What falls over all sizes seen and stops beyond them, unnoticed, is not told from a power law by any
fit; how often is in tests/calibration/judge.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from earlyspec.frozen import dataclass
from earlyspec.judge import bounds as explicit
from earlyspec.judge import evidence as ev
from earlyspec.judge import frequencies, seeds, words
from earlyspec.judge.contrasts import log_error, positive
from earlyspec.judge.evidence import Evidence, Missing, Reading
from earlyspec.judge.fits import Law, power_law
from earlyspec.judge.intervals import LEVEL, Combination, mean
from earlyspec.judge.telling import combine, more_seeds, told, unread
from earlyspec.judge.verdicts import Estimate, Fit, OutcomeVerdict, OutcomeWord, bounds
from earlyspec.theorems._base import Bound, Exponent, Frequency, Rate

MIN_SIZES = 4
"""The fewest over which a bend is noticed and told from one size gone astray: a line leaves two
degrees of freedom."""
MIN_SPAN = 6.0
"""Largest over smallest size. A change of the prefactor by 20 % over the range, as corrections of
relative order d^(-1/2) make at d = 16, moves the exponent by log(1.2) / log(6) = 0.1; over a range
of 2 by 0.26, as much as the exponents in question."""
MIN_SEEDS = 3
"""With three, the interval covers 93 % or more whatever the noise of each size; with two, the
variance of a size has one degree of freedom, and the interval covers 92 % of unequal noise."""
SPAN_TO_REFUTE = 8.0
"""An asymptotic statement is contradicted only over a range wider still. Memorisation makes a
gap of order log(d) / d^alpha, which falls in the end and grows until d = e^(1/alpha), 55 for
alpha = 1/4: from d = 16 it takes a factor 8 to have seen it turn."""


def decide(
    outcomes: Sequence[Rate | Exponent], evidence: Sequence[Evidence], lie: bool = False
) -> list[OutcomeVerdict]:
    """One verdict a group of the sweep in which only `over` varies.

    lie: it is refuted by the sizes seen alone. To tell a lie from the truth takes no asymptotics,
    to contradict a theorem does.
    """
    over = outcomes[0].over
    by_cell = dict(zip(map(id, evidence), outcomes, strict=True))
    groups = ev.sweeps(evidence, over)
    verdicts = []
    for group in groups:
        mine = [by_cell[id(each)] for each in group]
        verdict = _group(mine, group, len(groups), lie)
        where = ev.describe(group, evidence, over)
        verdicts.append(replace(verdict, id=f"{verdict.id} [{where}]") if where else verdict)
    return verdicts


def _group(
    outcomes: Sequence[Rate | Exponent], group: Sequence[Evidence], among: int, lie: bool
) -> OutcomeVerdict:
    first = outcomes[0]
    within = None
    if isinstance(first, Rate) and first.within is not None:
        rates = [rate for rate in outcomes if isinstance(rate, Rate)]
        within = _within(rates, group) if first.probability is None else _likely(rates, group)
    if len({ev.size(each, first.over) for each in group}) < 2:
        return within if within is not None else _single(first, group)
    swept = _swept(outcomes, group, among, lie)
    return swept if within is None or within.word == "confirmed" else within


def _within(rates: Sequence[Rate], group: Sequence[Evidence]) -> OutcomeVerdict:
    """A declared bound that every seed must keep."""
    parts = []
    for rate, evidence in zip(rates, group, strict=True):
        assert rate.within is not None
        bound = Bound(rate.id, rate.text, rate.series, rate.within, rate.trivial)
        parts.append(explicit.decide(bound, evidence))
    return replace(combine(parts), kind="rate")


def _likely(rates: Sequence[Rate], group: Sequence[Evidence]) -> OutcomeVerdict:
    """A declared bound that a share of the seeds must keep, at each size."""
    parts = []
    for rate, evidence in zip(rates, group, strict=True):
        assert rate.within is not None
        assert rate.probability is not None
        chance = Frequency(
            rate.id, rate.text, rate.series, rate.within, rate.probability, rate.trivial
        )
        parts.append(frequencies.decide(chance, evidence, among=len(group)))
    return frequencies.together(parts, group)


def _single(outcome: Rate | Exponent, group: Sequence[Evidence]) -> OutcomeVerdict:
    """One size: the number, and no verdict on a statement whose constants nobody states."""
    missing = (
        f"a sweep over {outcome.over}: {MIN_SIZES} sizes over a factor {MIN_SPAN:g}, "
        f"{MIN_SEEDS} seeds each"
    )
    if isinstance(outcome, Rate):
        missing += "; or a declared tolerance (`within`)"
    required = _Target.of(outcome).required(outcome.over)
    try:
        estimate = mean([reading.value for reading in _readings(outcome, group[0])])
    except Missing as cause:
        return unread(outcome, required, cause)
    found = f"{words.number(estimate.value)} at one size"
    return told(outcome, "inconclusive", required, found, estimate, missing=missing)


def _readings(outcome: Rate | Exponent, evidence: Evidence) -> list[Reading]:
    """The series; over what it is compared against, if anything, in the same seed."""
    own = evidence.readings(outcome.series)
    if isinstance(outcome, Exponent) or outcome.against is None:
        return list(own)
    readings = []
    for a, b in zip(own, evidence.readings(outcome.against), strict=True):
        ratio = positive(a) / positive(b)
        readings.append(Reading(ratio, ratio * (a.error / a.value + b.error / b.low)))
    return readings


# A sweep.


@dataclass(frozen=True)
class _Target:
    """What the exponent must be: below or above a number, or within a margin of it.

    Attributes:
      low, high: the exponent must lie between; None where there is no end.
    """

    exponent: float
    low: float | None
    high: float | None
    margin: float | None

    @classmethod
    def of(cls, outcome: Rate | Exponent) -> _Target:
        if isinstance(outcome, Exponent):
            target, margin = outcome.target, outcome.margin
            return cls(target, target - margin, target + margin, margin)
        if outcome.relation == "<":
            return cls(outcome.exponent, None, outcome.exponent, None)
        return cls(outcome.exponent, outcome.exponent, None, None)

    def required(self, over: str) -> str:
        if self.margin is not None:
            told = f"{words.given(self.exponent)} +- {words.given(self.margin)}"
            return f"exponent of {over} = {told}"
        return f"exponent of {over} {'<' if self.low is None else '>'} {self.exponent:g}"

    def inside(self, estimate: Estimate) -> bool:
        """Whether the whole interval meets it: two one-sided tests, where it has two ends."""
        low, high = bounds(estimate)
        above = self.low is None or low > self.low
        return above and (self.high is None or high < self.high)

    def outside(self, estimate: Estimate) -> int:
        """-1 or 1 if the whole interval lies beyond the lower or upper end; 0 if not."""
        low, high = bounds(estimate)
        if self.low is not None and high < self.low:
            return -1
        return 1 if self.high is not None and low > self.high else 0

    def room(self, value: float) -> float:
        """How far inside a number is; negative outside."""
        ends = [value - self.low] if self.low is not None else []
        ends += [self.high - value] if self.high is not None else []
        return min(ends)


def _swept(
    outcomes: Sequence[Rate | Exponent], group: Sequence[Evidence], among: int, lie: bool
) -> OutcomeVerdict:
    first, target = outcomes[0], _Target.of(outcomes[0])
    required = target.required(first.over)
    try:
        readings = [_readings(o, each) for o, each in zip(outcomes, group, strict=True)]
        values = [[positive(reading) for reading in each] for each in readings]
    except Missing as cause:
        return unread(first, required, cause)
    sizes = [ev.size(each, first.over) for each in group]
    errors = [[log_error(reading) for reading in each] for each in readings]
    law = power_law(list(zip(sizes, values, strict=True)), errors)
    fit, strict = law.record(first.over), law.record(first.over, 1 - (1 - LEVEL) / among)
    assert fit.end is not None
    assert fit.ahead is not None
    word: OutcomeWord = "inconclusive"
    needed = None
    missing = _lacking(sizes, values)
    if not missing:
        if target.inside(fit.slope) and target.inside(_second(first, fit)):
            word = "confirmed"
        elif _refuted(target, strict, sizes, lie):
            word = "refuted"
        else:
            needed, missing = _missing(first, target, law, fit, min(map(len, values)))
    return told(
        first,
        word,
        required,
        _seen(fit),
        fit.slope,
        fit=fit,
        missing=missing,
        limit=target.exponent,
        tolerance=target.margin,
        margin=target.room(fit.slope.value),
        seeds_needed=needed,
    )


def _second(outcome: Rate | Exponent, fit: Fit) -> Estimate:
    """The second look: at the largest size, and ahead of it where there is a bend to follow.

    An equality to a margin cannot be shown ahead with any number of seeds that one would run.
    """
    second = fit.ahead if fit.bends and _goes_on(outcome) else fit.end
    assert second is not None
    return second


def _goes_on(outcome: Rate | Exponent) -> bool:
    """Whether the statement goes beyond the sizes that were seen."""
    return isinstance(outcome, Rate) and outcome.asymptotic


def _refuted(target: _Target, fit: Fit, sizes: Sequence[float], lie: bool) -> bool:
    assert fit.end is not None
    assert fit.ahead is not None
    side = target.outside(fit.slope)
    if side == 0 or target.outside(fit.end) != side:
        return False
    wide = max(sizes) >= SPAN_TO_REFUTE * min(sizes)
    return lie or (wide and target.outside(fit.ahead) == side)


def _lacking(sizes: Sequence[float], values: Sequence[Sequence[float]]) -> str:
    if len(set(sizes)) < MIN_SIZES:
        return f"{MIN_SIZES} sizes; there are {len(set(sizes))}"
    if max(sizes) < MIN_SPAN * min(sizes):
        return f"sizes over a factor {MIN_SPAN:g}; they span {max(sizes) / min(sizes):.3g}"
    fewest = min(len(v) for v in values)
    return f"{MIN_SEEDS} seeds at each size; there are {fewest}" if fewest < MIN_SEEDS else ""


def _missing(
    outcome: Rate | Exponent, target: _Target, law: Law, fit: Fit, now: int
) -> tuple[int | None, str]:
    """How many seeds would decide, and in words what is missing."""
    hopes = target.room(law.slope.value) > 0
    follows = law.bends and _goes_on(outcome)
    looks = [law.slope, law.ahead if follows else law.end]
    if not hopes:
        looks = [law.slope, law.end, law.ahead]
        span = law.sizes[-1] / law.sizes[0]
        if span < SPAN_TO_REFUTE and target.outside(fit.slope):
            return (
                None,
                f"sizes over a factor {SPAN_TO_REFUTE:g} to refute it; they span {span:.3g}",
            )
    undone = any((target.room(look.value) > 0) != hopes for look in looks[1:])
    if law.bends or undone:
        shown = fit.end if hopes and not follows else fit.ahead
        assert shown is not None
        where = "at the largest size" if shown is fit.end else "as far again beyond the sizes seen"
        told_of = (
            "larger sizes: it bends" if law.bends else "larger sizes or more seeds: it may bend"
        )
        return None, f"{told_of}, to {words.exponent(shown)} {where}"
    if any(look.slack >= abs(target.room(look.value)) for look in looks):
        return None, "a smaller error of the estimator: no number of seeds would decide"
    needed = _needed(looks, target.room, now)
    where = "ahead of the sizes seen" if follows else "at the largest size"
    wide = f"of the exponent {where}" if target.inside(fit.slope) else "of the exponent"
    return needed, f"{more_seeds(needed, ' at each size')}: the interval {wide} is too wide"


def _needed(looks: Sequence[Combination], room: Callable[[float], float], now: int) -> int | None:
    """Seeds that would make every look clear."""
    each = [seeds.for_distance(k, abs(room(k.value)), now, MIN_SEEDS) for k in looks]
    counts = [count for count in each if count is not None]
    return max(counts) if len(counts) == len(each) else None


def _seen(fit: Fit) -> str:
    ends = f"{fit.over} = {fit.points[0].size:g} ... {fit.points[-1].size:g}"
    first, last = fit.points[0].value.value, fit.points[-1].value.value
    bend = "; bends" if fit.bends else ""
    values = f"{words.number(first)} ... {words.number(last)}"
    return f"{words.exponent(fit.slope)} over {ends} ({values}){bend}"
