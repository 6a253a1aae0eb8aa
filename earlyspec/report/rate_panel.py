"""Fits over a sweep: outcomes against size, both logarithmic, with their power laws.

The slope that a theorem asks for is drawn beside the one that was found, from the same first point:
who falls faster ends below it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earlyspec.judge.verdicts import ClaimVerdict, Estimate, Fit, OutcomeVerdict
from earlyspec.report import scales
from earlyspec.report.claim_panel import Panel
from earlyspec.report.lines import unit
from earlyspec.report.numbers import text, with_interval
from earlyspec.report.panel import DOTTED, WIDTH, Box, Entry, Style, frame
from earlyspec.report.svg import GREY, PALETTE, Canvas, clip, width_of

_MOST = 8  # laws in one panel


@dataclass(frozen=True)
class _Law:
    """Outcomes that share one fit, such as a number bounded from above and from below.

    Attributes:
      slopes: those that are asked for, as far as they are not flat: a grid shows those.
    """

    outcomes: tuple[OutcomeVerdict, ...]
    fit: Fit
    colour: str

    @property
    def name(self) -> str:
        return ", ".join(outcome.id for outcome in self.outcomes)

    @property
    def said(self) -> str:
        """What was found, what was asked for, and the word on it."""
        over = f"exponent of {self.fit.over} "
        asked = [o.required.removeprefix(over).removeprefix("= ") for o in self.outcomes]
        # That all is well says the title, in one word.
        words = ", ".join(dict.fromkeys(o.word for o in self.outcomes if o.word != "confirmed"))
        bends = ", bends" if self.fit.bends else ""
        found = f": exponent {with_interval(self.fit.slope)}{bends}"
        return f"{found}; needs {' and '.join(asked)}{words and f': {words}'}"

    @property
    def slopes(self) -> tuple[float, ...]:
        asked = {o.limit for o in self.outcomes if o.limit}
        return tuple(sorted(slope for slope in asked if slope is not None))

    @property
    def wedge(self) -> tuple[float, ...]:
        """Between which slopes an exponent that is to be met may lie."""
        for o in self.outcomes:
            if o.kind == "exponent" and o.limit is not None and o.tolerance:
                return o.limit - o.tolerance, o.limit + o.tolerance
        return ()

    @property
    def asked(self) -> tuple[float, ...]:
        """Every slope that is drawn beside the one found."""
        return (*self.slopes, *self.wedge)


def rate_panels(claim: ClaimVerdict) -> Iterator[Panel]:
    """A panel for each name that the claim was swept over."""
    fitted = [(o, o.fit) for o in claim.outcomes if o.fit is not None and _drawable(o.fit)]
    for over in dict.fromkeys(fit.over for _, fit in fitted):
        laws = _laws([(o, fit) for o, fit in fitted if fit.over == over])
        yield _panel(over, laws[:_MOST], len(laws))


def _drawable(fit: Fit) -> bool:
    return bool(fit.points) and all(p.size > 0 and p.value.value > 0 for p in fit.points)


def _laws(fitted: Sequence[tuple[OutcomeVerdict, Fit]]) -> list[_Law]:
    shared: dict[tuple[object, ...], list[tuple[OutcomeVerdict, Fit]]] = {}
    for outcome, fit in fitted:
        shared.setdefault((fit.points, fit.slope), []).append((outcome, fit))
    return [
        _Law(tuple(o for o, _ in each), each[0][1], PALETTE[i % len(PALETTE)])
        for i, each in enumerate(shared.values())
    ]


def _panel(over: str, laws: Sequence[_Law], among: int) -> Panel:
    sizes = [point.size for law in laws for point in law.fit.points]
    entries = []
    for law in laws:
        # The number is what must be seen.
        name = clip(law.name, WIDTH - 110 - width_of(law.said))
        entries.append(Entry(name + law.said, Style(law.colour, 1.6, dot=True)))
    if any(law.slopes for law in laws):
        entries.append(Entry("the exponent that is needed", Style(GREY, 1.6, DOTTED)))
    few = "" if len(laws) == among else f"; {len(laws)} of {among} fits shown"
    return Panel(
        family="rate",
        title=f"over {over}",
        where=f" over {over} = {text(min(sizes))} to {text(max(sizes))}",
        statement="",
        about=f"points: geometric mean over seeds, 95 % interval; lines: fitted power laws{few}",
        told=f"Power laws fitted over {over}: {'; '.join(law.name + law.said for law in laws)}",
        entries=tuple(entries),
        draw=lambda canvas, box: _draw(canvas, box, over, laws),
    )


def _draw(canvas: Canvas, box: Box, over: str, laws: Sequence[_Law]) -> None:
    points = [point for law in laws for point in law.fit.points]
    x = scales.log_sizes([point.size for point in points], box.left, box.right)
    heights = [v for point in points for v in _ends(point.value)]
    heights += [v for law in laws for _, v in _line(law.fit, law.fit.slope.value)]
    heights += [v for law in laws for slope in law.asked for _, v in _from_first(law.fit, slope)]
    y = scales.log(min(heights), max(heights), box.bottom, box.top)
    units = {unit(outcome.unit) for law in laws for outcome in law.outcomes if outcome.unit}
    label = f"outcome ({units.pop()})" if len(units) == 1 else "outcome"
    frame(canvas, box, x, y, over, label)
    canvas.begin_clip(box.left, box.top, box.right - box.left, box.bottom - box.top)
    for law in laws:
        if law.wedge:
            low, high = (
                [(x(s), y(v)) for s, v in _from_first(law.fit, slope)] for slope in law.wedge
            )
            canvas.band(low, high, law.colour)
        for slope in law.slopes:
            asked = [(x(s), y(v)) for s, v in _from_first(law.fit, slope)]
            canvas.line(asked, law.colour, 1.6, DOTTED)
    for i, law in enumerate(laws):
        found = [(x(s), y(v)) for s, v in _line(law.fit, law.fit.slope.value)]
        canvas.line(found, law.colour, 1.6)
        # Two outcomes at one size stand beside each other.
        aside = 5.0 * (i - (len(laws) - 1) / 2)
        for point in law.fit.points:
            at = x(point.size) + aside
            _, bottom, top = _ends(point.value)
            if top > bottom:
                foot, head = y(max(bottom, y.low)), y(top)
                canvas.line([(at, foot), (at, head)], law.colour, 1.4)
                for cap in (foot, head):
                    canvas.line([(at - 3, cap), (at + 3, cap)], law.colour, 1.4)
            canvas.dot((at, y(point.value.value)), law.colour)
    canvas.end_clip()


def _line(fit: Fit, slope: float) -> list[tuple[float, float]]:
    """The fitted law at the smallest and the largest size."""
    ends = (min(p.size for p in fit.points), max(p.size for p in fit.points))
    return [(s, math.exp(fit.intercept + slope * math.log(s))) for s in ends]


def _from_first(fit: Fit, slope: float) -> list[tuple[float, float]]:
    """A power law of that exponent from where the fitted one begins, as far as it goes."""
    (first, height), (last, _) = _line(fit, fit.slope.value)
    return [(first, height), (last, height * (last / first) ** slope)]


def _ends(estimate: Estimate) -> tuple[float, float, float]:
    """A positive number and its interval as far as a logarithmic axis can show it."""
    value, low, high = estimate.value, estimate.low, estimate.high
    if low is None or high is None or not math.isfinite(high):
        return value, value, value
    return value, low if low > 0 else value / 1000, high
