"""One file's text, by lines."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Document:
    """A text and the name it is spoken of by.

    Args:
      name: the path as the user gave it, or `<stdin>`.
      text: the decoded text, without a leading byte order mark.
    """

    name: str
    text: str
    lines: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Only \n and \r\n break lines here, as in the grammar the parser enforces.
        lines = self.text.replace("\r\n", "\n").split("\n")
        object.__setattr__(self, "lines", tuple(lines))

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; empty beyond the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""
