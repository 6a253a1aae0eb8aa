"""Statements of probability, decided over seeds with the exact binomial interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from earlyspec.judge import seeds, words
from earlyspec.judge.bounds import Pair, pairs_of, traces_of
from earlyspec.judge.evidence import Evidence, Missing
from earlyspec.judge.intervals import LEVEL, clopper_pearson
from earlyspec.judge.telling import combine, told, unread
from earlyspec.judge.verdicts import Estimate, OutcomeVerdict, OutcomeWord, bounds
from earlyspec.theorems._base import Frequency, Series


def decide(outcome: Frequency, evidence: Evidence, among: int = 1) -> OutcomeVerdict:
    """One cell: the Clopper-Pearson interval of the share of seeds against the probability.

    A seed whose error contains the limit, or that has no limit, counts against whatever is to be
    shown.
    """
    probability = words.given(outcome.at_least)
    required = f"<= {_limit(outcome)} in a share of seeds >= {probability}"
    try:
        of_seeds = _by_seed(pairs_of(outcome, evidence))
    except Missing as cause:
        return unread(outcome, required, cause)
    count = len(of_seeds)
    surely = sum(all(pair.met for pair in mine) for mine in of_seeds)
    perhaps = sum(not any(pair.broken for pair in mine) for mine in of_seeds)
    low = bounds(clopper_pearson(surely, count))[0]
    high = bounds(clopper_pearson(perhaps, count))[1]
    strict = bounds(clopper_pearson(perhaps, count, 1 - (1 - LEVEL) / among))[1]
    word: OutcomeWord = "inconclusive"
    if low >= outcome.at_least:
        says_nothing = all(pair.says_nothing for mine in of_seeds for pair in mine)
        word = "vacuous" if says_nothing else "confirmed"
    elif strict < outcome.at_least:
        word = "refuted"
    needed = seeds.for_frequency(surely / count, outcome.at_least) if surely == perhaps else None
    without = sum(not all(pair.has_limit for pair in mine) for mine in of_seeds)
    if without:
        missing = f"a bound in every seed: {without} of {count} have none at some time that counts"
    elif surely != perhaps:
        within = perhaps - surely
        seeds_are = "1 seed is" if within == 1 else f"{within} seeds are"
        missing = f"a smaller error of the estimator: {seeds_are} within it"
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
        traces=traces_of(outcome) if outcome.series.reduce == "path" else (),
    )


def together(parts: Sequence[OutcomeVerdict], evidence: Sequence[Evidence]) -> OutcomeVerdict:
    """The verdict over cells, with the share of seeds in each: how it depends on the size."""
    verdict = combine(parts)
    if len(parts) < 2 or not all(part.found for part in parts):
        return verdict
    shares = (f"{_point(each)}: {part.found}" for part, each in zip(parts, evidence, strict=True))
    # Curves are drawn of the largest size, and would belie a word that another size has earned.
    traces = verdict.traces if len({part.word for part in parts}) == 1 else ()
    return replace(verdict, found="; ".join(shares), traces=traces)


def _point(evidence: Evidence) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in evidence.cell.point.items())


def _limit(outcome: Frequency) -> str:
    if isinstance(outcome.limit, Series):
        where = " at every recorded step" if outcome.series.reduce == "path" else ""
        return f"its bound{where}"
    return words.number(outcome.limit)


def _by_seed(pairs: Iterable[Pair]) -> list[list[Pair]]:
    found: dict[int, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(pair.seed, []).append(pair)
    return list(found.values())
