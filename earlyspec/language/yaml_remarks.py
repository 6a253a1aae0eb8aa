"""What the fold of a YAML document remarks on, and the places it speaks of."""

from __future__ import annotations

import re
from typing import Any

from earlyspec.diagnostics import source as es1
from earlyspec.diagnostics.finding import Finding, Severity
from earlyspec.language.yaml_characters import Place, first_forbidden, name_of
from earlyspec.source.document import Document
from earlyspec.source.span import Span

LONGEST_SCALAR = 10_000
MOST_FINDINGS = 1_000

_PROPERTY = re.compile(r"[ \t]*([&!][^\s,\[\]{}]*)")
_GLUED_COMMENT = re.compile(r"[ \t]+(#[^\s#!].*)")


class Stop(Exception):
    """What follows is not worth reading."""


class Remarks:
    """Findings about one document.

    Attributes:
      document: its text.
      findings: what was said so far.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []

    def _say(self, finding: Finding) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        elif finding.severity is Severity.ERROR:
            self._stop(finding)

    def _stop(self, finding: Finding) -> None:
        self.findings.append(finding)
        raise Stop

    def _span(self, start: Any, end: Any) -> Span:
        (line, column), (end_line, end_column) = self._place(start), self._place(end)
        return Span(self.document.name, line + 1, column + 1, end_line + 1, end_column + 1)

    def _place(self, mark: Any) -> Place:
        last = len(self.document.lines) - 1
        if mark.line <= last:
            return mark.line, mark.column
        return last, len(self.document.lines[last])  # libyaml ends the last line by itself

    def _check_properties(self, event: Any) -> bool:
        """Whether a node is free of an anchor and a tag; says so if not."""
        if event.anchor is None and event.tag is None:
            return True
        number, column = self._place(event.start_mark)
        line = self.document.lines[number]
        while match := _PROPERTY.match(line, column):
            column = match.end()
            word, start = match[1], match.start(1) + 1
            span = Span(self.document.name, number + 1, start, number + 1, start + len(word))
            name = es1.shorten(word)
            if word[0] == "&":
                help = "delete it; name shared quantities under `let`"
                self._say(es1.Alias(span, f"anchor `{name}` is not allowed", help))
            else:
                help = "delete it: the key decides the type of its value"
                self._say(es1.Tag(span, f"tag `{name}` is not allowed", help))
        return False

    def _check_text(self, text: str, span: Span, escapes: bool) -> bool:
        if len(text) > LONGEST_SCALAR:
            words = f"a text of more than {LONGEST_SCALAR} characters"
            self._say(es1.TooLarge(span, words, "shorten it, or put data into an `.npz` file"))
            return False
        character = first_forbidden(text) if escapes else None
        if character is not None:
            words = f"{name_of(character)} is not allowed, not even as an escape"
            self._say(es1.ForbiddenCharacter(span, words, "delete it"))
            return False
        return True

    def _check_comment(self, text: str, span: Span) -> None:
        match = _GLUED_COMMENT.match(self.document.lines[span.end_line - 1], span.end_column - 1)
        if match is None:
            return
        start, stop = match.start(1) + 1, match.start(1) + 1 + len(match[1].rstrip())
        where = Span(span.file, span.end_line, start, span.end_line, stop)
        what = f"the value is `{es1.shorten(text)}`" if text else "there is no value"
        help = "quote the value to keep it, or write a space after the `#`"
        self._say(es1.CommentSwallows(where, f"`#` begins a comment, so {what}", help))
