"""A figure for each claim whose outcomes can be seen: rates, bounds over steps, intervals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from earlyspec.judge.verdicts import ClaimVerdict
from earlyspec.report.bound_panel import bound_panels
from earlyspec.report.claim_panel import Panel
from earlyspec.report.interval_panel import interval_panels
from earlyspec.report.lines import Figure
from earlyspec.report.model import Report
from earlyspec.report.panel import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Box, Entry, heading
from earlyspec.report.rate_panel import rate_panels
from earlyspec.report.svg import Canvas, clip

_MOST = 3  # panels beside each other; more would be too narrow to read
_BETWEEN = 14.0


def claim_figures(report: Report) -> Iterator[tuple[str, Figure]]:
    """One figure a claim, by file name; none for a claim whose outcomes are words."""
    drawn = [(claim, _panels(claim, report)) for claim in report.claims]
    drawn = [(claim, panels) for claim, panels in drawn if panels]
    families = [panels[0].family for _, panels in drawn]
    taken: set[str] = set()
    for claim, panels in drawn:
        stem = panels[0].family
        if families.count(stem) > 1:
            stem += "-" + _slug(claim.theorem)
        name, again = stem, 1
        while name in taken:  # the same theorem, claimed twice
            again += 1
            name = f"{stem}-{again}"
        taken.add(name)
        yield f"{name}.svg", _figure(name, claim, panels)


def _panels(claim: ClaimVerdict, report: Report) -> list[Panel]:
    return [
        *rate_panels(claim),
        *bound_panels(claim, report.cells),
        *interval_panels(claim),
    ]


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", words.lower()).strip("-.")


def _figure(name: str, claim: ClaimVerdict, panels: Sequence[Panel]) -> Figure:
    shown = panels[:_MOST]
    title = f"{claim.theorem}: {claim.word}"
    if len(shown) == 1:
        title += shown[0].where
    described = f"{title}. {'; '.join(panel.told for panel in shown)}."
    about = "; ".join(dict.fromkeys(panel.about for panel in shown))
    if len(shown) == 1 and shown[0].statement:
        about = f"{shown[0].statement}; {about}"
    if len(shown) < len(panels):
        about = f"{len(shown)} of {len(panels)} outcomes' plots; {about}"
    entries: dict[str, Entry] = {e.label: e for panel in shown for e in panel.entries}
    several = len(shown) > 1
    tried = Canvas(name, WIDTH, HEIGHT, title, described)
    top = heading(tried, title, about, list(entries.values())) + (12 if several else 0)
    heights = [panel.height for panel in shown if panel.height is not None]
    height = HEIGHT if len(heights) < len(shown) else min(HEIGHT, top + max(heights) + BOTTOM)
    canvas = Canvas(name, WIDTH, height, title, described)
    heading(canvas, title, about, list(entries.values()))
    wide = (WIDTH - 8 - RIGHT - _BETWEEN * (len(shown) - 1)) / len(shown)
    for i, panel in enumerate(shown):
        left = 8 + i * (wide + _BETWEEN) + LEFT - 8
        right = 8 + i * (wide + _BETWEEN) + wide
        box = Box(left, top, right, height - BOTTOM)
        panel.draw(canvas, box)
        if several:
            words = clip(panel.title, box.right - box.left)
            canvas.text((box.left + 2, box.top - 7), words, bold=True)
    return Figure(canvas.svg(), described)
