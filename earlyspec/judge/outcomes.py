"""Outcomes, decided: each kind in its own file, in each cell or over a sweep."""

from __future__ import annotations

from collections.abc import Sequence

from earlyspec.judge import bounds, contrasts, equalities, frequencies, rates
from earlyspec.judge.evidence import Evidence
from earlyspec.judge.telling import combine, told
from earlyspec.judge.verdicts import OutcomeVerdict, OutcomeWord
from earlyspec.theorems._base import (
    Bound,
    Contrast,
    Exponent,
    Fact,
    Frequency,
    Limit,
    Outcome,
    Rate,
)


def decide(
    outcomes: Sequence[Outcome], evidence: Sequence[Evidence], lie: bool = False
) -> list[OutcomeVerdict]:
    """One outcome, given its record in each cell: one verdict, or one a group of a larger sweep.

    lie: the outcome is a lie about another; see `rates.decide`.
    """
    first = outcomes[0]
    if isinstance(first, Rate):
        return rates.decide([o for o in outcomes if isinstance(o, Rate)], evidence, lie)
    if isinstance(first, Exponent):
        return rates.decide([o for o in outcomes if isinstance(o, Exponent)], evidence, lie)
    pairs = zip(outcomes, evidence, strict=True)
    parts = [_one(outcome, each, len(evidence)) for outcome, each in pairs]
    return [
        frequencies.together(parts, evidence) if isinstance(first, Frequency) else combine(parts)
    ]


def _one(outcome: Outcome, evidence: Evidence, among: int) -> OutcomeVerdict:
    """One of `among` cells."""
    if isinstance(outcome, Fact):
        return _fact(outcome)
    if isinstance(outcome, Bound):
        return bounds.decide(outcome, evidence)
    if isinstance(outcome, Limit):
        return equalities.decide(outcome, evidence, among)
    if isinstance(outcome, Frequency):
        return frequencies.decide(outcome, evidence, among)
    assert isinstance(outcome, Contrast)
    return contrasts.decide(outcome, evidence, among)


def _fact(outcome: Fact) -> OutcomeVerdict:
    word: OutcomeWord = "inconclusive"
    if outcome.holds is not None:
        word = "confirmed" if outcome.holds else "refuted"
    return told(outcome, word, "by the spec", outcome.found, missing=outcome.found)
