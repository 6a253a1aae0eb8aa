"""YAML 1.2 core text to plain data, with a mark for every key and value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from earlyspec.diagnostics.finding import Finding
from earlyspec.source.document import Document
from earlyspec.source.span import Span

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mark:
    """Where a node stands.

    Attributes:
      key: span of the key that owns it; None for the root and for list items.
      value: span of the value; of a block collection, its first line only.
      text: the scalar as written, None for a collection.
      plain: whether the scalar is unquoted.
    """

    key: Span | None
    value: Span
    text: str | None = None
    plain: bool = True


@dataclass(frozen=True)
class Tree:
    """A parsed document: data is None where nothing usable was found."""

    document: Document
    data: Any
    marks: dict[Path, Mark] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
