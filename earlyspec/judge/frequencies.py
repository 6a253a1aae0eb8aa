"""Statements of probability, decided over seeds with the exact binomial interval."""

from __future__ import annotations

from earlyspec.judge import seeds, words
from earlyspec.judge.evidence import Evidence, Missing
from earlyspec.judge.intervals import LEVEL, clopper_pearson
from earlyspec.judge.telling import told, unread
from earlyspec.judge.verdicts import Estimate, OutcomeVerdict, OutcomeWord, bounds
from earlyspec.theorems._base import Frequency


def decide(outcome: Frequency, evidence: Evidence, among: int = 1) -> OutcomeVerdict:
    """One cell: the Clopper-Pearson interval of the share of seeds against the probability.

    A seed whose error contains the limit counts against whatever is to be shown.
    """
    probability = words.given(outcome.at_least)
    required = f"<= {words.number(outcome.limit)} in a share of seeds >= {probability}"
    try:
        readings = evidence.readings(outcome.series)
    except Missing as cause:
        return unread(outcome, required, cause)
    count = len(readings)
    surely = sum(r.high <= outcome.limit for r in readings)
    perhaps = sum(r.low <= outcome.limit for r in readings)
    low = bounds(clopper_pearson(surely, count))[0]
    high = bounds(clopper_pearson(perhaps, count))[1]
    strict = bounds(clopper_pearson(perhaps, count, 1 - (1 - LEVEL) / among))[1]
    word: OutcomeWord = "inconclusive"
    if low >= outcome.at_least:
        word = "confirmed"
    elif strict < outcome.at_least:
        word = "refuted"
    needed = seeds.for_frequency(surely / count, outcome.at_least) if surely == perhaps else None
    if surely != perhaps:
        missing = f"a smaller error of the estimator: {perhaps - surely} seeds are within it"
    elif needed is None:
        missing = f"the share seen is {probability} itself: no number of seeds would decide"
    else:
        missing = f"about {needed} seeds; there are {count}"
    return told(
        outcome,
        word,
        required,
        f"{surely} of {count} seeds",
        Estimate(surely / count, low, high),
        missing=missing,
        limit=outcome.at_least,
        margin=surely / count - outcome.at_least,
        seeds_needed=needed,
    )
