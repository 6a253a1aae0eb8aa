"""Several runs in one table: spec, claim, verdict, whether it was expected, time."""

from __future__ import annotations

from collections.abc import Sequence

from earlyspec.frozen import dataclass
from earlyspec.report import phrases
from earlyspec.report.markdown_text import plain
from earlyspec.report.model import Report
from earlyspec.report.render_terminal import COLOURS
from earlyspec.report.terminal_text import cells, pad, paint, to_ascii

HEAD = ("spec", "claim", "verdict", "as expected", "time")


@dataclass(frozen=True)
class Entry:
    """One spec of several.

    Attributes:
      spec: its path, as it was found.
      report: what came of it; None without a report.
      why: a few words on why there is none; empty if there is one.
      seconds: how long it took; None if it was not begun.
    """

    spec: str
    report: Report | None
    why: str
    seconds: float | None


def summary_table(
    entries: Sequence[Entry], colour: bool = False, width: int = 100, ascii: bool = False
) -> str:
    """All claims of several specs, a row each, and their count."""
    rows = [HEAD, *(row for entry in entries for row in _rows(entry))]
    widths = [max(cells(row[i]) for row in rows) for i in range(len(HEAD))]
    # Of a narrow terminal the specs' names give way: their ends tell them apart.
    widths[0] = min(widths[0], max(12, width - sum(widths[1:]) - 2 * (len(HEAD) - 1)))
    lines = []
    for i, row in enumerate(rows):
        shown = [pad(_tail(row[0], widths[0]), widths[0])]
        shown += [pad(cell, w) for cell, w in zip(row[1:-1], widths[1:-1], strict=True)]
        shown.append(" " * (widths[-1] - cells(row[-1])) + row[-1])
        if row[2] in COLOURS:
            shown[2] = paint(shown[2], COLOURS[row[2]], colour)
        elif i and row[2] != "measured":
            shown[2] = paint(shown[2], "red", colour)
        line = "  ".join(shown).rstrip()
        lines.append(paint(line, "bold", colour) if i == 0 else line)
    lines += ["", *_tally(entries, colour)]
    text = "\n".join(lines)
    return to_ascii(text) if ascii else text


def _rows(entry: Entry) -> list[tuple[str, ...]]:
    """A row a claim; the time stands in the first one."""
    name = plain(entry.spec)
    time = "-" if entry.seconds is None else duration(entry.seconds)
    if entry.report is None:
        return [(name, "-", entry.why, "-", time)]
    if not entry.report.claims:
        return [(name, "-", "measured", "-", time)]
    rows: list[tuple[str, ...]] = []
    for k, claim in enumerate(entry.report.claims):
        met = "-" if claim.expect is None else "yes" if claim.as_expected else "no"
        rows.append((name, plain(claim.theorem), claim.word, met, "" if k else time))
    return rows


def _tally(entries: Sequence[Entry], colour: bool) -> list[str]:
    reports = [entry.report for entry in entries if entry.report is not None]
    words = [claim.word for report in reports for claim in report.claims]
    tally = ", ".join(f"{words.count(w)} {w}" for w in phrases.CLAIM_WORDS if w in words)
    total = f"{phrases.count(len(reports), 'report')}, {phrases.count(len(words), 'claim')}"
    lines = [f"{total}{': ' if tally else ''}{tally}."]
    diverged = sum(len(phrases.diverged(report)) for report in reports)
    if diverged:
        lines.append(paint(f"{phrases.count(diverged, 'run')} diverged.", "red", colour))
    lacking = len(entries) - len(reports)
    if lacking:
        lines.append(paint(f"{phrases.count(lacking, 'spec')} without a report.", "red", colour))
    return lines


def duration(seconds: float) -> str:
    """`0.4 s`, `12 s`, `3 min 05 s`, `1 h 02 min`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    return f"{minutes // 60} h {minutes % 60:02d} min"


def _tail(name: str, width: int) -> str:
    """The end of a name that is too long."""
    while cells(name) > width:
        name = "…" + name[2:]
    return name
