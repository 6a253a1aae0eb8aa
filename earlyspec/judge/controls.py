"""Negative controls: lies about a theorem, judged on the run's own measurements.

A lie is caught when it is refuted outright, or when, paired with the truth over the same seeds, it
is clearly the worse description at the largest size: an asymptotic statement and a lie about it may
well agree at small ones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from earlyspec.judge import evidence as ev
from earlyspec.judge import outcomes
from earlyspec.judge.evidence import Evidence, Missing
from earlyspec.judge.verdicts import ControlVerdict, Estimate, OutcomeVerdict, bounds
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
    try:
        ratio = _paired(controls, truths, evidence)
    except Missing as cause:
        return _told(first, verdict, False, str(cause))
    low = bounds(ratio)[0]
    where = f"at {first.outcome.over} = {max(ev.size(e, first.outcome.over) for e in evidence):g}"
    found = f"{ratio.value:.3g} times the truth's, at least {low:.3g}, {where}"
    if low > WORSE_BY:
        verdict = replace(verdict, word="refuted")
    return _told(first, verdict, low > WORSE_BY, found)


def _paired(
    controls: Sequence[Control], truths: Sequence[Outcome], evidence: Sequence[Evidence]
) -> Estimate:
    """Lie over truth at the largest size, paired over seeds; the least of a larger sweep's groups.

    Raises: Missing if there is nothing to pair.
    """
    from earlyspec.judge.intervals import mean

    truth = truths[0]
    assert isinstance(truth, Rate)
    by_cell = {id(e): (c, t) for c, t, e in zip(controls, truths, evidence, strict=True)}
    ratios = []
    for group in ev.sweeps(evidence, truth.over):
        control, told = by_cell[id(group[-1])]
        lie_values = group[-1].values(_series(control.outcome))
        true_values = group[-1].values(_series(told))
        if min(*lie_values, *true_values) <= 0:
            raise Missing("a ratio of zeros")
        if len(lie_values) < 2:
            raise Missing("one seed gives no interval: more seeds")
        logs = mean([math.log(a / b) for a, b in zip(lie_values, true_values, strict=True)])
        low, high = bounds(logs)
        ratios.append(Estimate(math.exp(logs.value), math.exp(low), math.exp(min(high, 700.0))))
    return min(ratios, key=lambda ratio: bounds(ratio)[0])


def _series(outcome: Outcome) -> Series:
    assert isinstance(outcome, Rate)
    return outcome.series


def _told(control: Control, verdict: OutcomeVerdict, caught: bool, reason: str) -> ControlVerdict:
    return ControlVerdict(
        control.id, control.text, control.of, verdict.word, caught, reason, verdict.fit
    )
