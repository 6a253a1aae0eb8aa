"""The report's figures: one a claim, then the gap, losses, outputs.

They are drawn from the numbers that the report shows, and from nothing else.
"""

from __future__ import annotations

from earlyspec.report import cell_figures, phrases
from earlyspec.report.claim_figures import claim_figures
from earlyspec.report.lines import Figure
from earlyspec.report.model import Report
from earlyspec.report.rounding import rounded
from earlyspec.report.sweep_figures import gaps

__all__ = ["Figure", "figures"]


def figures(report: Report) -> dict[str, Figure]:
    """The figures that the report has the numbers for, by file name, in order."""
    report = rounded(report)
    cells = [cell for cell in report.cells if any(curve.steps for curve in cell.curves)]
    drawn: dict[str, Figure | None] = dict(claim_figures(report))
    if cells:
        main = phrases.largest(cells)
        drawn["gap.svg"] = cell_figures.gap(main) if len(cells) == 1 else gaps(cells)
        drawn["losses.svg"] = cell_figures.losses(main, len(cells))
        drawn["outputs.svg"] = cell_figures.outputs(main, len(cells))
    return {name: figure for name, figure in drawn.items() if figure is not None}
