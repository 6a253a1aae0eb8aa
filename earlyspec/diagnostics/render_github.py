"""Findings for GitHub Actions: workflow commands that annotate the lines of a pull request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from earlyspec.diagnostics.cells import printable, visible
from earlyspec.diagnostics.finding import Finding, Severity
from earlyspec.source.document import Document
from earlyspec.source.span import Span

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(findings: Sequence[Finding], documents: Mapping[str, Document]) -> str:
    """One command a finding, in order.

    The runner ignores columns that go with different lines, so they are left out there.
    """
    del documents  # the runner shows the source
    return "\n".join(_command(finding) for finding in findings)


def _command(finding: Finding) -> str:
    span, title = finding.span, f"earlyspec {finding.code}"
    properties = [*(_place(span) if span else []), ("title", title)]
    where = f"{span}: " if span else ""
    help = finding.help()
    facts = [f"{name}: {text}" for name, text in finding.notes()]
    lines = [where + finding.message(), *facts, *([f"help: {help}"] if help else [])]
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties)
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(printable(chr(10).join(lines)))}"


def _place(span: Span) -> list[tuple[str, str]]:
    place = [
        ("file", visible(span.file)),
        ("line", str(span.line)),
        ("endLine", str(span.end_line)),
    ]
    if span.line == span.end_line:
        place.insert(2, ("col", str(span.column)))
        place.append(("endColumn", str(span.end_column)))
    return place


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
