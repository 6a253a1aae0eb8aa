"""The report that a new run is held against."""

from __future__ import annotations

from pathlib import Path

from earlyspec.diagnostics.finding import Finding
from earlyspec.report.diff.revisions import at_head
from earlyspec.report.diff.saved import REPORT, read, read_file
from earlyspec.report.model import Report


def committed(folder: Path, plan: str) -> Report | None:
    """The report of this plan in the last commit; without one, that on disk; else None.

    The last commit's is the better one: runs that were never committed leave no trace in what is
    kept, however many there were.
    """
    path = folder / REPORT
    content = at_head(path)
    if content is not None:
        report, _ = read(content, str(path))
        if report is not None and report.plan == plan:
            return report
    report, _ = read_file(path)
    return report if report is not None and report.plan == plan else None


def on_disk(folder: Path) -> tuple[Report | None, Finding | None]:
    """The report in a folder, or why there is none."""
    return read_file(folder / REPORT)


def plan_of(folder: Path) -> str | None:
    """The plan's hash of the report in a folder; None if there is none to read."""
    import json

    try:
        data = json.loads((folder / REPORT).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    plan = data.get("plan") if isinstance(data, dict) else None
    return plan if isinstance(plan, str) else None
