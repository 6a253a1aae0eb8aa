"""A finding: what is amiss, where, and the way out."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, NamedTuple

from earlyspec.source.span import Span


class Severity(StrEnum):
    """How grave a finding is: only an error stops a spec from running."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Label(NamedTuple):
    """A place that contributed to a finding, and what it contributed."""

    span: Span
    text: str


class Finding:
    """What is amiss. A subclass holds the facts as plain attributes; its methods put them in words.

    A subclass's docstring is what `earlyspec explain CODE` prints. It has three parts: *What it
    means*, *Example* (a spec fragment in a fenced block) and *Fix*.

    Args:
      span: the place to underline; None when no file is to blame.
    """

    code: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR

    def __init__(self, span: Span | None) -> None:
        self.span = span

    @property
    def kind(self) -> type[Finding]:
        """The class whose docstring explains the code."""
        return type(self)

    def message(self) -> str:
        """One terse sentence that stands alone: lower case, no final stop."""
        raise NotImplementedError

    def label(self) -> str:
        """A few words under the underlined span; may be empty."""
        return ""

    def labels(self) -> tuple[Label, ...]:
        """Further places, each with its words."""
        return ()

    def notes(self) -> tuple[tuple[str, str], ...]:
        """Facts, as (name, text) pairs: `needs`, `here`, `note`, `claim`."""
        return ()

    def help(self) -> str | None:
        """What to do, in terms of the spec; None when there is nothing to suggest."""
        return None

    def place(self) -> tuple[str, int, int, str, str]:
        """A sort key: source order, then code, then words."""
        where = (self.span.file, self.span.line, self.span.column) if self.span else ("", 0, 0)
        return (*where, self.code, self.message())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self.place() == other.place()

    def __hash__(self) -> int:
        return hash(self.place())

    def __repr__(self) -> str:
        return f"<{self.code} {self.span}: {self.message()}>"


class Told(Finding):
    """What is amiss, said in full by what met it.

    Args:
      span: the place to underline.
      message: one terse sentence.
      help: what to write instead.
      label: a few words under the span.
      labels: further places.
    """

    def __init__(
        self,
        span: Span | None,
        message: str,
        help: str | None = None,
        label: str = "",
        labels: tuple[Label, ...] = (),
    ) -> None:
        super().__init__(span)
        self._message, self._help, self._label, self._labels = message, help, label, labels

    def message(self) -> str:
        return self._message

    def help(self) -> str | None:
        return self._help

    def label(self) -> str:
        return self._label

    def labels(self) -> tuple[Label, ...]:
        return self._labels


class Caused(Finding):
    """A finding told at the place that causes it; where it shows is a further place.

    Args:
      span: the cause.
      shown: the finding at the place where it shows.
      cause: what the cause is, in a few words.
    """

    def __init__(self, span: Span | None, shown: Finding, cause: str) -> None:
        super().__init__(span)
        self.shown, self.cause = shown, cause
        vars(self).update(code=shown.code, severity=shown.severity)

    @property
    def kind(self) -> type[Finding]:
        return self.shown.kind

    def message(self) -> str:
        return self.shown.message()

    def label(self) -> str:
        return self.cause

    def labels(self) -> tuple[Label, ...]:
        there = self.shown.span
        shows = (Label(there, self.shown.label() or "shows here"),) if there else ()
        return (*shows, *self.shown.labels())

    def notes(self) -> tuple[tuple[str, str], ...]:
        return self.shown.notes()

    def help(self) -> str | None:
        return self.shown.help()


def in_source_order(findings: list[Finding]) -> list[Finding]:
    """The findings, each once, in the order of the source."""
    return sorted(set(findings), key=Finding.place)
