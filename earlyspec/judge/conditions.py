"""Conditions, decided: from the plan alone where that is enough, else from the run."""

from __future__ import annotations

import math
from collections.abc import Sequence

from earlyspec.judge import evidence as ev
from earlyspec.judge import words
from earlyspec.judge.contrasts import log_error, positive
from earlyspec.judge.evidence import Evidence, Missing, Reading
from earlyspec.judge.verdicts import ConditionVerdict, ConditionWord, Estimate, bounds
from earlyspec.theorems._base import Condition, Measured, Scaling, Series, Structural

BOUNDED = 0.15
"""An exponent this small counts as none: a measured ratio that must not grow may be shown to stay
below it. The three numbers of hu2020, Claim 3.1 converge from below: over d = 16 ... 512 their
ratios grow with exponents up to 0.04 under laws that obey it, and with 0.22 or more under those
that do not (0.26 norm mixtures, 0.22 a mean, 0.6 and more heavy tails and spikes). 0.15 is the
middle of 0.04 and 0.26; tests/calibration/judge.md has the shares that this decides wrongly."""


def decide(conditions: Sequence[Condition], evidence: Sequence[Evidence]) -> ConditionVerdict:
    """One condition, given its record in each cell.

    Before a run, measured numbers are missing and the word is `unknown`.
    """
    first = conditions[0]
    if isinstance(first, Scaling):
        return _scaling([c for c in conditions if isinstance(c, Scaling)], evidence)
    pairs = zip(conditions, evidence, strict=True)
    parts = [_structural(c) if isinstance(c, Structural) else _measured(c, e) for c, e in pairs]
    return _worst(parts)


def _structural(condition: Condition) -> ConditionVerdict:
    assert isinstance(condition, Structural)
    return ConditionVerdict(
        condition.id,
        condition.text,
        "structural",
        condition.field,
        {True: "holds", False: "fails", None: "unknown"}[condition.holds],  # type: ignore[arg-type]
        condition.text,
        condition.found,
        None,
        "the spec",
    )


def _measured(condition: Condition, evidence: Evidence) -> ConditionVerdict:
    assert isinstance(condition, Measured)
    word: ConditionWord = "unknown"
    margin = None
    try:
        readings = evidence.readings(condition.series)
    except Missing as missing:
        found = str(missing)
    else:
        word, worst = _against(readings, condition.relation, condition.bound)
        margin = Estimate(worst)
        found = f"{condition.series.word.label} = {words.worst(worst, len(readings))}"
        if word == "unknown":
            found += ", the bound within its error"
    return ConditionVerdict(
        condition.id,
        condition.text,
        "measured",
        condition.field,
        word,
        f"{condition.relation} {condition.bound:g}",
        found,
        margin,
        "every seed",
        condition.bound,
    )


def _against(
    readings: Sequence[Reading], relation: str, bound: float
) -> tuple[ConditionWord, float]:
    """The word, every error counted against it, and the value of the seed that decides."""
    lower = relation in (">=", ">")
    worst = min(readings, key=lambda r: r.low) if lower else max(readings, key=lambda r: r.high)
    if all(_compare(r.low if lower else r.high, relation, bound) for r in readings):
        return "holds", worst.value
    for each in readings:
        if not _compare(each.high if lower else each.low, relation, bound):
            return "fails", worst.value
    return "unknown", worst.value


def _compare(value: float, relation: str, bound: float) -> bool:
    return {"<=": value <= bound, ">=": value >= bound, ">": value > bound}[relation]


def _worst(parts: Sequence[ConditionVerdict]) -> ConditionVerdict:
    """The verdict of the cell that decides: one that fails, else an unknown one, else the first.

    Among measured ones that hold, the tightest is shown.
    """
    for word in ("fails", "unknown"):
        found = [part for part in parts if part.word == word]
        if found:
            return _tightest(found)
    return _tightest(parts)


def _tightest(parts: Sequence[ConditionVerdict]) -> ConditionVerdict:
    if any(part.margin is None for part in parts):
        return parts[0]
    lower = parts[0].required.startswith(">")
    pick = min if lower else max
    return pick(parts, key=lambda part: part.margin.value if part.margin else 0.0)


# Scalings.


def _scaling(conditions: Sequence[Scaling], evidence: Sequence[Evidence]) -> ConditionVerdict:
    over = conditions[0].over
    by_cell = dict(zip(map(id, evidence), conditions, strict=True))
    parts = []
    for group in ev.sweeps(evidence, over):
        mine = [by_cell[id(each)] for each in group]
        sizes = [ev.size(each, over) for each in group]
        if len(set(sizes)) < 2:
            one_size = zip(mine, group, strict=True)
            parts.append(_worst([_by_constant(c, e) for c, e in one_size]))
        elif any(isinstance(c.lhs, Series) for c in mine):
            parts.append(_by_noisy_exponent(mine, group, sizes))
        else:
            parts.append(_by_exponent(mine, sizes))
    return _worst(parts)


def _by_constant(condition: Scaling, evidence: Evidence) -> ConditionVerdict:
    sign = ">=" if condition.relation == ">~" else "<="
    needs = f"{sign} {condition.constant:g} x {words.number(condition.rhs)}"
    word: ConditionWord = "unknown"
    margin = None
    try:
        ratios = _ratios(condition, evidence)
    except Missing as missing:
        found = str(missing)
    else:
        # A count rounded to a whole number may miss its constant by that much and no more.
        slack = 1 - condition.rounding if sign == ">=" else 1 + condition.rounding
        word, worst = _against(ratios, sign, condition.constant * slack)
        margin = Estimate(worst)
        ratio = words.worst(worst, len(ratios))
        found = f"{words.number(worst * condition.rhs)}, ratio {ratio}"
    origin = "from the claim" if condition.claimed else "the default"
    by = f"constant {condition.constant:g} ({origin})"
    return _told(condition, word, needs, found, margin, by, condition.constant)


def _ratios(condition: Scaling, evidence: Evidence) -> list[Reading]:
    if isinstance(condition.lhs, Series):
        readings = evidence.readings(condition.lhs)
        return [Reading(r.value / condition.rhs, r.error / condition.rhs) for r in readings]
    return [Reading(condition.lhs / condition.rhs)]


def _by_exponent(conditions: Sequence[Scaling], sizes: Sequence[float]) -> ConditionVerdict:
    """Sizes are exact, so their exponent is too, but for the rounding of counts."""
    from earlyspec.judge.fits import exact_slope, rounding_slack

    first = conditions[0]
    counts = [float(c.lhs) for c in conditions if not isinstance(c.lhs, Series)]
    ratios = [count / c.rhs for count, c in zip(counts, conditions, strict=True)]
    if min(ratios) <= 0:
        return _told(first, "unknown", "a positive ratio", f"ratio {min(ratios):g}", None, "")
    slope = exact_slope(sizes, ratios)
    slack = 1e-9 + rounding_slack(sizes, [c.rounding for c in conditions])
    holds = slope >= -slack if first.relation == ">~" else slope <= slack
    required = f"exponent {'>=' if first.relation == '>~' else '<='} 0"
    found = f"exponent {slope:+.2f}; ratio {words.number(ratios[0])} ... {words.number(ratios[-1])}"
    word: ConditionWord = "holds" if holds else "fails"
    return _told(first, word, required, found, Estimate(slope), _span(first.over, sizes))


def _by_noisy_exponent(
    conditions: Sequence[Scaling], group: Sequence[Evidence], sizes: Sequence[float]
) -> ConditionVerdict:
    """A measured ratio must be shown not to grow (or shrink): its interval ends below `BOUNDED`."""
    from earlyspec.judge.fits import power_law

    first = conditions[0]
    side = "above" if first.relation == ">~" else "below"
    required = f"exponent {'>=' if side == 'above' else '<='} 0, to {BOUNDED:g}"
    by = _span(first.over, sizes)
    try:
        ratios = [_ratios(c, e) for c, e in zip(conditions, group, strict=True)]
        largest = max(reading.high for readings in ratios for reading in readings)
        # Rounding noise about an exact zero has no exponent; it is bounded by inspection.
        if first.relation != ">~" and largest <= 1e-6:
            return _told(first, "holds", required, f"at most {largest:.1g}", None, by)
        values = [[positive(reading) for reading in readings] for readings in ratios]
    except Missing as missing:
        return _told(first, "unknown", required, str(missing), None, by)
    errors = [[log_error(reading) for reading in readings] for readings in ratios]
    slope = power_law(list(zip(sizes, values, strict=True)), errors).exponent()
    low, high = bounds(slope)
    if side == "above":
        low, high = -high, -low
    word: ConditionWord = "holds" if high <= BOUNDED else "fails" if low > BOUNDED else "unknown"
    found = f"exponent {words.exponent(slope)}; at most {words.number(largest)}"
    if math.isinf(high):
        found = f"{slope.value:+.2f} without an interval: more seeds or sizes are needed"
    return _told(first, word, required, found, slope, by, BOUNDED)


def _span(over: str, sizes: Sequence[float]) -> str:
    return f"exponent over {over} = {sizes[0]:g} ... {sizes[-1]:g}"


def _told(
    condition: Scaling,
    word: ConditionWord,
    required: str,
    found: str,
    margin: Estimate | None,
    by: str,
    limit: float | None = None,
) -> ConditionVerdict:
    return ConditionVerdict(
        condition.id,
        condition.text,
        "scaling",
        condition.field,
        word,
        required,
        found,
        margin,
        by,
        limit,
    )
