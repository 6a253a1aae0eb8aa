"""Findings for editors and grep: one line each, `path:line:column: error[ES201] message`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from earlyspec.diagnostics.cells import visible
from earlyspec.diagnostics.finding import Finding
from earlyspec.source.document import Document


def render(findings: Sequence[Finding], documents: Mapping[str, Document]) -> str:
    """One line a finding, in order."""
    del documents  # no source is shown
    return "\n".join(_line(finding) for finding in findings)


def _line(finding: Finding) -> str:
    where = f"{finding.span}: " if finding.span else ""
    message = " ".join(finding.message().splitlines())
    return visible(f"{where}{finding.severity}[{finding.code}] {message}")
