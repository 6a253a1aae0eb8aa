"""Fits over a sweep: outcomes against size, both logarithmic, with their power laws."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from earlyspec.judge.verdicts import ClaimVerdict, Estimate, Fit, OutcomeVerdict
from earlyspec.report import scales
from earlyspec.report.lines import Figure, unit
from earlyspec.report.model import Report
from earlyspec.report.numbers import text, with_interval
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
)
from earlyspec.report.svg import PALETTE, Canvas, clip, width_of


def rates(report: Report) -> Iterator[tuple[str, Figure]]:
    """A figure for each claim and each name it was swept over, by file name."""
    several = sum(any(o.fit for o in claim.outcomes) for claim in report.claims) > 1
    taken: set[str] = set()
    for claim in report.claims:
        fitted = [(o, o.fit) for o in claim.outcomes if o.fit is not None and _drawable(o.fit)]
        for over in dict.fromkeys(fit.over for _, fit in fitted):
            mine = [(o, fit) for o, fit in fitted if fit.over == over]
            stem = "rate"
            if several:
                stem += "-" + _slug(claim.theorem)
            if len({fit.over for _, fit in fitted}) > 1:
                stem += "-over-" + _slug(over)
            name, again = stem, 1
            while name in taken:  # the same theorem, claimed twice
                again += 1
                name = f"{stem}-{again}"
            taken.add(name)
            yield f"{name}.svg", _rate(name, claim, over, mine)


def _drawable(fit: Fit) -> bool:
    return bool(fit.points) and all(p.size > 0 and p.value.value > 0 for p in fit.points)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", words.lower()).strip("-.")


def _rate(
    name: str, claim: ClaimVerdict, over: str, fitted: Sequence[tuple[OutcomeVerdict, Fit]]
) -> Figure:
    sizes = [point.size for _, fit in fitted for point in fit.points]
    entries, told = [], []
    for (outcome, fit), colour in zip(fitted, _cycle(PALETTE, len(fitted)), strict=True):
        slope = f": exponent {with_interval(fit.slope)}{', bends' if fit.bends else ''}"
        short = clip(outcome.id, WIDTH - 110 - width_of(slope))  # the number is what must be seen
        entries.append(Entry(short + slope, Style(colour, 1.6, dot=True)))
        told.append(outcome.id + slope)
    title = f"{claim.theorem}: {claim.word} over {over} = {text(min(sizes))} to {text(max(sizes))}"
    described = f"Power laws fitted over {over}. {title}: {'; '.join(told)}."
    canvas = Canvas(name, WIDTH, HEIGHT, f"{title}; {'; '.join(told)}", described)
    about = "points: geometric mean over seeds, 95 % interval; lines: fitted power laws"
    top = heading(canvas, title, about, entries)
    box = Box(LEFT, top, WIDTH - RIGHT, HEIGHT - BOTTOM)
    x = scales.log_sizes(sizes, box.left, box.right)
    heights = [v for _, fit in fitted for p in fit.points for v in _ends(p.value)]
    y = scales.log(min(heights), max(heights), box.bottom, box.top)
    units = {unit(outcome.unit) for outcome, _ in fitted if outcome.unit}
    label = f"outcome ({units.pop()})" if len(units) == 1 else "outcome"
    frame(canvas, box, x, y, over, label)
    canvas.begin_clip(box.left, box.top, box.right - box.left, box.bottom - box.top)
    for i, ((_, fit), entry) in enumerate(zip(fitted, entries, strict=True)):
        colour = entry.style.colour
        ends = [min(p.size for p in fit.points), max(p.size for p in fit.points)]
        law = [(x(s), y(math.exp(fit.intercept + fit.slope.value * math.log(s)))) for s in ends]
        canvas.line(law, colour, 1.6)
        # Two outcomes at one size stand beside each other.
        aside = 5.0 * (i - (len(fitted) - 1) / 2)
        for point in fit.points:
            at = x(point.size) + aside
            _, low, high = _ends(point.value)
            if high > low:
                foot, head = y(max(low, y.low)), y(high)
                canvas.line([(at, foot), (at, head)], colour, 1.4)
                for cap in (foot, head):
                    canvas.line([(at - 3, cap), (at + 3, cap)], colour, 1.4)
            canvas.dot((at, y(point.value.value)), colour)
    canvas.end_clip()
    return Figure(canvas.svg(), described)


def _ends(estimate: Estimate) -> tuple[float, float, float]:
    """A positive number and its interval as far as a logarithmic axis can show it."""
    value, low, high = estimate.value, estimate.low, estimate.high
    if low is None or high is None or not math.isfinite(high):
        return value, value, value
    return value, low if low > 0 else value / 1000, high


def _cycle(colours: Sequence[str], count: int) -> list[str]:
    return [colours[i % len(colours)] for i in range(count)]
