"""Findings for people: what, where, the source underlined, the facts, the way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from earlyspec.diagnostics.cells import printable, visible
from earlyspec.diagnostics.excerpt import COLUMNS, Row, Underline, excerpt
from earlyspec.diagnostics.finding import Finding, Severity
from earlyspec.source.document import Document

MOST_OF_A_CODE = 20

_BOLD, _RED, _YELLOW, _CYAN, _BLUE = "1", "1;31", "1;33", "1;36", "1;34"
_COLOURS = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW, Severity.NOTE: _CYAN}


def render(
    findings: Sequence[Finding], documents: Mapping[str, Document], colour: bool = False
) -> str:
    """The findings in order, and a last line for every file that counts its findings.

    Of each code at most 20 findings a file are written out.

    Args:
      findings: in source order.
      documents: the texts that spans speak of, by name; one may be missing.
      colour: whether to use ANSI colours.
    """
    paint = _Paint(colour)
    seen: Counter[tuple[str, str]] = Counter()
    blocks = []
    for finding in findings:
        kind = (finding.span.file if finding.span else "", finding.code)
        seen[kind] += 1
        if seen[kind] <= MOST_OF_A_CODE:
            blocks.append("\n".join(_finding(finding, documents, paint)))
    for (file, code), count in seen.items():
        if count > MOST_OF_A_CODE:
            where = f" in {visible(file)}" if file else ""
            blocks.append(f"and {count - MOST_OF_A_CODE} more {code}{where}")
    if findings:
        blocks.append("\n".join(_summary(findings, paint)))
    return "\n\n".join(blocks)


class _Paint:
    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.on and text else text


def _finding(finding: Finding, documents: Mapping[str, Document], paint: _Paint) -> Iterator[str]:
    colour = _COLOURS[finding.severity]
    head = paint(f"{finding.severity}[{finding.code}]", colour)
    yield f"{head}{paint(': ' + _lines(finding.message(), '  '), _BOLD)}"
    margin = len(str(max((each.span.line for each in _underlines(finding)), default=0)))
    if finding.span is not None:
        for index, (file, underlines) in enumerate(_by_file(finding).items()):
            arrow = "-->" if index == 0 else ":::"
            yield f"{' ' * margin}{paint(arrow, _BLUE)} {visible(str(underlines[0].span))}"
            if file in documents:
                rows = excerpt(documents[file], underlines, COLUMNS - margin - 3)
                yield f"{' ' * margin} {paint('|', _BLUE)}"
                yield from (_row(row, margin, colour, paint) for row in rows)
    yield from _notes(finding, margin, paint)


def _underlines(finding: Finding) -> list[Underline]:
    if finding.span is None:
        return []
    first = Underline(finding.span, finding.label(), True)
    return [first, *(Underline(each.span, each.text, False) for each in finding.labels())]


def _by_file(finding: Finding) -> dict[str, list[Underline]]:
    """Underlines by file, that of the finding first."""
    files: dict[str, list[Underline]] = {}
    for underline in _underlines(finding):
        files.setdefault(underline.span.file, []).append(underline)
    return files


def _row(row: Row, margin: int, colour: str, paint: _Paint) -> str:
    if row.kind == "gap":
        return paint(row.text, _BLUE)
    number = paint(f"{row.number or '':>{margin}} |", _BLUE)
    style = {"primary": colour, "secondary": _BLUE}.get(row.kind)
    text = paint(row.text.lstrip(), style) if style else row.text.lstrip()
    indentation = " " * (len(row.text) - len(row.text.lstrip()))
    return f"{number} {indentation}{text}".rstrip()


def _notes(finding: Finding, margin: int, paint: _Paint) -> Iterator[str]:
    notes = list(finding.notes())
    help = finding.help()
    if help is not None:
        notes.append(("help", help))
    longest = max((len(name) for name, _ in notes), default=0) + 1
    for name, text in notes:
        lead = f"{' ' * margin} {paint('=', _BLUE)} "
        label = paint(f"{visible(name)}:".ljust(longest), _BOLD)
        yield f"{lead}{label} {_lines(text, ' ' * (margin + longest + 4))}".rstrip()


def _lines(text: str, indentation: str) -> str:
    return printable(text).replace("\n", "\n" + indentation)


def _summary(findings: Sequence[Finding], paint: _Paint) -> Iterator[str]:
    files: dict[str, Counter[Severity]] = {}
    for finding in findings:
        file = finding.span.file if finding.span else ""
        files.setdefault(file, Counter())[finding.severity] += 1
    for file, counts in files.items():
        parts = [
            paint(f"{counts[each]} {each}{'s' if counts[each] > 1 else ''}", _COLOURS[each])
            for each in Severity
            if counts[each]
        ]
        yield (f"{visible(file)}: " if file else "") + ", ".join(parts)
