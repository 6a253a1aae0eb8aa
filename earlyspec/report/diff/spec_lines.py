"""Lines of a spec that changed: what explains the rest."""

from __future__ import annotations

from difflib import SequenceMatcher

from earlyspec.report.diff.model import SpecLine
from earlyspec.source.document import Document


def spec_lines(old: str, new: str) -> tuple[SpecLine, ...]:
    """The lines that only one side has, in order; comments and empty lines explain nothing."""
    before, after = (Document("", text).lines for text in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[SpecLine] = []
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag == "equal":
            continue
        found += [SpecLine("old", k + 1, before[k]) for k in range(start, end)]
        found += [SpecLine("new", k + 1, after[k]) for k in range(from_, to)]
    return tuple(line for line in found if _speaks(line.text))


def _speaks(line: str) -> bool:
    stripped = line.strip()
    return bool(stripped) and not stripped.startswith("#")
