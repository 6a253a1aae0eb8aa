"""A bound at every recorded step: what was measured, below its bound, up to the horizon."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from earlyspec.judge.verdicts import ClaimVerdict, OutcomeVerdict
from earlyspec.report import phrases
from earlyspec.report.claim_panel import Panel
from earlyspec.report.lines import (
    Line,
    about,
    draw,
    event_marks,
    of_cell,
    step_axis,
    steps_label,
    unit,
    value_axis,
)
from earlyspec.report.model import CellReport, Curve
from earlyspec.report.numbers import text
from earlyspec.report.panel import DASHED, DOTTED, Box, Entry, Style, frame, mark_steps
from earlyspec.report.svg import BLUE, GREY, VERMILLION, Canvas

_LOOKS = {
    "limit": ("the bound", Style(VERMILLION, 1.8, DASHED)),
    "trivial": ("the trivial bound", Style(GREY, 1.8, DOTTED)),
    "value": ("measured", Style(BLUE, 2.2)),
}
_DECADES = 30.0
"""How far values may lie apart before an axis is logarithmic."""
_ABOVE = 100.0
"""How far above all else a bound is still shown: a useless one must not squeeze the rest."""


def bound_panels(claim: ClaimVerdict, cells: Sequence[CellReport]) -> Iterator[Panel]:
    """A panel for each bound that steps decide, at the largest size that has its curves."""
    for outcome in claim.outcomes:
        having = [cell for cell in cells if len(_lines(outcome, cell)) > 0]
        if having and outcome.traces:
            yield _panel(outcome, phrases.largest(having), len(cells))


def _panel(outcome: OutcomeVerdict, cell: CellReport, cells: int) -> Panel:
    lines = _lines(outcome, cell)
    curves = [line.curve for line in lines]
    last = max(curve.steps[-1] for curve in curves)
    ends = "; ".join(_end(line, last, cell.clock) for line in lines)
    moves = any(trace.role == "limit" for trace in outcome.traces) and curves[0].seeds > 1
    own = ", each against its own bound" if moves else ""
    return Panel(
        family="bound",
        title=outcome.id + ("" if outcome.word == "confirmed" else f": {outcome.word}"),
        where="",
        statement=outcome.text,
        about=about(cell, cells, curves) + own,
        told=f"{outcome.id} is {outcome.word}{of_cell(cell)}; at {cell.clock} {last:.6g}: {ends}",
        entries=tuple(Entry(line.label, line.style) for line in lines),
        draw=lambda canvas, box: _draw(canvas, box, cell, lines, outcome),
    )


def _end(line: Line, last: float, clock: str) -> str:
    """A line's last value, and where it is if the others go on: a bound may end before."""
    at, value = line.curve.steps[-1], text(line.curve.mean[-1], 3)
    return f"{line.label} {value}" + ("" if at == last else f", and none after {clock} {at:.6g}")


def _lines(outcome: OutcomeVerdict, cell: CellReport) -> list[Line]:
    """What was measured last, so that it lies on top; none without it."""
    found: dict[str, Curve] = {}
    for trace in outcome.traces:
        # Of a quantity that carries the bound on its error, the number itself is the first part.
        names = (trace.quantity, f"{trace.quantity}[0]")
        curve = next((c for c in cell.curves if c.quantity in names), None)
        if curve is not None and len(curve.steps) > 1:
            found[trace.role] = _times(curve, trace.scale)
    if "value" not in found:
        return []
    fixed = all(trace.role != "limit" for trace in outcome.traces)
    if "limit" not in found and fixed and outcome.limit is not None:
        found["limit"] = _level(found["value"], outcome.limit)
    return [
        Line(label, found[role], style) for role, (label, style) in _LOOKS.items() if role in found
    ]


def _times(curve: Curve, scale: float) -> Curve:
    if scale == 1.0:
        return curve
    rows = (tuple(scale * v for v in each) for each in (curve.mean, curve.low, curve.high))
    mean, low, high = rows
    return replace(curve, mean=mean, low=low, high=high)


def _level(curve: Curve, limit: float) -> Curve:
    level = (limit,) * len(curve.steps)
    return replace(curve, mean=level, low=level, high=level)


def _draw(
    canvas: Canvas, box: Box, cell: CellReport, lines: Sequence[Line], outcome: OutcomeVerdict
) -> None:
    curves = [line.curve for line in lines]
    x = step_axis(curves, box)
    shown = _seen([line.curve for line in lines if line.label != _LOOKS["limit"][0]], curves)
    later = [v for c in shown for s, v in zip(c.steps, c.mean, strict=True) if s > 0]
    positive = [v for v in later if v > 0 and math.isfinite(v)]
    log = bool(positive) and min(later) > 0 and max(positive) > _DECADES * min(positive)
    y = value_axis(shown, box, log)
    label = f"{outcome.id} ({unit(outcome.unit or curves[-1].unit)})"
    frame(canvas, box, x, y, steps_label(x, cell.clock), label)
    if box.right - box.left > 400:
        mark_steps(canvas, box, x, event_marks(cell, x))
    draw(canvas, box, x, y, lines)


def _seen(others: Sequence[Curve], curves: Sequence[Curve]) -> list[Curve]:
    """The curves as far as the axis is to reach."""
    tops = [v for c in others for v in c.mean if math.isfinite(v)]
    top = _ABOVE * max(tops, default=math.inf)
    if not top > 0:
        return list(curves)

    def cut(values: Sequence[float]) -> tuple[float, ...]:
        return tuple(min(v, top) for v in values)

    return [replace(c, mean=cut(c.mean), low=cut(c.low), high=cut(c.high)) for c in curves]
