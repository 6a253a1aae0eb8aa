"""A difference on a terminal: verdicts first, then conditions, then numbers, then why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from earlyspec.report.diff import phrases
from earlyspec.report.diff.model import Change, Difference, Level
from earlyspec.report.markdown_text import plain
from earlyspec.report.phrases import count
from earlyspec.report.terminal_text import cells, pad, paint, to_ascii, wrap

MOST = 12
"""Numbers and lines of a spec that are written out; the rest is counted."""
_LABEL = 13
_NARROWEST = 40
_COLOURS = {"worse": "red", "better": "green", "other": "yellow"}


def to_text(
    differences: Sequence[Difference], colour: bool = False, width: int = 100, ascii: bool = False
) -> str:
    """All differences for a terminal, the count last, without a newline at the end.

    Args:
      differences: in the order in which they are told; those that say nothing are counted.
      colour: whether to use colours.
      width: columns of the terminal.
      ascii: whether the terminal knows no Unicode.
    """
    width = max(width, _NARROWEST)
    told = [each for each in differences if each.level > Level.NOTHING]
    blocks = ["\n".join(_difference(each, colour, width)) for each in told]
    blocks.append("\n".join(wrap(phrases.headline(differences), width)))
    shown = "\n\n".join(blocks)
    return to_ascii(shown) if ascii else shown


def _difference(difference: Difference, colour: bool, width: int) -> Iterator[str]:
    sides = {"old": "  (only in the old)", "new": "  (only in the new)", "both": ""}
    yield paint(plain(difference.name), "bold", colour) + sides[difference.presence]
    for level, name in phrases.SECTIONS:
        changes = phrases.of_level(difference, level)
        shown = changes[:MOST] if level == Level.NUMBER else changes
        for i, change in enumerate(shown):
            yield from _change(change, name if i == 0 else "", colour, width)
        if len(changes) > len(shown):
            more = count(len(changes) - len(shown), "more number")
            yield " " * _LABEL + f"and {more}; `--format json` has all"
    yield from _why(difference, colour, width)
    kept = phrases.unchanged(difference)
    if kept:
        yield from _painted(wrap(kept, width, pad("  same", _LABEL)), "dim", colour)


def _change(change: Change, name: str, colour: bool, width: int) -> Iterator[str]:
    sides = f"{phrases.value(change.old)} -> {phrases.value(change.new)}"
    aside = phrases.aside(change)
    words = f"{phrases.about(change)}: {sides}" + (f"  ({aside})" if aside else "")
    first = pad(f"  {name}", _LABEL)
    lines = wrap(words, width, first, " " * (_LABEL + 2))
    tint = _COLOURS[change.direction] if change.level > Level.NUMBER else None
    yield from lines if tint is None else _painted(lines, tint, colour)
    note = "; ".join(filter(None, (change.text, change.note)))
    if note and change.kind != "verdict":
        yield from _painted(wrap(note, width, " " * (_LABEL + 2)), "dim", colour)


def _why(difference: Difference, colour: bool, width: int) -> Iterator[str]:
    first = pad("  because", _LABEL)
    lines = [
        f"{line.number:>4} {'-' if line.side == 'old' else '+'} {plain_code(line.text)}"
        for line in difference.spec or ()
    ]
    if len(lines) > MOST:
        lines[MOST:] = [f"and {count(len(lines) - MOST, 'more line')} of the spec"]
    for setting in difference.settings:
        aside = phrases.aside(setting)
        sides = f"{phrases.value(setting.old)} -> {phrases.value(setting.new)}"
        words = f"{phrases.about(setting)}: {sides}" + (f" ({aside})" if aside else "")
        lines.append(plain(words))
    unexplained = phrases.unexplained(difference)
    if unexplained:
        lines.append(unexplained)
    for line in lines:
        # A line of the spec is to be seen as it is; what is too long is cut, not wrapped.
        room = width - cells(first)
        yield first + (line if cells(line) <= room else line[: room - 1] + "…")
        first = " " * _LABEL


def plain_code(text: str) -> str:
    """A line of a spec without what a terminal would obey; its indentation stays."""
    indent = len(text) - len(text.lstrip(" "))
    return " " * indent + plain(text)


def _painted(lines: Sequence[str], tint: str, colour: bool) -> list[str]:
    return [paint(line, tint, colour) for line in lines]
