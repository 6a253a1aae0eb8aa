"""Negative controls: lies about a theorem, judged on the run's own measurements.

A lie is caught when it is refuted outright, or, if it is about a rate, when it is paired with the
truth over the same seeds and clearly the worse description at the largest size: an asymptotic
statement and a lie about it may well agree at small ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from earlyspec.judge import evidence as ev
from earlyspec.judge import outcomes, words
from earlyspec.judge.contrasts import MIN_SEEDS, as_ratio, ratios
from earlyspec.judge.evidence import Evidence, Missing
from earlyspec.judge.telling import combine
from earlyspec.judge.verdicts import ControlVerdict, Estimate, OutcomeVerdict, bounds
from earlyspec.theorems._base import Control, Outcome, Rate

WORSE_BY = 1.5
"""The paired ratio of a lie's measure to the truth's must be shown to exceed this. Corrections of
relative order d^(-1/2) to an amplitude, which vanish with d and which no statement of a rate rules
out, move a square by (1 + d^(-1/2))^2 = 1.5 at d = 20: what is worse by less is not told from the
truth. Where errors add in squares, a third of the lie's measure is then the lie's own doing."""


def decide(
    controls: Sequence[Control], truths: Sequence[Outcome], evidence: Sequence[Evidence]
) -> ControlVerdict:
    """One lie, given its record and the outcome it lies about in each cell.

    Of a larger sweep, it must be caught in every group: each has a truth of its own.
    """
    told = [control.outcome for control in controls]
    first = told[0]
    judged = outcomes.decide(told, evidence, lie=True)
    if not isinstance(first, Rate):
        # A rate apart, one verdict speaks of all the cells, or of one group of them.
        passed = [verdict for verdict in judged if verdict.word != "refuted"]
        if not passed:
            return _refuted(controls[0], combine(judged))
        return _told(controls[0], passed[0], False, f"it passes as well: {passed[0].found}")
    by_cell = {id(e): (c, t) for c, t, e in zip(told, truths, evidence, strict=True)}
    parts = []
    for group, verdict in zip(ev.sweeps(evidence, first.over), judged, strict=True):
        lie, truth = by_cell[id(group[-1])]
        parts.append(_rate(controls[0], lie, truth, group[-1], verdict))
    return next((part for part in parts if not part.caught), parts[0])


def _rate(
    control: Control, lie: Outcome, truth: Outcome, largest: Evidence, verdict: OutcomeVerdict
) -> ControlVerdict:
    if verdict.word == "refuted":
        return _refuted(control, verdict)
    assert isinstance(lie, Rate)
    try:
        ratio = _paired(lie, truth, largest)
    except Missing as cause:
        return _told(control, verdict, False, str(cause))
    low = bounds(ratio)[0]
    where = f"at {lie.over} = {ev.size(largest, lie.over):g}"
    apart = f"{words.number(ratio.value)} times the truth's, at least {words.number(low)}, {where}"
    return _told(control, verdict, low > WORSE_BY, apart, ratio)


def _paired(lie: Rate, truth: Outcome, evidence: Evidence) -> Estimate:
    """Lie over truth in one cell, paired over seeds; of what must not fall, truth over lie.

    Raises: Missing if there is nothing to pair.
    """
    assert isinstance(truth, Rate)
    lies, truths = evidence.readings(lie.series), evidence.readings(truth.series)
    if len(lies) < MIN_SEEDS:
        raise Missing(f"{MIN_SEEDS} seeds are needed to pair it with the truth")
    return as_ratio(ratios(truths, lies) if truth.relation == ">" else ratios(lies, truths))


def _refuted(control: Control, verdict: OutcomeVerdict) -> ControlVerdict:
    return _told(control, verdict, True, f"refuted: {verdict.found}, needs {verdict.required}")


def _told(
    control: Control,
    verdict: OutcomeVerdict,
    caught: bool,
    reason: str,
    ratio: Estimate | None = None,
) -> ControlVerdict:
    return ControlVerdict(
        control.id,
        control.text,
        control.of,
        "refuted" if caught else verdict.word,
        caught,
        reason,
        verdict.fit,
        ratio,
    )
