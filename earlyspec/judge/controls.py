"""Negative controls: lies about a theorem, judged on the run's own measurements.

A lie is caught when it is refuted outright, or when it fails its own test and, paired with the
truth over the same seeds, it is clearly the worse description at every size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from earlyspec.judge import outcomes
from earlyspec.judge.evidence import Evidence, Missing
from earlyspec.judge.verdicts import ControlVerdict, OutcomeVerdict, bounds
from earlyspec.theorems._base import Control, Outcome, Rate, Series

WORSE_BY = 1.25
"""The paired ratio of a lie's measure to the truth's must be shown to exceed this."""


def decide(
    controls: Sequence[Control], truths: Sequence[Outcome], evidence: Sequence[Evidence]
) -> ControlVerdict:
    """One lie, given its record and the outcome it lies about in each cell."""
    first = controls[0]
    judged = outcomes.decide([control.outcome for control in controls], evidence)
    verdict = outcomes.combine(judged)
    if verdict.word == "refuted":
        return _told(first, verdict, True, f"refuted: {verdict.found}, needs {verdict.required}")
    if not isinstance(first.outcome, Rate):
        return _told(first, verdict, False, f"it passes as well: {verdict.found}")
    ratio, ends, cause = _paired(controls, truths, evidence)
    if ratio > WORSE_BY:
        return _told(first, verdict, True, f"at least {ratio:.3g} times worse at every size")
    return _told(first, verdict, False, cause or f"only {ends} times the truth's")


def _paired(
    controls: Sequence[Control], truths: Sequence[Outcome], evidence: Sequence[Evidence]
) -> tuple[float, str, str]:
    """The smallest lower end of lie / truth over the cells, the ratios' range, or the obstacle."""
    from earlyspec.judge.intervals import mean

    lows, centres = [], []
    for control, truth, each in zip(controls, truths, evidence, strict=True):
        try:
            lie_values = each.values(_series(control.outcome))
            true_values = each.values(_series(truth))
        except Missing as cause:
            return 0.0, "", str(cause)
        if min(*lie_values, *true_values) <= 0:
            return 0.0, "", "a ratio of zeros"
        if len(lie_values) < 2:
            return 0.0, "", "one seed gives no interval: more seeds"
        logs = [math.log(a / b) for a, b in zip(lie_values, true_values, strict=True)]
        estimate = mean(logs)
        lows.append(bounds(estimate)[0])
        centres.append(math.exp(estimate.value))
    ends = f"{min(centres):.3g}" + (f" to {max(centres):.3g}" if len(centres) > 1 else "")
    return math.exp(min(lows)), ends, ""


def _series(outcome: Outcome) -> Series:
    assert isinstance(outcome, Rate)
    return outcome.series


def _told(control: Control, verdict: OutcomeVerdict, caught: bool, reason: str) -> ControlVerdict:
    return ControlVerdict(control.id, control.text, control.of, verdict.word, caught, reason)
