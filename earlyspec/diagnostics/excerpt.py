"""Source lines with marks under them, as the text renderer shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from earlyspec.diagnostics.cells import visible, width
from earlyspec.source.document import Document
from earlyspec.source.span import Span

COLUMNS = 100
_ELLIPSIS = "..."
_MARGIN = 12  # cells kept beside a mark where a line is cut


class Underline(NamedTuple):
    """A span to mark and the words beside it."""

    span: Span
    text: str
    primary: bool


class Row(NamedTuple):
    """A line of an excerpt.

    Attributes:
      number: the source line's number; None for a line of marks and for a gap.
      text: what stands right of the gutter.
      kind: source, primary, secondary or gap.
    """

    number: int | None
    text: str
    kind: str


def excerpt(document: Document, underlines: Sequence[Underline], columns: int) -> Iterator[Row]:
    """The marked lines of a document in order, at most `columns` cells wide.

    A line between two others is shown too; a wider gap is three dots. Of a span over several lines
    the first is marked.
    """
    lines = sorted({each.span.line for each in underlines})
    for previous, number in zip([None, *lines], lines, strict=False):
        if previous is not None and number == previous + 2:
            yield Row(number - 1, _Window(document.line(number - 1), 0, 0, columns).shown, "source")
        elif previous is not None and number > previous + 2:
            yield Row(None, _ELLIPSIS, "gap")
        here = [each for each in underlines if each.span.line == number]
        yield from _line(document, number, here, columns)


def _line(
    document: Document, number: int, underlines: Sequence[Underline], columns: int
) -> Iterator[Row]:
    text = document.line(number)
    stretches = [_stretch(each.span, text) for each in underlines]
    first, last = min(s for s, _ in stretches), max(e for _, e in stretches)
    together = last - first <= columns // 2 or (
        len(text) <= columns and width(visible(text)) <= columns
    )
    window = _Window(text, first, last, columns)
    if together:
        yield Row(number, window.shown, "source")
    for underline, (start, end) in zip(underlines, stretches, strict=True):
        if not together:
            window = _Window(text, start, end, columns)
            yield Row(number, window.shown, "source")
        mark = "^" if underline.primary else "-"
        words = f" {visible(underline.text)}" if underline.text else ""
        kind = "primary" if underline.primary else "secondary"
        yield Row(None, window.below(start, end, mark) + words, kind)


def _stretch(span: Span, text: str) -> tuple[int, int]:
    """The characters of a span's first line, from 0, inside the text."""
    start = min(max(span.column - 1, 0), len(text))
    end = len(text.rstrip()) if span.end_line > span.line else span.end_column - 1
    return start, max(min(end, len(text)), start)


class _Window:
    """The part of a line around some characters that fits in a number of cells.

    Attributes:
      shown: the part, safe to print, with dots where it is cut.
    """

    def __init__(self, text: str, start: int, end: int, columns: int) -> None:
        self._text, self._columns = text, columns
        room = columns - 2 * len(_ELLIPSIS)
        if len(text) <= columns and width(visible(text)) <= columns:
            self._first, stop, room = 0, len(text), columns
        else:
            stop = min(end, start + room - 2 * _MARGIN)  # a long mark is cut at its right
            self._first = self._leftmost(start, stop, room - _MARGIN)
        while stop < len(text) and self._fits(text[self._first : stop + 1], room):
            stop += 1
        while stop > start and not self._fits(text[self._first : stop], room):
            stop -= 1
        shown = visible(text[self._first : stop])
        self._head = _ELLIPSIS if self._first else ""
        self.shown = self._head + shown + (_ELLIPSIS if stop < len(text) else "")
        self.shown = self.shown.rstrip()

    def _leftmost(self, start: int, stop: int, room: int) -> int:
        first = start
        while first > 0 and self._fits(self._text[first - 1 : stop], room):
            first -= 1
        return first

    def _fits(self, part: str, room: int) -> bool:
        return len(part) <= 2 * self._columns and width(visible(part)) <= room

    def below(self, start: int, end: int, mark: str) -> str:
        """The marks under some characters; at least one, and none beyond the window."""
        before = len(self._head) + width(visible(self._text[self._first : start]))
        length = width(visible(self._text[start : min(end, start + self._columns)]))
        return " " * before + mark * max(min(length, width(self.shown) - before), 1)
