"""Verdicts on outcomes, put together: one cell's, and those of several."""

from __future__ import annotations

import math
from collections.abc import Sequence

from earlyspec.judge.evidence import Missing
from earlyspec.judge.verdicts import Estimate, Fit, OutcomeVerdict, OutcomeWord, Trace
from earlyspec.theorems._base import Outcome


def told(
    outcome: Outcome,
    word: OutcomeWord,
    required: str,
    found: str,
    estimate: Estimate | None = None,
    *,
    fit: Fit | None = None,
    missing: str = "",
    limit: float | None = None,
    tolerance: float | None = None,
    margin: float | None = None,
    seeds_needed: int | None = None,
    traces: tuple[Trace, ...] = (),
) -> OutcomeVerdict:
    """The verdict on an outcome; what is missing is said only where something is."""
    undecided = word == "inconclusive"
    return OutcomeVerdict(
        id=outcome.id,
        text=outcome.text,
        kind=type(outcome).__name__.lower(),  # type: ignore[arg-type]
        word=word,
        required=required,
        found=found,
        estimate=estimate,
        fit=fit,
        missing=missing if undecided else "",
        limit=limit,
        tolerance=tolerance,
        margin=margin,
        seeds_needed=seeds_needed if undecided else None,
        traces=traces,
    )


def unread(outcome: Outcome, required: str, cause: Missing | str) -> OutcomeVerdict:
    """Where a number is missing nothing is decided."""
    return told(outcome, "inconclusive", required, "", missing=str(cause))


def combine(parts: Sequence[OutcomeVerdict]) -> OutcomeVerdict:
    """The verdict over cells: refuted in one is refuted, undecided in one is undecided.

    Of several cells with the same word, the one that is nearest to another word is shown; of
    undecided ones, the one that needs most.
    """
    for word in ("refuted", "inconclusive", "vacuous"):
        found = [part for part in parts if part.word == word]
        if found:
            return max(found, key=_needs) if word == "inconclusive" else min(found, key=_margin)
    return min(parts, key=_margin)


def _margin(part: OutcomeVerdict) -> float:
    return math.inf if part.margin is None else part.margin


def _needs(part: OutcomeVerdict) -> float:
    return math.inf if part.seeds_needed is None else part.seeds_needed


def more_seeds(needed: int | None, where: str = "") -> str:
    """What is missing where the interval is too wide."""
    if needed is None:
        return "larger sizes or less noise: no number of seeds that could be run would decide"
    return f"about {needed} seeds{where}, by the spread seen"
