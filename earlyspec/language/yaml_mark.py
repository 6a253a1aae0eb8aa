"""Where the nodes of a tree stand."""

from __future__ import annotations

from earlyspec.frozen import dataclass
from earlyspec.source.span import Span

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mark:
    """Where a node stands.

    Attributes:
      key: span of the key that owns it; None for the root and for list items.
      value: span of the value; of a block collection, its first line only.
      text: the content of a scalar, `3.10` where the value is 3.1; None for a collection.
      plain: whether the scalar is unquoted.
    """

    key: Span | None
    value: Span
    text: str | None = None
    plain: bool = True
