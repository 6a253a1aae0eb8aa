"""Outcomes, decided: by explicit bounds in every seed, or by fits over a sweep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from earlyspec.judge import evidence as ev
from earlyspec.judge.evidence import Evidence, Missing
from earlyspec.judge.verdicts import Estimate, Fit, OutcomeVerdict, OutcomeWord, bounds, show
from earlyspec.theorems._base import Bound, Contrast, Limit, Outcome, Rate, Series

MIN_SIZES = 4
MIN_SPAN = 6.0
MIN_SEEDS = 3
"""What a fitted exponent needs before it decides: sizes, largest over smallest, seeds a size."""
SPAN_TO_REFUTE = 8.0
"""An asymptotic statement is contradicted only over a wider range still."""


def decide(outcomes: Sequence[Outcome], evidence: Sequence[Evidence]) -> list[OutcomeVerdict]:
    """One outcome, given its record in each cell: one verdict, or one a group of a larger sweep."""
    first = outcomes[0]
    if isinstance(first, Rate):
        return _rates([o for o in outcomes if isinstance(o, Rate)], evidence)
    parts = []
    for outcome, each in zip(outcomes, evidence, strict=True):
        if isinstance(outcome, Bound):
            parts.append(_bound(outcome, each))
        elif isinstance(outcome, Limit):
            parts.append(_limit(outcome, each))
        elif isinstance(outcome, Contrast):
            parts.append(_contrast(outcome, each))
    return [combine(parts)]


def combine(parts: Sequence[OutcomeVerdict]) -> OutcomeVerdict:
    """The verdict over cells: refuted in one is refuted, undecided in one is undecided."""
    for word in ("refuted", "inconclusive", "vacuous"):
        for part in parts:
            if part.word == word:
                return part
    return max(parts, key=lambda part: part.estimate.value if part.estimate else -math.inf)


# Explicit bounds.


def _bound(outcome: Bound, evidence: Evidence) -> OutcomeVerdict:
    try:
        values = evidence.values(outcome.series)
        limits = _limits(outcome.limit, evidence, len(values))
        trivial = None if outcome.trivial is None else evidence.values(outcome.trivial)
    except Missing as missing:
        return _told(outcome, "inconclusive", "a number in every seed", "", missing=str(missing))
    pairs = list(zip(values, limits, strict=True))
    word: OutcomeWord = "confirmed" if all(v <= limit for v, limit in pairs) else "refuted"
    # What nothing learned would satisfy too says nothing.
    if word == "confirmed" and trivial is not None:
        met_anyway = all(t <= limit for t, limit in zip(trivial, limits, strict=True))
        word = "vacuous" if met_anyway else word
    worst, limit = max(pairs, key=lambda pair: pair[0] - pair[1])
    return _told(outcome, word, f"<= {limit:.6g}", _worst(worst, values), Estimate(worst))


def _limits(limit: float | Series, evidence: Evidence, count: int) -> Sequence[float]:
    return evidence.values(limit) if isinstance(limit, Series) else [limit] * count


def _limit(outcome: Limit, evidence: Evidence) -> OutcomeVerdict:
    try:
        values = evidence.values(outcome.series)
    except Missing as missing:
        return _told(outcome, "inconclusive", "a number in every seed", "", missing=str(missing))
    worst = max(values, key=lambda v: abs(v - outcome.target))
    word: OutcomeWord = (
        "confirmed" if abs(worst - outcome.target) <= outcome.tolerance else "refuted"
    )
    required = f"{outcome.target:.6g} +- {outcome.tolerance:.2g}"
    return _told(outcome, word, required, _worst(worst, values), Estimate(worst))


def _contrast(outcome: Contrast, evidence: Evidence) -> OutcomeVerdict:
    from earlyspec.judge.intervals import mean

    required = f"ratio > {outcome.factor:g}, paired over seeds"
    try:
        small, large = evidence.values(outcome.smaller), evidence.values(outcome.larger)
    except Missing as cause:
        return _told(outcome, "inconclusive", required, "", missing=str(cause))
    if min(small) <= 0 or min(large) <= 0:
        return _told(outcome, "inconclusive", required, "", missing="a ratio of zeros")
    logs = [math.log(b / a) for a, b in zip(small, large, strict=True)]
    low, high = bounds(mean(logs))
    ratio = Estimate(math.exp(math.fsum(logs) / len(logs)), _exp(low), _exp(high))
    threshold = math.log(outcome.factor)
    word: OutcomeWord = (
        "confirmed" if low > threshold else "refuted" if high < threshold else "inconclusive"
    )
    missing = "" if word != "inconclusive" else "more seeds"
    return _told(outcome, word, required, f"ratio {ratio.value:.3g}", ratio, missing=missing)


def _exp(x: float) -> float:
    return math.exp(min(x, 700.0))


def _worst(value: float, values: Sequence[float]) -> str:
    return f"{value:.4g}" + (f" (worst of {len(values)} seeds)" if len(values) > 1 else "")


# Rates.


def _rates(rates: Sequence[Rate], evidence: Sequence[Evidence]) -> list[OutcomeVerdict]:
    over = rates[0].over
    by_cell = dict(zip(map(id, evidence), rates, strict=True))
    verdicts = []
    for group in ev.sweeps(evidence, over):
        mine = [by_cell[id(each)] for each in group]
        verdict = _rate(mine, group)
        where = ev.describe(group, evidence, over)
        if where:
            verdict = replace(verdict, id=f"{verdict.id} [{where}]")
        verdicts.append(verdict)
    return verdicts


def _rate(rates: Sequence[Rate], group: Sequence[Evidence]) -> OutcomeVerdict:
    first = rates[0]
    within = None
    if first.within is not None:
        within = combine([_bound(_as_bound(r), e) for r, e in zip(rates, group, strict=True)])
        within = replace(within, kind="rate")
    if len({ev.size(each, first.over) for each in group}) < 2:
        return within if within is not None else _single(first, group)
    swept = _swept(rates, group)
    return swept if within is None or within.word == "confirmed" else within


def _as_bound(rate: Rate) -> Bound:
    assert rate.within is not None
    return Bound(rate.id, rate.text, rate.series, rate.within, rate.trivial)


def _single(rate: Rate, group: Sequence[Evidence]) -> OutcomeVerdict:
    """One size: the number, and no verdict on a statement whose constants nobody states."""
    required = f"an exponent of {rate.over} below {rate.exponent:g}"
    missing = (
        f"a sweep over {rate.over}: {MIN_SIZES} sizes over a factor {MIN_SPAN:g}, "
        f"{MIN_SEEDS} seeds each; or a declared tolerance (`within`)"
    )
    try:
        values = group[0].values(rate.series)
    except Missing as cause:
        return _told(rate, "inconclusive", required, "", missing=str(cause))
    from earlyspec.judge.intervals import mean

    estimate = mean(values)
    found = f"{estimate.value:.4g} at one size"
    return _told(rate, "inconclusive", required, found, estimate, missing=missing)


def _swept(rates: Sequence[Rate], group: Sequence[Evidence]) -> OutcomeVerdict:
    from earlyspec.judge.intervals import power_law

    first = rates[0]
    required = f"exponent of {first.over} < {first.exponent:g}"
    try:
        values = [each.values(rate.series) for rate, each in zip(rates, group, strict=True)]
    except Missing as cause:
        return _told(first, "inconclusive", required, "", missing=str(cause))
    if min(min(v) for v in values) <= 0:
        zero = "a value of zero has no logarithm: nothing to fit"
        return _told(first, "inconclusive", required, "", missing=zero)
    sizes = [ev.size(each, first.over) for each in group]
    fit = power_law(first.over, list(zip(sizes, values, strict=True)))
    low, high = bounds(fit.slope)
    lacking = _lacking(sizes, values)
    missing = lacking
    word: OutcomeWord = "inconclusive"
    if not lacking and high < first.exponent:
        word = "confirmed"
    elif not lacking and low > first.exponent and max(sizes) >= SPAN_TO_REFUTE * min(sizes):
        word = "refuted"
    elif not lacking and low > first.exponent:
        missing = f"sizes over a factor {SPAN_TO_REFUTE:g}: it grows over the sizes seen"
    elif not lacking:
        missing = f"the interval contains {first.exponent:g}: more seeds or larger sizes"
    return _told(first, word, required, _seen(fit), fit.slope, fit, missing)


def _lacking(sizes: Sequence[float], values: Sequence[Sequence[float]]) -> str:
    if len(set(sizes)) < MIN_SIZES:
        return f"{MIN_SIZES} sizes; there are {len(set(sizes))}"
    if max(sizes) < MIN_SPAN * min(sizes):
        return f"sizes over a factor {MIN_SPAN:g}; they span {max(sizes) / min(sizes):.3g}"
    fewest = min(len(v) for v in values)
    return f"{MIN_SEEDS} seeds at each size; there are {fewest}" if fewest < MIN_SEEDS else ""


def _seen(fit: Fit) -> str:
    ends = f"{fit.over} = {fit.points[0].size:g} ... {fit.points[-1].size:g}"
    values = f"{fit.points[0].value.value:.3g} ... {fit.points[-1].value.value:.3g}"
    bend = "; bends" if fit.bends else ""
    return f"{show(fit.slope)} over {ends} ({values}){bend}"


def _told(
    outcome: Outcome,
    word: OutcomeWord,
    required: str,
    found: str,
    estimate: Estimate | None = None,
    fit: Fit | None = None,
    missing: str = "",
) -> OutcomeVerdict:
    kind = type(outcome).__name__.lower()
    return OutcomeVerdict(
        outcome.id,
        outcome.text,
        kind,  # type: ignore[arg-type]
        word,
        required,
        found,
        estimate,
        fit,
        missing if word == "inconclusive" else "",
    )
