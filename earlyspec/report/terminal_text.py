"""Text for a terminal: its width in cells, wrapped lines, colours, sparklines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from earlyspec.report.markdown_text import plain

_COLOURS = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "magenta": 35, "cyan": 36}
_BLOCKS = "▁▂▃▄▅▆▇█"
_LETTERS = "_.-=+*%#"  # as many steps, for a terminal without the blocks


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def pad(text: str, width: int) -> str:
    """The text with spaces after it, so many columns wide."""
    return text + " " * (width - cells(text))


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Lines of at most `width` columns, the first after `first`, others indented likewise.

    A word that is wider than a line stands alone and whole, to be copied.
    """
    indent = " " * cells(first) if rest is None else rest
    lines, line, empty = [], first, True
    for word in plain(text).split(" "):
        if not empty and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line, empty = indent, True
        line += word if empty else f" {word}"
        empty = False
    return [*lines, line.rstrip()]


def paint(text: str, colour: str, on: bool) -> str:
    """The text in a colour, or in bold, if colours are on."""
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if on and text else text


def sparkline(values: Sequence[float], width: int, ascii: bool = False) -> str:
    """A curve in one line: eight heights from its least to its greatest value.

    Longer curves are shown by the mean of neighbours; equal values stay at the bottom.
    """
    glyphs = _LETTERS if ascii else _BLOCKS
    finite = [v for v in values if math.isfinite(v)]
    if not finite or width < 1:
        return ""
    count = min(width, len(finite))
    edges = [i * len(finite) // count for i in range(count + 1)]
    means = [math.fsum(finite[a:b]) / (b - a) for a, b in pairwise(edges)]
    low, high = min(means), max(means)
    span = high - low
    if not span > 0:
        return glyphs[0] * count
    return "".join(glyphs[min(7, int(8 * (mean - low) / span))] for mean in means)


def to_ascii(text: str) -> str:
    """The text for a terminal without Unicode."""
    for symbol, letters in (("±", "+-"), ("…", "...")):
        text = text.replace(symbol, letters)
    return text.encode("ascii", "replace").decode()
