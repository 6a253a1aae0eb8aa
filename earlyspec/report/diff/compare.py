"""Two reports, compared: claims first, then what lies under them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from earlyspec.judge.verdicts import ClaimVerdict
from earlyspec.report import phrases
from earlyspec.report.diff.direction import of_claims
from earlyspec.report.diff.ledger import Ledger
from earlyspec.report.diff.matching import claims, pairs
from earlyspec.report.diff.model import Change, Difference, Level, SpecLine
from earlyspec.report.diff.noise import Terms
from earlyspec.report.diff.records import record
from earlyspec.report.diff.tidy import folded, ordered
from earlyspec.report.model import CellReport, Report
from earlyspec.report.rounding import rounded

_LEVELS = {"seeds": Level.NUMBER, "precision": Level.NUMBER}
_HEAD = ("title", "cite", "spec", "plan", "seeds", "precision", "backend")
RUN = "the run"
"""Where a fact is that belongs to no claim, in a report without a sweep."""


def compare(
    old: Report, new: Report, name: str = "", spec: tuple[SpecLine, ...] | None = None
) -> Difference:
    """What is not as it was, and what explains it.

    Args:
      old: one report, rounded or not.
      new: the other.
      name: of the report.
      spec: the lines of the spec that changed; None if that is not known.
    """
    old, new = rounded(old), rounded(new)
    ledger = Ledger(terms(old, new))
    _head(ledger, old, new)
    for before, after in claims(old.claims, new.claims):
        _claim(ledger, before, after)
    _cells(ledger, old, new)
    return Difference(
        name,
        tuple(ordered(ledger.changes)),
        tuple(folded(ledger.settings)),
        spec,
        dict(ledger.unchanged),
        ledger.drift(),
    )


def missing(report: Report, name: str, side: str) -> Difference:
    """A report that only one side has; its claims are gone, or new."""
    found = rounded(report)
    ledger = Ledger(terms(found, found))
    for claim in found.claims:
        _claim(ledger, *((claim, None) if side == "old" else (None, claim)))
    if not found.claims:
        there = ("there", None) if side == "old" else (None, "there")
        ledger.add(Change(Level.NUMBER, "presence", RUN, "report", *there))
    return Difference(name, tuple(ledger.changes), presence="old" if side == "old" else "new")


def terms(old: Report, new: Report) -> Terms:
    """How numbers of two reports are to be compared."""
    both = {old.precision, new.precision}
    return Terms(
        old.precision if len(both) == 1 else "float32",
        old.seeds == new.seeds and old.backend == new.backend,
        (len(old.seeds), len(new.seeds)),
    )


def _head(ledger: Ledger, old: Report, new: Report) -> None:
    for name in _HEAD:
        before, after = _side(old, name), _side(new, name)
        if before != after:
            level = _LEVELS.get(name, Level.NOISE)
            ledger.add(Change(level, "setting", "", name, before, after))


def _side(report: Report, name: str) -> str | None:
    if name == "seeds":
        return phrases.seeds(report.seeds)
    value: str | None = getattr(report, name)
    return value


def _claim(ledger: Ledger, old: ClaimVerdict | None, new: ClaimVerdict | None) -> None:
    """The word and the expectation are the verdict; the rest is compared as any record."""
    some = new or old
    assert some is not None
    where = some.theorem
    if old is None or new is None or (old.word, old.expect) != (new.word, new.expect):
        ledger.add(
            Change(
                Level.VERDICT,
                "verdict",
                where,
                "verdict",
                _verdict(old),
                _verdict(new),
                of_claims(old, new),
                text=_parameters(some.parameters),
            )
        )
    if old is None or new is None:
        return
    if old.word == new.word:
        ledger.unchanged["claims"] += 1
    record(ledger, where, "", old, new, told=frozenset({"theorem", "word", "expect"}))


def _cells(ledger: Ledger, old: Report, new: Report) -> None:
    gone: list[str] = []
    added: list[str] = []
    for before, after in pairs(old.cells, new.cells):
        some: CellReport = after or before
        where = phrases.at(some.point) or RUN
        if before is not None and after is not None:
            ledger.unchanged["points"] += 1
            record(ledger, where, "", before, after, told=frozenset({"point"}))
        else:
            (added if before is None else gone).append(where)
    if gone or added:
        sides = "; ".join(gone) or None, "; ".join(added) or None
        ledger.add(Change(Level.NUMBER, "presence", "", "points of the sweep", *sides))


def _verdict(claim: ClaimVerdict | None) -> str | None:
    if claim is None:
        return None
    return claim.word + (f" ({phrases.expectation(claim)})" if claim.expect else "")


def _parameters(given: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in given.items())
