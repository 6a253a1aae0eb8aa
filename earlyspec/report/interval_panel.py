"""Numbers beside what they must be: ratios, equalities, shares of seeds, a row each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from earlyspec.judge.verdicts import ClaimVerdict, OutcomeVerdict
from earlyspec.report import scales
from earlyspec.report.claim_panel import Panel
from earlyspec.report.lines import unit
from earlyspec.report.numbers import with_interval
from earlyspec.report.panel import Box, Entry, Style, frame
from earlyspec.report.scales import Axis
from earlyspec.report.svg import BLUE, GREEN, GREY, Canvas, clip, width_of

_MOST = 8  # rows in one panel
_ROW = 56.0  # pixels a row
_NAME = 150.0  # pixels that a row's name may take
_TIGHT = 1e-6
"""An equality up to rounding is no picture: at its scale there is a point on a line."""
_LABELS = {
    "contrast": "ratio, larger over smaller",
    "limit": "value",
    "frequency": "share of seeds",
}


def interval_panels(claim: ClaimVerdict) -> Iterator[Panel]:
    """A panel for each of these kinds that the claim has."""
    for kind in _LABELS:
        rows = [o for o in claim.outcomes if o.kind == kind and _drawable(o)]
        if rows:
            yield _panel(kind, rows[:_MOST], len(rows))


def _drawable(outcome: OutcomeVerdict) -> bool:
    estimate, limit = outcome.estimate, outcome.limit
    if estimate is None or limit is None or not all(map(math.isfinite, (estimate.value, limit))):
        return False
    if outcome.kind == "contrast":
        return estimate.value > 0 and limit > 0
    if outcome.kind == "limit":
        return (outcome.tolerance or 0.0) > _TIGHT * max(1.0, abs(limit))
    return True


def _panel(kind: str, rows: Sequence[OutcomeVerdict], among: int) -> Panel:
    few = "" if len(rows) == among else f"; {len(rows)} of {among} shown"
    told = (
        f"{o.id} is {o.word}: {with_interval(o.estimate)}, needs {o.required}"
        for o in rows
        if o.estimate is not None
    )
    return Panel(
        family="numbers",
        title="",
        where="",
        statement="",
        about=f"points: what was found, with its 95 % interval if it has one{few}",
        told="; ".join(told),
        entries=(
            Entry("found", Style(BLUE, 1.6, dot=True)),
            Entry("where it must lie", Style(GREEN, 10.0, opacity=0.16)),
        ),
        draw=lambda canvas, box: _draw(canvas, box, kind, rows),
        height=_ROW * min(len(rows), _MOST) + 20,
    )


def _draw(canvas: Canvas, outer: Box, kind: str, rows: Sequence[OutcomeVerdict]) -> None:
    names = [clip(outcome.id, _NAME) for outcome in rows]
    words = [width_of(outcome.word) for outcome in rows]
    # Names stand where other plots have the numbers of their vertical axis.
    room = max(*map(width_of, names), *words, 0.0) - 50
    box = Box(outer.left + max(room, 0.0), outer.top, outer.right, outer.bottom)
    x = _axis(kind, rows, box)
    units = {unit(o.unit) for o in rows if o.unit}
    label = _LABELS[kind] + (f" ({units.pop()})" if len(units) == 1 and kind == "limit" else "")
    no_ticks = Axis("linear", 0.0, 1.0, box.bottom, box.top)
    frame(canvas, box, x, no_ticks, label, "")
    each = (box.bottom - box.top) / len(rows)
    for i, (outcome, name) in enumerate(zip(rows, names, strict=True)):
        middle = box.top + (i + 0.5) * each
        canvas.text((box.left - 8, middle - 1), name, anchor="end", bold=True)
        canvas.text((box.left - 8, middle + 14), outcome.word, anchor="end", fill=GREY)
        half = min(0.38 * each, 24.0)
        low, high = (min(max(x(v), box.left), box.right) for v in _asked(outcome, x))
        edges = [(low, middle - half), (high, middle - half)]
        canvas.band(edges, [(low, middle + half), (high, middle + half)], GREEN)
        _found(canvas, box, x, outcome, middle)


def _found(canvas: Canvas, box: Box, x: Axis, outcome: OutcomeVerdict, y: float) -> None:
    estimate = outcome.estimate
    assert estimate is not None
    if estimate.low is not None and estimate.high is not None:
        ends = [max(estimate.low, x.low), min(estimate.high, x.high)]
        low, high = (x(v) for v in ends)
        canvas.line([(low, y), (high, y)], BLUE, 1.6)
        for end in (low, high):
            canvas.line([(end, y - 5), (end, y + 5)], BLUE, 1.6)
    canvas.dot((x(estimate.value), y), BLUE, 4.5)


def _asked(outcome: OutcomeVerdict, x: Axis) -> tuple[float, float]:
    """Where the number must lie, as far as the axis goes."""
    assert outcome.limit is not None
    if outcome.kind == "limit":
        tolerance = outcome.tolerance or 0.0
        return outcome.limit - tolerance, outcome.limit + tolerance
    return outcome.limit, x.high


def _axis(kind: str, rows: Sequence[OutcomeVerdict], box: Box) -> Axis:
    values = [v for outcome in rows for v in _ends(outcome)]
    if kind == "frequency":
        return scales.linear(0.0, 1.0, box.left, box.right)
    if kind == "contrast":
        positive = [v for v in values if v > 0]
        low, high = min(positive), max(positive)
        return scales.log(
            low / (high / low) ** 0.1, high * (high / low) ** 0.1, box.left, box.right
        )
    return scales.linear(min(values), max(values), box.left, box.right)


def _ends(outcome: OutcomeVerdict) -> list[float]:
    estimate, limit = outcome.estimate, outcome.limit
    assert estimate is not None
    assert limit is not None
    tolerance = outcome.tolerance or 0.0 if outcome.kind == "limit" else 0.0
    found = (estimate.value, estimate.low, estimate.high, limit - tolerance, limit + tolerance)
    return [v for v in found if v is not None and math.isfinite(v)]
