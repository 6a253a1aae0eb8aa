"""A report as it is written down: every number to the digits that it carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from earlyspec.judge.times import Time
from earlyspec.judge.verdicts import ClaimVerdict, Estimate, Fit
from earlyspec.plans.nodes import Json
from earlyspec.report.model import CellReport, Curve, Once, Report
from earlyspec.report.numbers import DIGITS, round_estimate, settle, significant

CURVE_SPARE = 2
"""Digits that a curve keeps beyond its interval's: seeds share its shape better than its height."""
_TIME = 4
"""Digits of one seed's time: it was read between recorded steps."""
_MARGIN = 2  # digits of a margin, as the judge's sentences have them
_GIVEN = 12  # digits of what the spec gives: enough to tell two points of a sweep apart


def rounded(report: Report) -> Report:
    """The report with its numbers rounded; again gives the same.

    Every rendering is made from this, so each is the same whether the report was just made or
    read back from `report.json`.
    """
    return replace(
        report,
        claims=tuple(map(_claim, report.claims)),
        cells=tuple(map(_cell, report.cells)),
    )


def _optional(estimate: Estimate | None) -> Estimate | None:
    return None if estimate is None else round_estimate(estimate)


def _claim(claim: ClaimVerdict) -> ClaimVerdict:
    return replace(
        claim,
        conditions=tuple(
            replace(c, margin=_optional(c.margin), limit=_number(c.limit)) for c in claim.conditions
        ),
        outcomes=tuple(
            replace(
                o,
                estimate=_optional(o.estimate),
                fit=_fit(o.fit),
                limit=_number(o.limit),
                tolerance=_number(o.tolerance),
                margin=_number(o.margin, _MARGIN),
                traces=tuple(
                    replace(each, scale=significant(each.scale, _GIVEN)) for each in o.traces
                ),
            )
            for o in claim.outcomes
        ),
        controls=tuple(
            replace(lie, fit=_fit(lie.fit), ratio=_optional(lie.ratio)) for lie in claim.controls
        ),
        parameters={name: _as_read(value) for name, value in claim.parameters.items()},
    )


def _as_read(given: Json) -> Json:
    """What a claim says, as it comes back from JSON: a whole number has no point there."""
    if isinstance(given, Mapping):
        return {name: _as_read(value) for name, value in given.items()}
    if isinstance(given, list | tuple):
        return [_as_read(value) for value in given]
    return int(given) if isinstance(given, float) and given.is_integer() else given


def _number(x: float | None, digits: int = DIGITS) -> float | None:
    return None if x is None else significant(x, digits)


def _fit(fit: Fit | None) -> Fit | None:
    if fit is None:
        return None
    points = (
        replace(point, size=significant(point.size, _GIVEN), value=round_estimate(point.value))
        for point in fit.points
    )
    return replace(
        fit,
        slope=round_estimate(fit.slope),
        intercept=significant(fit.intercept),
        points=tuple(points),
        local=tuple(significant(slope, 3) for slope in fit.local),
        end=_optional(fit.end),
        ahead=_optional(fit.ahead),
        slack=significant(fit.slack, 3),
    )


def _cell(cell: CellReport) -> CellReport:
    return replace(
        cell,
        point={name: significant(value, _GIVEN) for name, value in cell.point.items()},
        sizes={name: significant(value, _GIVEN) for name, value in cell.sizes.items()},
        curves=tuple(map(_curve, cell.curves)),
        once=tuple(map(_once, cell.once)),
        times=tuple(map(_time, cell.times)),
    )


def _time(time: Time) -> Time:
    return replace(
        time,
        step=_optional(time.step),
        first=_step(time.first),
        last=_step(time.last),
        not_before=_step(time.not_before),
    )


def _step(step: float | None) -> float | None:
    return None if step is None else significant(step, _TIME)


def _curve(curve: Curve) -> Curve:
    triples = zip(curve.mean, curve.low, curve.high, strict=True)
    rows = [settle(*triple, spare=CURVE_SPARE) for triple in triples]
    mean, low, high = zip(*rows, strict=True) if rows else ((), (), ())
    return replace(curve, mean=tuple(mean), low=tuple(low), high=tuple(high))


def _once(once: Once) -> Once:
    mean, low, high = settle(once.mean, once.low, once.high)
    return replace(once, mean=mean, low=low, high=high)
