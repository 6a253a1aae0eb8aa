"""A report that did not come out again, told on the spec's own lines."""

from __future__ import annotations

from collections.abc import Sequence

from earlyspec.diagnostics.finding import Finding
from earlyspec.diagnostics.reports import NotReproduced, ReportIsStale
from earlyspec.language.places import Places
from earlyspec.report.diff import phrases
from earlyspec.report.diff.compare import RUN
from earlyspec.report.diff.model import Change, Difference, Level
from earlyspec.source.span import Span


def remarks(
    difference: Difference, claims: Sequence[str], places: Places | None
) -> tuple[Finding, ...]:
    """A finding for each claim, point or run of which something is not as the report has it.

    Args:
      difference: from the report that is there to the new run.
      claims: the theorems that the spec claims, in its order.
      places: of the spec; None if it is not to be had.
    Returns: a stale report first, then those that say most.
    """
    found: list[Finding] = [
        ReportIsStale(
            places.value(("title",)) if places else None,
            difference.name,
            phrases.value(setting.old),
            phrases.value(setting.new),
        )
        for setting in difference.settings
        if setting.what == "plan"
    ]
    by_place: dict[str, list[Change]] = {}
    for change in difference.changes:
        if change.level > Level.NOISE:
            by_place.setdefault(change.where or RUN, []).append(change)
    for where, changes in by_place.items():
        span = _span(where, claims, places) if places else None
        verdict = any(change.level == Level.VERDICT for change in changes)
        found.append(NotReproduced(span, where, [_said(each) for each in changes], verdict))
    return tuple(found)


def _span(where: str, claims: Sequence[str], places: Places) -> Span | None:
    """The claim, the sweep that has a point, or what is said of the whole run, its title."""
    if where in claims:
        return places.value(("claims", claims.index(where)))
    return (where != RUN and places.own_key(("sweep",))) or places.value(("title",))


def _said(change: Change) -> tuple[str, str]:
    aside = phrases.aside(change)
    sides = f"{phrases.value(change.old)} -> {phrases.value(change.new)}"
    return change.what, sides + (f" ({aside})" if aside else "")
