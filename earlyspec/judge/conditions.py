"""Conditions, decided: from the plan alone where that is enough, else from the run."""

from __future__ import annotations

import math
from collections.abc import Sequence

from earlyspec.judge import evidence as ev
from earlyspec.judge.evidence import Evidence, Missing
from earlyspec.judge.verdicts import ConditionVerdict, ConditionWord, Estimate, bounds, show
from earlyspec.theorems._base import Condition, Measured, Scaling, Series, Structural

BOUNDED = 0.15
"""An exponent this small counts as none: what a measured ratio that must not grow may be shown to
stay below. Maxima over a sample fluctuate; heavy tails and mixed norms give 0.25 and more."""


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
        values = evidence.values(condition.series)
    except Missing as missing:
        found = str(missing)
    else:
        worst = min(values) if condition.relation in (">=", ">") else max(values)
        word = "holds" if _compare(worst, condition.relation, condition.bound) else "fails"
        margin = Estimate(worst)
        found = f"{condition.series.word.label} = {worst:.4g}{_seeds(values)}"
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
    )


def _compare(value: float, relation: str, bound: float) -> bool:
    return {"<=": value <= bound, ">=": value >= bound, ">": value > bound}[relation]


def _seeds(values: Sequence[float]) -> str:
    return f" (worst of {len(values)} seeds)" if len(values) > 1 else ""


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
    needs = f"{sign} {condition.constant:g} x {condition.rhs:.4g}"
    word: ConditionWord = "unknown"
    margin = None
    try:
        values = _ratios(condition, evidence)
    except Missing as missing:
        found = str(missing)
    else:
        worst = min(values) if sign == ">=" else max(values)
        # A count rounded to a whole number may miss its constant by that much and no more.
        slack = 1 - condition.rounding if sign == ">=" else 1 + condition.rounding
        word = "holds" if _compare(worst, sign, condition.constant * slack) else "fails"
        margin = Estimate(worst)
        found = f"{worst * condition.rhs:.4g}, ratio {worst:.3g}{_seeds(values)}"
    origin = "from the claim" if condition.claimed else "the default"
    by = f"constant {condition.constant:g} ({origin})"
    return _told(condition, word, needs, found, margin, by)


def _ratios(condition: Scaling, evidence: Evidence) -> list[float]:
    if isinstance(condition.lhs, Series):
        return [value / condition.rhs for value in evidence.values(condition.lhs)]
    return [condition.lhs / condition.rhs]


def _by_exponent(conditions: Sequence[Scaling], sizes: Sequence[float]) -> ConditionVerdict:
    """Sizes are exact, so their exponent is too, but for the rounding of counts."""
    from earlyspec.judge.intervals import exact_slope, rounding_slack

    first = conditions[0]
    counts = [float(c.lhs) for c in conditions if not isinstance(c.lhs, Series)]
    ratios = [count / c.rhs for count, c in zip(counts, conditions, strict=True)]
    if min(ratios) <= 0:
        return _told(first, "unknown", "a positive ratio", f"ratio {min(ratios):g}", None, "")
    slope = exact_slope(sizes, ratios)
    slack = 1e-9 + rounding_slack(sizes, [c.rounding for c in conditions])
    holds = slope >= -slack if first.relation == ">~" else slope <= slack
    required = f"exponent {'>=' if first.relation == '>~' else '<='} 0"
    found = f"exponent {slope:+.3f}; ratio {ratios[0]:.3g} ... {ratios[-1]:.3g}"
    word: ConditionWord = "holds" if holds else "fails"
    return _told(first, word, required, found, Estimate(slope), _span(first.over, sizes))


def _by_noisy_exponent(
    conditions: Sequence[Scaling], group: Sequence[Evidence], sizes: Sequence[float]
) -> ConditionVerdict:
    """A measured ratio must be shown not to grow (or shrink): its interval ends below `BOUNDED`."""
    from earlyspec.judge.intervals import power_law

    first = conditions[0]
    side = "above" if first.relation == ">~" else "below"
    required = f"exponent {'>=' if side == 'above' else '<='} 0, to {BOUNDED:g}"
    by = _span(first.over, sizes)
    try:
        ratios = [_ratios(c, e) for c, e in zip(conditions, group, strict=True)]
    except Missing as missing:
        return _told(first, "unknown", required, str(missing), None, by)
    largest = max(max(values) for values in ratios)
    # Rounding noise about an exact zero has no exponent; it is bounded by inspection.
    if first.relation != ">~" and largest <= 1e-6:
        return _told(first, "holds", required, f"at most {largest:.1g}", None, by)
    if min(min(values) for values in ratios) <= 0:
        return _told(first, "unknown", required, "a ratio of 0 has no logarithm", None, by)
    slope = power_law(first.over, list(zip(sizes, ratios, strict=True))).slope
    low, high = bounds(slope)
    if side == "above":
        low, high = -high, -low
    word: ConditionWord = "holds" if high <= BOUNDED else "fails" if low > BOUNDED else "unknown"
    found = f"exponent {show(slope)}; at most {largest:.3g}"
    if math.isinf(high):
        found = f"{slope.value:+.3f} without an interval: more seeds or sizes are needed"
    return _told(first, word, required, found, slope, by)


def _span(over: str, sizes: Sequence[float]) -> str:
    return f"exponent over {over} = {sizes[0]:g} ... {sizes[-1]:g}"


def _told(
    condition: Scaling,
    word: ConditionWord,
    required: str,
    found: str,
    margin: Estimate | None,
    by: str,
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
    )
