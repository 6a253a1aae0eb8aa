"""Characters that a spec must not hold, and tabs outside quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from earlyspec.diagnostics.source import ForbiddenCharacter, Tab
from earlyspec.source.document import Document
from earlyspec.source.span import Span

_ENDS = "\r\x85\u2028\u2029"
# Controls, byte order marks, non-characters, half surrogate pairs, marks that reorder text.
_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff"
)
_LINE_END = re.compile(f"[{_ENDS}]")
_FORBIDDEN = re.compile(f"[{_ENDS}{_UNSEEN}]")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")

PLACEHOLDER = "\ufffd"  # stands in the parsed text for a character that was reported


def name_of(character: str) -> str:
    """What a forbidden character is called."""
    code = ord(character)
    if code == 0xD:
        return "a carriage return without a line feed"
    if code in (0x85, 0x2028, 0x2029):
        return f"the line break (U+{code:04X})"
    if code == 0xFEFF:
        return "a byte order mark inside the text"
    if 0xD800 <= code < 0xE000:
        return f"half a surrogate pair (U+{code:04X})"
    if code in range(0x202A, 0x202F) or code in range(0x2066, 0x206A):
        return f"a mark that reorders text (U+{code:04X})"
    return f"the control character (U+{code:04X})"


def forbidden(document: Document) -> Iterator[ForbiddenCharacter]:
    """A finding for every forbidden character, in source order."""
    if not _FORBIDDEN.search("\n".join(document.lines)):
        return
    for number, line in enumerate(document.lines, 1):
        for match in _FORBIDDEN.finditer(line):
            start, character = match.start(), match.group()
            help = "end lines with a line feed" if character in _ENDS else "delete it"
            span = Span(document.name, number, start + 1, number, start + 2)
            yield ForbiddenCharacter(span, f"{name_of(character)} is not allowed", help)


def without_forbidden(text: str) -> str:
    """The text with a blank for every odd line end, a placeholder for all else; as long."""
    return _FORBIDDEN.sub(PLACEHOLDER, _LINE_END.sub(" ", text))


def first_forbidden(value: str) -> str | None:
    """The first character of a value that its text could only hold as an escape."""
    if value.isascii() and value.isprintable():
        return None
    found = _FORBIDDEN.search(value)
    return found.group() if found else None


Place = tuple[int, int]  # line and column, both from 0


def stray_tabs(document: Document, quoted: Sequence[tuple[Place, Place]]) -> Iterator[Tab]:
    """A finding for the first tab of every line outside quotes, block text and comments.

    Args:
      document: the text.
      quoted: stretches of quoted or block text, in source order.
    """
    inside: dict[int, list[tuple[int, int]]] = {}
    for (line, column), (end_line, end_column) in quoted:
        for each in range(line, end_line + 1):
            start = column if each == line else 0
            stop = end_column if each == end_line else len(document.line(each + 1))
            inside.setdefault(each, []).append((start, stop))
    for index, text in enumerate(document.lines):
        if "\t" not in text:
            continue
        at = _COMMENT.sub("", _blanked(text, inside.get(index, ()))).find("\t")
        if at >= 0:
            yield tab(Span(document.name, index + 1, at + 1, index + 1, at + 2), text)


def _blanked(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    # An x is no blank, so that a `#` right after a quote begins no comment.
    pieces, done = [], 0
    for start, stop in stretches:
        pieces += [text[done:start], "x" * (stop - start)]
        done = stop
    return "".join(pieces) + text[done:]


def tab(span: Span, line: str) -> Tab:
    """The finding for one tab of a line."""
    if line[: span.column - 1].strip():
        return Tab(span, "a tab separates values", "write a space instead")
    return Tab(span, "a tab in the indentation", "indent with spaces, two a level")
