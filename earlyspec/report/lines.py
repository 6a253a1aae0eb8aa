"""Curves over steps: what the figures of a cell and of a sweep share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from earlyspec.report import phrases, scales
from earlyspec.report.model import CellReport, Curve
from earlyspec.report.panel import Box, Style
from earlyspec.report.svg import Canvas, Point

HORIZON = "horizon of the theorem"
_HAPPENED = {"escape(split=test)": "escape on test inputs", "linear-limit": "linear model done"}


@dataclass(frozen=True)
class Figure:
    """A picture: its SVG, and in words what it shows."""

    svg: str
    alternative: str


@dataclass(frozen=True)
class Line:
    """A curve, its name in the legend, and its style."""

    label: str
    curve: Curve
    style: Style


def about(cell: CellReport, cells: int, curves: Sequence[Curve]) -> str:
    """The subtitle: sizes, and over how many seeds."""
    # A model without hidden neurons has no m.
    sizes = {k: v for k, v in cell.sizes.items() if k in ("d", "n", "m") and v}
    extra = {k: v for k, v in cell.point.items() if k not in cell.sizes}
    parts = [phrases.at({**sizes, **extra})] if sizes or extra else []
    if cells > 1:
        parts.append(f"largest of {cells} sizes")
    seeds = max(curve.seeds for curve in curves)
    over = "one seed" if seeds == 1 else f"mean of {seeds} seeds{band_words(curves)}"
    return "; ".join([*parts, over])


def band_words(curves: Sequence[Curve]) -> str:
    """Whether there are bands to be seen, and what they are."""
    banded = any(low < high for c in curves for low, high in zip(c.low, c.high, strict=True))
    return ", 95 % bands" if banded else ""


def of_cell(cell: CellReport) -> str:
    """Where, in a description."""
    return f" at {phrases.at(cell.point)}" if cell.point else ""


def unit(unit: str) -> str:
    """A unit as a figure writes it."""
    return unit.replace("^2", "²") or "no unit"


def steps_label(axis: scales.Axis, clock: str) -> str:
    """What the horizontal axis is."""
    return clock if axis.kind == "linear" else f"{clock}, logarithmic"


def step_axis(curves: Sequence[Curve], box: Box) -> scales.Axis:
    """Logarithmic where most steps were recorded early, or half of them would be one line."""
    steps = sorted({step for curve in curves for step in curve.steps})
    if len(steps) > 8 and steps[len(steps) // 2] < steps[-1] / 8 and steps[-1] >= 10:
        return scales.log_steps(steps[-1], box.left, box.right)
    return scales.steps(steps[-1], box.left, box.right)


def event_marks(cell: CellReport, x: scales.Axis) -> list[tuple[float, str]]:
    """The theorem's horizon, and what happened in every seed, as far as the axis shows them."""
    marks = [] if cell.horizon_step is None else [(float(cell.horizon_step), HORIZON)]
    marks += [
        (time.step.value, _HAPPENED[time.id])
        for time in cell.times
        if time.step is not None and time.id in _HAPPENED
    ]
    return [(step, label) for step, label in marks if 0 < step <= x.high]


def value_axis(curves: Sequence[Curve], box: Box, log: bool) -> scales.Axis:
    """An axis for these curves and their bands."""
    values = [v for c in curves for v in (*c.mean, *c.low, *c.high) if math.isfinite(v)]
    if log:
        # Before the first step a gap is rounding noise, 25 decades below everything else.
        means = [
            v
            for c in curves
            for step, v in zip(c.steps, c.mean, strict=True)
            if v > 0 and math.isfinite(v) and (step > 0 or len(c.steps) == 1)
        ]
        means = means or [v for c in curves for v in c.mean if v > 0 and math.isfinite(v)]
        lows = [v for c in curves for v in c.low if v > 0 and math.isfinite(v)]
        # Bands may reach far below their curve; three times below it is enough to see that.
        low = max(min(means) / 3, min(lows, default=0.0))
        return scales.log(low, max(max(values), low), box.bottom, box.top)
    return scales.linear(min(values), max(values), box.bottom, box.top)


def draw(
    canvas: Canvas,
    box: Box,
    x: scales.Axis,
    y: scales.Axis,
    lines: Sequence[Line],
    horizons: Mapping[str, float] | None = None,
) -> None:
    """Bands first, then lines, within the frame."""
    canvas.begin_clip(box.left, box.top, box.right - box.left, box.bottom - box.top)
    for line in lines:
        per = horizons[line.label] if horizons else 1
        low = _path(x, y, line.curve.steps, line.curve.low, per)
        high = _path(x, y, line.curve.steps, line.curve.high, per)
        if low != high and min(len(low), len(high)) > 1:
            canvas.band(low, high, line.style.colour)
    for line in lines:
        per = horizons[line.label] if horizons else 1
        line.style.draw(canvas, _path(x, y, line.curve.steps, line.curve.mean, per, floor=False))
    canvas.end_clip()


def _path(
    x: scales.Axis,
    y: scales.Axis,
    steps: Sequence[float],
    values: Sequence[float],
    per: float,
    floor: bool = True,
) -> list[Point]:
    """Points of a curve; what a logarithmic axis cannot show is at its floor, or left out."""
    path = []
    for step, value in zip(steps, values, strict=True):
        if not math.isfinite(value):
            continue
        if y.kind == "log" and value < y.low:
            if not floor and value <= 0:
                continue
            value = y.low / 2
        path.append((x(step / per), y(value)))
    return path
