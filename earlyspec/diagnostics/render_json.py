"""Findings for programs: a JSON list of objects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from earlyspec.diagnostics.finding import Finding
from earlyspec.source.document import Document
from earlyspec.source.span import Span


def render(findings: Sequence[Finding], documents: Mapping[str, Document]) -> str:
    """The findings in order.

    Lines and columns count from 1, columns in Unicode code points; an end is exclusive. A finding
    without a place has null there.
    """
    del documents  # spans say all
    return json.dumps([as_data(finding) for finding in findings], indent=2)


def as_data(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message(),
        "help": finding.help(),
        "notes": [{"name": name, "text": text} for name, text in finding.notes()],
        **_place(finding.span),
        "label": finding.label(),
        "labels": [{**_place(each.span), "text": each.text} for each in finding.labels()],
    }


def _place(span: Span | None) -> dict[str, Any]:
    return {
        "file": span.file if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": span.end_line if span else None,
        "end_column": span.end_column if span else None,
    }
