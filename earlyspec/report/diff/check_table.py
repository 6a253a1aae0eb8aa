"""What running again came to, a row a spec."""

from __future__ import annotations

from collections.abc import Sequence

from earlyspec.report.diff.model import Difference, Level
from earlyspec.report.markdown_text import plain
from earlyspec.report.numbers import text
from earlyspec.report.phrases import count
from earlyspec.report.terminal_text import cells, pad

Row = tuple[str, Difference | None]
"""A spec's name and how its new run differs from its report; None if it could not be compared."""


def differs(difference: Difference) -> bool:
    """Whether a report is not that of its spec: another plan, or anything beyond noise."""
    stale = any(setting.what == "plan" for setting in difference.settings)
    return stale or difference.level > Level.NOISE


def check_table(rows: Sequence[Row]) -> str:
    """The rows and their count, without a newline at the end."""
    width = max((cells(plain(name)) for name, _ in rows), default=0)
    lines = [f"{pad(plain(name), width)}  {_words(difference)}" for name, difference in rows]
    other = sum(each is None or differs(each) for _, each in rows)
    lines += ["", f"{count(len(rows), 'report')}: {len(rows) - other} reproduced, {other} not."]
    return "\n".join(lines)


def _words(difference: Difference | None) -> str:
    if difference is None:
        return "not compared"
    if any(setting.what == "plan" for setting in difference.settings):
        return "stale: the report is of another plan"
    if difference.level == Level.NOTHING:
        return "the same"
    if difference.level == Level.NOISE:
        drift = difference.drift
        far = f", at most {text(drift.largest, 2)} sigma" if drift.largest else ""
        return f"within noise ({count(drift.moved, 'value')} moved{far})"
    names = {Level.VERDICT: "verdict", Level.CONDITION: "condition", Level.NUMBER: "number"}
    tally = {
        name: sum(change.level == level for change in difference.changes)
        for level, name in names.items()
    }
    return "differs: " + ", ".join(count(n, name) for name, n in tally.items() if n)
