"""Sentences with numbers in them: the words, and whether the numbers stayed within their noise."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from earlyspec.judge.verdicts import Estimate
from earlyspec.report.diff.noise import SIGMAS, Neighbours, Terms, relative, sigmas

_NUMBER = r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_PIECE = re.compile(
    rf"(?P<value>{_NUMBER})(?:\s*\[(?P<low>{_NUMBER}|-inf), (?P<high>{_NUMBER}|[+]?inf)\])?"
)


@dataclass(frozen=True)
class _Written:
    """A number as written, and one unit of its last digit."""

    estimate: Estimate
    unit: float
    bare: bool


def words(sentence: str) -> str:
    """The sentence without its numbers."""
    return _PIECE.sub("#", sentence)


def moved(old: str, new: str, terms: Terms, neighbours: Neighbours, measured: bool) -> bool | None:
    """Whether a sentence says something else; None if its numbers cannot be compared.

    Args:
      old: one side.
      new: the other.
      terms: how to compare.
      neighbours: the uncertainty of the record that the sentence is in.
      measured: whether it tells what was found; a requirement has no noise.
    """
    if words(old) != words(new):
        return True
    answer: bool | None = False
    for before, after in zip(_numbers(old), _numbers(new), strict=True):
        if before.bare and after.bare:
            told = _bare(before, after, terms, neighbours, measured)
        else:
            distance = sigmas(before.estimate, after.estimate, terms, neighbours)
            told = None if distance is None else distance > SIGMAS
        if told:
            return True
        answer = None if told is None else answer
    return answer


def _bare(
    old: _Written, new: _Written, terms: Terms, neighbours: Neighbours, measured: bool
) -> bool | None:
    before, after = old.estimate.value, new.estimate.value
    distance = abs(after - before)
    if distance <= relative(terms) * max(abs(before), abs(after)):
        return False
    if not measured:
        return True
    if not terms.same_draws:
        return None
    if distance <= 1.01 * max(old.unit, new.unit):
        return False
    told = sigmas(old.estimate, new.estimate, terms, neighbours)
    return told is not None and told > SIGMAS


def _numbers(sentence: str) -> Iterator[_Written]:
    for piece in _PIECE.finditer(sentence):
        text = piece["value"]
        bare = piece["low"] is None
        ends = (None, None) if bare else (float(piece["low"]), float(piece["high"]))
        yield _Written(Estimate(_finite(text), *ends), _unit(text), bare)


def _finite(text: str) -> float:
    try:
        return float(text)
    except OverflowError:
        return math.inf


def _unit(text: str) -> float:
    """One unit of the last digit: 0.01 of `3.07`; of a small whole number none: it is a count."""
    mantissa, _, exponent = text.lower().lstrip("+-").partition("e")
    whole, point, decimals = mantissa.partition(".")
    if not point and len(whole) < 3 and not exponent:
        return 0.0
    return float(f"1e{int(exponent or 0) - len(decimals)}") if len(exponent) < 5 else 0.0
