"""Which of two words is worse.

A claim's words, from best to worst, by how well the evidence speaks for the theorem here:
`supported`, `observed-not-implied`, `inconclusive`, `not-observed`, `contradicted`.

A claim that says what it expects is measured by that instead: met is better than missed, and of two
misses the one nearer in this order is better. The expectation is the old report's where it has one:
a change that edits the expectation along with the verdict does not make the verdict any better.
"""

from __future__ import annotations

from collections.abc import Sequence

from earlyspec.judge.verdicts import ClaimVerdict
from earlyspec.report.diff.model import Direction

CLAIM_ORDER = ("supported", "observed-not-implied", "inconclusive", "not-observed", "contradicted")
WORD_ORDERS = (("holds", "unknown", "fails"), ("confirmed", "vacuous", "inconclusive", "refuted"))
"""The words of conditions and of outcomes, best first."""


def of_claims(old: ClaimVerdict | None, new: ClaimVerdict | None) -> Direction:
    """Whether a claim came out worse; one that is gone did, one that is new if it misses."""
    if new is None:
        return "worse"
    if old is None:
        return "other" if new.as_expected else "worse"
    expected = old.expect or new.expect
    before, after = _badness(old.word, expected), _badness(new.word, expected)
    if before == after:  # the same word, or a new expectation of it
        before, after = (float(not old.as_expected),), (float(not new.as_expected),)
    return _direction(before, after)


def of_words(old: str, new: str) -> Direction:
    """Whether the word of a condition or an outcome is worse."""
    for order in WORD_ORDERS:
        if old in order and new in order:
            return _direction((order.index(old),), (order.index(new),))
    return "other"


def _badness(word: str, expected: str | None) -> tuple[float, ...]:
    place = CLAIM_ORDER.index(word)
    if expected not in CLAIM_ORDER:
        return (place,)
    return (abs(place - CLAIM_ORDER.index(expected)), place)


def _direction(before: Sequence[float], after: Sequence[float]) -> Direction:
    if before == after:
        return "other"
    return "worse" if tuple(after) > tuple(before) else "better"
