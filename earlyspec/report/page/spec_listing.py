"""A spec's text with line numbers, and what `check` says of a line beneath it."""

from __future__ import annotations

import html
from collections.abc import Sequence

from earlyspec.diagnostics.finding import Finding
from earlyspec.report.page.markup import code, words
from earlyspec.source.document import Document


def listing(document: Document, findings: Sequence[Finding]) -> str:
    """The listing, HTML; findings without a place come first.

    Args:
      document: the spec.
      findings: what `check` found in it.
    """
    placed: dict[int, list[Finding]] = {}
    loose: list[str] = []
    for finding in findings:
        if finding.span is None or finding.span.file != document.name:
            loose.append(f"<p>{_note(finding)}</p>")
        else:
            placed.setdefault(finding.span.line, []).append(finding)
    items = []
    for number, text in enumerate(_without_last_empty(document.lines), start=1):
        notes = "".join(_note(finding) for finding in placed.get(number, ()))
        style = ' class="found"' if notes else ""
        items.append(f"<li{style}>{html.escape(text, quote=False) or ' '}{notes}</li>")
    lines = "\n".join(items)
    return (
        "".join(loose)
        + '<div class="lines" tabindex="0" role="region" aria-label="The spec, line by line">'
        + f"<ol>{lines}</ol></div>"
    )


def _without_last_empty(lines: Sequence[str]) -> Sequence[str]:
    return lines[:-1] if lines and not lines[-1] else lines


def _note(finding: Finding) -> str:
    severity = finding.severity.value
    advice = finding.help()
    helps = f" <em>{words(advice)}</em>" if advice else ""
    return (
        f'<span class="note {severity}"><strong>{words(severity)}</strong> '
        f"{code(finding.code)}: {words(finding.message())}{helps}</span>"
    )
