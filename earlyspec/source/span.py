"""A place in a file."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text: from (line, column) up to, not including, (end_line, end_column).

    Lines and columns count from 1, columns in Unicode code points. A file named `<command line>`
    holds what `--set` gave.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def within(self, start: int, length: int) -> Span:
        """The part of a one-line span that begins `start` code points in and is `length` long."""
        column = self.column + start
        return Span(self.file, self.line, column, self.line, column + max(length, 1))

    def holds(self, other: Span) -> bool:
        """Whether another span lies in this one."""
        starts = (self.line, self.column) <= (other.line, other.column)
        ends = (other.end_line, other.end_column) <= (self.end_line, self.end_column)
        return self.file == other.file and starts and ends

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
