"""Figures of one cell over its steps: losses, gap, outputs of a few points."""

from __future__ import annotations

from collections.abc import Sequence

from earlyspec.report import phrases
from earlyspec.report.lines import (
    HORIZON,
    Figure,
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
from earlyspec.report.model import CellReport
from earlyspec.report.numbers import text
from earlyspec.report.panel import (
    BOTTOM,
    DASHED,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    Box,
    Entry,
    Style,
    end_labels,
    frame,
    heading,
    mark_step,
    mark_steps,
)
from earlyspec.report.quantities import select
from earlyspec.report.svg import BLUE, GREY, PALETTE, VERMILLION, Canvas

GAP = "Mean squared gap between the network and its linear model"
_MODELS = {"paired": "linear model", "naive": "naive linear model"}
_DECADES = 1e8  # between losses beyond which their axis is logarithmic, beside another model
_POINTS = 5  # test points whose outputs are drawn


def losses(cell: CellReport, cells: int) -> Figure | None:
    """Losses of the network and of the reference models; `cells` is of how many sizes."""
    lines = []
    for split, dash in (("train", ""), ("test", DASHED)):
        for _, curve in select(cell.curves, "loss", split=split):
            # Wide and pale beneath: the claim is that the other curve covers it.
            lines.append(Line(f"network, {split}", curve, Style(BLUE, 4.5, dash, 0.45)))
    models = dict.fromkeys(name["model"] for name, _ in select(cell.curves, "reference-loss"))
    for model, colour in zip(models, (VERMILLION, *PALETTE[2:]), strict=False):
        for split, dash in (("train", ""), ("test", DASHED)):
            for _, curve in select(cell.curves, "reference-loss", split=split, model=model):
                label = f"{_MODELS.get(model, model)}, {split}"
                lines.append(Line(label, curve, Style(colour, 1.6, dash)))
    lines = [line for line in lines if len(line.curve.steps) > 1]
    if not lines:
        return None
    title = "Loss of the network"
    if models:
        known = all(model in _MODELS for model in models)
        title += " and of its linear model" if known else " and of what is beside it"
    # On a linear axis a loss that falls to rounding is a line along the bottom, and nothing to
    # compare the others with.
    means = [value for line in lines for value in line.curve.mean]
    log = bool(models) and min(means) > 0 and max(means) > _DECADES * min(means)
    return _one_panel("losses", title, cell, cells, lines, "loss", log=log)


def gap(cell: CellReport) -> Figure | None:
    """The gap on training and test inputs, logarithmic."""
    looks = (("train", Style(BLUE)), ("test", Style(VERMILLION, 1.8, DASHED)))
    lines = [
        Line(split, curve, style)
        for split, style in looks
        for _, curve in select(cell.curves, "prediction-gap", split=split, model="paired")
        if len(curve.steps) > 1 and any(v > 0 for v in curve.mean)
    ]
    return _one_panel("gap", GAP, cell, 1, lines, "mean squared gap", log=True) if lines else None


def _one_panel(
    name: str,
    title: str,
    cell: CellReport,
    cells: int,
    lines: Sequence[Line],
    label: str,
    log: bool,
) -> Figure:
    curves = [line.curve for line in lines]
    ends = "; ".join(
        f"{line.label} {text(line.curve.mean[0], 3)} to {text(line.curve.mean[-1], 3)}"
        for line in lines
    )
    last = max(curve.steps[-1] for curve in curves)
    described = f"{title} {phrases.span(cell.clock, last)}{of_cell(cell)}: {ends}."
    canvas = Canvas(name, WIDTH, HEIGHT, title, described)
    entries = [Entry(line.label, line.style) for line in lines]
    top = heading(canvas, title, about(cell, cells, curves), entries)
    box = Box(LEFT, top, WIDTH - RIGHT, HEIGHT - BOTTOM)
    x, y = step_axis(curves, box), value_axis(curves, box, log)
    frame(canvas, box, x, y, steps_label(x, cell.clock), f"{label} ({unit(curves[0].unit)})")
    mark_steps(canvas, box, x, event_marks(cell, x))
    draw(canvas, box, x, y, lines)
    return Figure(canvas.svg(), described)


def outputs(cell: CellReport, cells: int) -> Figure | None:
    """What network and linear model say of a few points, a colour each."""
    found = [
        pair for pair in select(cell.curves, "sample-outputs") if pair[0].component is not None
    ]
    splits = {name.given.get("split", "test") for name, _ in found}
    split = "test" if "test" in splits else min(splits, default="")
    found = [pair for pair in found if pair[0].given.get("split", "test") == split][:_POINTS]
    references = {
        name.component: curve
        for name, curve in select(cell.curves, "sample-reference-outputs", model="paired")
        if name.given.get("split", "test") == split
    }
    lines: list[Line] = []
    for (name, curve), colour in zip(found, PALETTE, strict=False):
        lines.append(Line(f"point {(name.component or 0) + 1}", curve, Style(colour, 4.5, "", 0.4)))
        if name.component in references:
            lines.append(Line("", references[name.component], Style(colour, 1.6, DASHED)))
    lines = [line for line in lines if len(line.curve.steps) > 1]
    if not lines:
        return None
    points = [line for line in lines if line.label]
    title = f"Outputs on {phrases.count(len(points), f'{split} point')}"
    ends = "; ".join(f"{line.label} ends at {text(line.curve.mean[-1], 3)}" for line in points)
    described = f"{title}, network and linear model{of_cell(cell)}: {ends}."
    canvas = Canvas("outputs", WIDTH, HEIGHT, title, described)
    entries = [Entry("network", Style(GREY, 4.5, "", 0.4))]
    if len(points) < len(lines):
        entries.append(Entry("linear model", Style(GREY, 1.6, DASHED)))
    curves = [line.curve for line in lines]
    top = heading(canvas, title, about(cell, cells, curves), entries)
    box = Box(LEFT, top, WIDTH - RIGHT - 52, HEIGHT - BOTTOM)
    x, y = step_axis(curves, box), value_axis(curves, box, log=False)
    frame(canvas, box, x, y, steps_label(x, cell.clock), f"output ({unit(curves[0].unit)})")
    if cell.horizon_step is not None and 0 < cell.horizon_step <= x.high:
        mark_step(canvas, box, x, cell.horizon_step, HORIZON)
    draw(canvas, box, x, y, lines)
    tags = [(y(line.curve.mean[-1]), line.label, line.style.colour) for line in points]
    end_labels(canvas, box.right + 8, tags)
    return Figure(canvas.svg(), described)
