"""The gap over a sweep: a panel for each split, a curve for each size."""

from __future__ import annotations

from collections.abc import Sequence

from earlyspec.report import phrases, scales
from earlyspec.report.cell_figures import GAP
from earlyspec.report.lines import Figure, Line, band_words, draw, unit, value_axis
from earlyspec.report.model import CellReport
from earlyspec.report.numbers import text
from earlyspec.report.panel import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    Box,
    Entry,
    Style,
    frame,
    heading,
    mark_step,
)
from earlyspec.report.quantities import select
from earlyspec.report.svg import Canvas

_RAMP = ("#f89540", "#e16462", "#bf3984", "#8f0da4", "#5601a4", "#0d0887")
"""From small to large; lightness falls evenly, so the order is seen without colour."""


def gaps(cells: Sequence[CellReport]) -> Figure | None:
    """The gap at up to six sizes, on training and on test inputs."""
    shown = _spread(cells, len(_RAMP))
    colours = [_RAMP[i] for i in _evenly(len(shown), len(_RAMP))]
    # In units of its own horizon every size ends at the same place.
    scaled = all(cell.horizon_step for cell in shown)
    panels: list[tuple[str, list[Line]]] = []
    for split in ("train", "test"):
        lines = []
        for cell, colour in zip(shown, colours, strict=True):
            for _, curve in select(cell.curves, "prediction-gap", split=split, model="paired"):
                if len(curve.steps) > 1 and any(v > 0 for v in curve.mean):
                    lines.append(Line(phrases.at(cell.point), curve, Style(colour)))
        if lines:
            panels.append((split, lines))
    if not panels:
        return None
    horizons = {phrases.at(cell.point): cell.horizon_step or 1 for cell in shown}
    last = "; ".join(f"{line.label} {text(max(line.curve.mean), 3)}" for line in panels[0][1])
    described = f"{GAP}; the largest on {panels[0][0]} inputs at each size: {last}."
    canvas = Canvas("gap", WIDTH, HEIGHT, GAP, described)
    few = "" if len(shown) == len(cells) else f"; {len(shown)} of {len(cells)} sizes shown"
    everything = [line.curve for _, lines in panels for line in lines]
    about = f"mean over seeds{band_words(everything)}{few}"
    labelled = {line.label: Entry(line.label, line.style) for _, lines in panels for line in lines}
    top = heading(canvas, GAP, about, list(labelled.values())) + 8
    between = 40.0
    wide = (WIDTH - LEFT - RIGHT - between * (len(panels) - 1)) / len(panels)
    last_step = max(curve.steps[-1] for curve in everything)
    for i, (split, lines) in enumerate(panels):
        left = LEFT + i * (wide + between)
        box = Box(left, top, left + wide, HEIGHT - BOTTOM)
        y = value_axis(everything, box, log=True)
        if scaled:
            far = max(line.curve.steps[-1] / horizons[line.label] for line in lines)
            x, words = (
                scales.steps(far, box.left, box.right, 5),
                f"{shown[0].clock} / horizon of the theorem",
            )
        else:
            x, words = scales.steps(last_step, box.left, box.right, 5), shown[0].clock
        label = f"mean squared gap ({unit(everything[0].unit)})" if i == 0 else ""
        frame(canvas, box, x, y, words, label, f"{split} inputs")
        if scaled and x.high >= 1:
            mark_step(canvas, box, x, 1.0, "horizon")
        draw(canvas, box, x, y, lines, horizons if scaled else None)
    return Figure(canvas.svg(), described)


def _spread(cells: Sequence[CellReport], most: int) -> list[CellReport]:
    """At most so many cells, the first and the last among them, evenly between."""
    if len(cells) <= most:
        return list(cells)
    return [cells[i] for i in _evenly(most, len(cells))]


def _evenly(count: int, among: int) -> list[int]:
    """So many indices among 0 ... among - 1, both ends included."""
    if count == 1:
        return [among - 1]
    return [round(i * (among - 1) / (count - 1)) for i in range(count)]
