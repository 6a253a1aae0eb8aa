"""What the judge says: frozen records with the words of the language, and no others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from earlyspec.frozen import dataclass
from earlyspec.plans.nodes import Json

ConditionWord = Literal["holds", "fails", "unknown"]
OutcomeWord = Literal["confirmed", "refuted", "inconclusive", "vacuous"]
OutcomeKind = Literal["fact", "bound", "rate", "exponent", "frequency", "limit", "contrast"]
ClaimWord = Literal[
    "supported", "contradicted", "observed-not-implied", "not-observed", "inconclusive"
]


@dataclass(frozen=True)
class Estimate:
    """A number with its uncertainty: a 95 % interval, or none for an exact number."""

    value: float
    low: float | None = None
    high: float | None = None


def bounds(estimate: Estimate) -> tuple[float, float]:
    """The ends of the interval; the whole line where there is none."""
    low = -math.inf if estimate.low is None else estimate.low
    return low, math.inf if estimate.high is None else estimate.high


@dataclass(frozen=True)
class ConditionVerdict:
    """A hypothesis, decided.

    Attributes:
      id, text: as the theorem has them.  kind: `structural`, `scaling` or `measured`.
      word: whether it holds.
      required, found: both sides, in words with their numbers.
      margin: found over required for an inequality, or the exponent's estimate in a sweep.
      by: how it was decided, such as `constant 1 (the default)` or `exponent over d`.
      limit: what the margin was compared with.
    """

    id: str
    text: str
    kind: Literal["structural", "scaling", "measured"]
    field: str
    word: ConditionWord
    required: str
    found: str
    margin: Estimate | None
    by: str
    limit: float | None = None


@dataclass(frozen=True)
class SizePoint:
    """One size of a sweep: geometric mean over seeds of a reduced measurement, 95 % interval."""

    size: float
    value: Estimate
    seeds: int


@dataclass(frozen=True)
class Fit:
    """A power law fitted over a sweep.

    Attributes:
      over: the swept name.  slope: the exponent.  intercept: log of the prefactor.
      points: what was fitted.  local: slopes between neighbouring sizes.
      bends: whether a lack-of-fit test at 5 % finds that one power law does not describe it; the
        slope's interval then spans the scatter of the sizes and the slope at their end as well.
      end: the slope at the largest size, by a parabola through the logarithms.
      ahead: its slope as far again beyond the largest size as the sizes span: what the exponent
        becomes if the curve goes on bending as it does.
      slack: the part of the interval's half-width that is the estimators' error, which no seed
        shrinks.
    """

    over: str
    slope: Estimate
    intercept: float
    points: tuple[SizePoint, ...]
    local: tuple[float, ...]
    bends: bool
    end: Estimate | None = None
    ahead: Estimate | None = None
    slack: float = 0.0


@dataclass(frozen=True)
class ControlVerdict:
    """A lie, judged.

    Attributes:
      caught: whether it did not pass for the truth; reason: why, in words.
      ratio: lie over truth at the largest size, paired over seeds, where that was asked.
    """

    id: str
    text: str
    of: str
    word: OutcomeWord
    caught: bool
    reason: str
    fit: Fit | None = None
    ratio: Estimate | None = None


@dataclass(frozen=True)
class Trace:
    """A recorded curve that a bound was decided from, for whoever draws it.

    Attributes:
      role: what was bounded, the bound, or what holds anyway.
      quantity: id of the measurement.  scale: the known factor in front of it.
    """

    role: Literal["value", "limit", "trivial"]
    quantity: str
    scale: float = 1.0


@dataclass(frozen=True)
class OutcomeVerdict:
    """A conclusion, decided.

    Attributes:
      required, found: both sides in words with their numbers.
      estimate: the number that decided; unit: its unit.
      fit: of a sweep, if there was one.
      missing: what would decide it, when inconclusive.
      limit: what the estimate was compared with: a bound, an exponent, a target, a factor, a
        probability.  tolerance: how far from it an equality may be.
      margin: how far on the right side, relative to the limit or to the tolerance; negative on the
        wrong one.  Of a bound, the smallest (limit - value) / limit.
      seeds_needed: about how many seeds (at each size) would decide it; None if it is decided, or
        if seeds cannot help.
      traces: the curves behind it; a limit without one is the number `limit` at every step.
    """

    id: str
    text: str
    kind: OutcomeKind
    word: OutcomeWord
    required: str
    found: str
    estimate: Estimate | None
    fit: Fit | None
    missing: str
    unit: str = ""
    limit: float | None = None
    tolerance: float | None = None
    margin: float | None = None
    seeds_needed: int | None = None
    traces: tuple[Trace, ...] = field(default=(), metadata={"unwritten": "empty"})


@dataclass(frozen=True)
class ClaimVerdict:
    """A claim, decided.

    Attributes:
      parameters: what the claim says beyond the theorem's name, such as `within`.
      missing: what stands between an inconclusive claim and a verdict.
    """

    theorem: str
    word: ClaimWord
    expect: str | None
    conditions: tuple[ConditionVerdict, ...]
    outcomes: tuple[OutcomeVerdict, ...]
    controls: tuple[ControlVerdict, ...]
    missing: tuple[str, ...]
    parameters: Mapping[str, Json] = field(default_factory=dict)

    @property
    def as_expected(self) -> bool:
        """Whether the claim's `expect`, if any, was met."""
        return self.expect is None or self.expect == self.word
