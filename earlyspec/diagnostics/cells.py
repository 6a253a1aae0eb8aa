"""Text as a terminal shows it: what is safe to print, and how many cells it takes."""

from __future__ import annotations

TAB = "    "


def visible(text: str) -> str:
    """The text with tabs as blanks, and characters that act or hide as `<U+001B>`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def printable(text: str) -> str:
    """A message with its line breaks kept, and all else as `visible` has it."""
    return "\n".join(visible(line) for line in text.split("\n"))


def width(text: str) -> int:
    """How many cells a visible text takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    import unicodedata

    cells = 0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        cells += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return cells


def _shown(character: str) -> str:
    if character == "\t":
        return TAB
    if character.isprintable() or character in "\u200d\u00ad":  # joined emoji, soft hyphen
        return character
    return f"<U+{ord(character):04X}>"
