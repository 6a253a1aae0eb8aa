"""Text as Markdown that shows it unchanged, and tables that diff a row at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Escaped wherever they stand, or only where they would mean something: `n >~ d^(1+alpha)` and
# `f_lin_t` are to stay readable in a diff.
_MEANS_SOMETHING = re.compile(
    r"""
      [\\`*|$]                          # code, emphasis, cells, mathematics
    | (?<![^\W_])_ | _(?![^\W_])        # an underscore inside a word is only that
    | ~(?=\S)                           # strikethrough opens before a letter
    | \](?=[(\[:])                      # a link, but not an interval
    | \[(?=[\^!])                       # a footnote
    | <(?=[A-Za-z/!?])                  # HTML
    | &(?=\#?\w+;)                      # an entity
    | \A(?:\#|>|[-+=](?=\s|$))          # a heading, a quotation, a list
    | \A-(?=[-\s]+\Z)                  # a rule, with the dash of a list before it
    | \#(?=\#*\s*\Z)                    # the end of a heading
    """,
    re.VERBOSE,
)


_NUMBERS_A_LIST = re.compile(r"\A(\d{1,9})([.)])(?=\s|\Z)")


def plain(text: str) -> str:
    """The text on one line, without characters that cannot be seen."""
    return " ".join("".join(c if _visible(c) else " " for c in text).split())


def _visible(character: str) -> bool:
    code = ord(character)
    # Controls, direction overrides and lone surrogates; joiners of emoji stay.
    return not (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0x2028 <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or 0xD800 <= code < 0xE000
    )


def escape(text: str) -> str:
    """Text that Markdown shows as it is, in a paragraph, a heading, a list or a cell."""
    escaped = _MEANS_SOMETHING.sub(lambda found: "\\" + found.group(), plain(text))
    return _NUMBERS_A_LIST.sub(r"\1\\\2", escaped)


def code(text: str) -> str:
    """The text as code; a pipe is escaped, which inside a table is the only way to write one."""
    text = plain(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") or not text else ""
    return f"{fence}{space}{text}{space}{fence}"


def cell_code(text: str) -> str:
    """The text as code in a cell of a table."""
    return code(text).replace("|", "\\|")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table, one fact a row, unpadded: a longer cell does not touch the other rows."""
    lines = [columns, ["---"] * len(columns), *rows]
    return ["| " + " | ".join(cell or "-" for cell in row) + " |" for row in lines]
