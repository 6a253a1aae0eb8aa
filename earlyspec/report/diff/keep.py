"""Sticky text: what did not move keeps the committed words, so that git shows only what changed.

Rounding alone does not do that: a number near the edge of a digit flips with the least noise.
Decided for each claim as a whole, and for each point of the sweep as a whole: numbers of one run
add up, and those of two do not. The comparison is with the committed text always, so a slow drift
adds up until it shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from earlyspec.judge.verdicts import Estimate
from earlyspec.report.diff.compare import compare
from earlyspec.report.diff.matching import claims, pairs
from earlyspec.report.diff.model import Drift, Level
from earlyspec.report.diff.noise import holds_zero
from earlyspec.report.model import Report
from earlyspec.report.rounding import rounded


@dataclass(frozen=True)
class Kept:
    """A report in which what did not move is as it was committed.

    Attributes:
      report: to be written.
      fresh: the run's own, rounded.
      blocks, of: how many claims and points were kept, of how many.
      drift: what the kept numbers did in this run.
    """

    report: Report
    fresh: Report
    blocks: int = 0
    of: int = 0
    drift: Drift = field(default_factory=Drift)

    @property
    def differs(self) -> bool:
        """Whether this run's own numbers are not all in the report."""
        return self.report != self.fresh


def keep(committed: Report | None, fresh: Report) -> Kept:
    """The fresh report with the committed claims and points that did not move.

    Nothing is kept of another plan, precision or backend; no claim whose word, expectation,
    condition, outcome, lie or text changed, nor one with an interval that no longer holds 0.
    """
    fresh = rounded(fresh)
    of = len(fresh.claims) + len(fresh.cells)
    if committed is None or not _comparable(committed, fresh):
        return Kept(fresh, fresh, of=of)
    committed = rounded(committed)
    told = []
    decided = []
    for before, after in claims(committed.claims, fresh.claims):
        if after is None:
            continue
        bare = replace(fresh, cells=(), claims=(after,))
        chosen = after
        if before is not None:
            drift = _unmoved(replace(bare, claims=(before,)), bare)
            if drift is not None:
                chosen = before
                told.append(drift)
        decided.append(chosen)
    points = []
    for was, now in pairs(committed.cells, fresh.cells):
        if now is None:
            continue
        bare = replace(fresh, claims=(), cells=(now,))
        drift = None if was is None else _unmoved(replace(bare, cells=(was,)), bare)
        points.append(now if drift is None else was)
        told += [] if drift is None else [drift]
    report = replace(fresh, claims=tuple(decided), cells=tuple(points))
    return Kept(report, fresh, len(told), of, _sum(told))


def _comparable(committed: Report, fresh: Report) -> bool:
    facts = ("format", "plan", "seeds", "precision", "backend")
    return all(getattr(committed, name) == getattr(fresh, name) for name in facts)


def _unmoved(old: Report, new: Report) -> Drift | None:
    """What the numbers did, if the block may stay as it was; None if it may not."""
    difference = compare(old, new)
    if difference.level > Level.NOISE or difference.settings:
        return None
    sides = (list(map(holds_zero, _estimates(each))) for each in (old, new))
    return difference.drift if next(sides) == next(sides) else None


def _estimates(record: Any) -> Iterator[Estimate]:
    """The estimates of a record that have an interval, in order."""
    if isinstance(record, Estimate):
        if record.low is not None:
            yield record
    elif isinstance(record, tuple):
        for each in record:
            yield from _estimates(each)
    elif is_dataclass(record):
        for each in fields(record):
            yield from _estimates(getattr(record, each.name))


def _sum(parts: list[Drift]) -> Drift:
    known = sum(part.known for part in parts)
    squares = sum(part.mean_square * part.known for part in parts)
    return Drift(
        sum(part.same for part in parts),
        sum(part.moved for part in parts),
        sum(part.drawn for part in parts),
        max((part.largest for part in parts), default=0.0),
        squares / known if known else 0.0,
        known,
    )
