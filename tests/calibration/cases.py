"""Statements that are true, false or at the edge, on evidence made up to that end.

Every case goes through the judge's own functions. A case is `edge` where it is the worst of both:
an exponent that is exactly the claimed one must be neither confirmed nor refuted.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter

import asymptotic
import numpy as np
import seedwise
from drawing import Case
from numpy.random import Generator

ALLOWED = 0.05
SEED = 20200614


def all_cases() -> list[Case]:
    """In the order of the table."""
    sections = (
        asymptotic.straight,
        asymptotic.bends,
        asymptotic.equal_exponents,
        asymptotic.bounded_ratios,
        seedwise.contrasts,
        seedwise.frequencies,
        seedwise.means,
        seedwise.estimates,
        seedwise.lies,
    )
    return [case for section in sections for case in section()]


def generator(case: Case) -> Generator:
    """One that is the case's own, whatever else runs."""
    return np.random.default_rng((SEED, zlib.crc32(case.name.encode())))


def tally(case: Case, repetitions: int) -> tuple[Counter[str], float | None]:
    """How often each word was said, and how often the interval held the truth."""
    rng = generator(case)
    seen = [case.judge(rng) for _ in range(repetitions)]
    covered = [each.covers for each in seen if each.covers is not None]
    return Counter(each.word for each in seen), float(np.mean(covered)) if covered else None


def false_share(case: Case, words: Counter[str]) -> float:
    """The share of false verdicts: a true statement refuted, a false one confirmed."""
    total = sum(words.values())
    wrong = {
        "true": ("refuted",),
        "false": ("confirmed",),
        "edge": ("confirmed", "refuted"),
        "open": ("refuted",),
    }
    return max(words[word] for word in wrong[case.truth]) / total


def allowed(repetitions: int) -> float:
    """5 %, and two standard deviations of its binomial."""
    return ALLOWED + 2 * math.sqrt(ALLOWED * (1 - ALLOWED) / repetitions)
