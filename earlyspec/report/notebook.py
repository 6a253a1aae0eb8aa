"""A report in a notebook: verdicts and figures, without the parts that are for files."""

from __future__ import annotations

from earlyspec.report.figures import figures
from earlyspec.report.model import Report
from earlyspec.report.page.report_page import verdicts
from earlyspec.report.render_markdown import to_markdown
from earlyspec.report.rounding import rounded


def markdown(report: Report) -> str:
    """`report.md`, but for its figures, which are files."""
    return to_markdown(report, {})


def page(report: Report) -> str:
    """Verdicts, outcomes, conditions and figures as HTML without styles or scripts."""
    drawn = "\n".join(f"<figure>{figure.svg}</figure>" for figure in figures(report).values())
    return f"<section>\n{verdicts(rounded(report))}\n{drawn}\n</section>"
