"""All files of a report, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from earlyspec.report import provenance
from earlyspec.report.curves import to_csv
from earlyspec.report.figures import figures
from earlyspec.report.model import Report
from earlyspec.report.render_json import to_json
from earlyspec.report.render_markdown import to_markdown
from earlyspec.report.write import OWN

if TYPE_CHECKING:
    from earlyspec.backend import Device
    from earlyspec.report.diff.keep import Kept


def renderings(report: Report) -> dict[str, bytes]:
    """The files that are functions of the report: the same bytes whenever it is the same."""
    drawn = figures(report)
    texts = {
        "report.json": to_json(report),
        "report.md": to_markdown(report, {name: each.alternative for name, each in drawn.items()}),
        "curves.csv": to_csv(report),
        **{name: each.svg for name, each in drawn.items()},
    }
    return {name: text.encode() for name, text in texts.items()}


def files(report: Report, device: Device, clock: provenance.Clock) -> dict[str, bytes]:
    """The renderings, and the provenance of this run."""
    return {**renderings(report), "provenance.json": provenance.to_json(device, clock).encode()}


def files_kept(kept: Kept, device: Device, clock: provenance.Clock) -> dict[str, bytes]:
    """The same of a report that keeps what did not move; the run's own beside it, if it differs."""
    drift = kept.drift
    facts = {
        "blocks": kept.blocks,
        "of": kept.of,
        "numbers": drift.same + drift.moved,
        "moved_within_noise": drift.moved,
        "largest_sigmas": round(drift.largest, 3),
        "mean_square_sigmas": round(drift.mean_square, 4),
    }
    told = provenance.to_json(device, clock, kept=facts).encode()
    own = {OWN: to_json(kept.fresh).encode()} if kept.differs else {}
    return {**renderings(kept.report), **own, "provenance.json": told}
