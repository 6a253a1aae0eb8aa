"""`.gitattributes`: plain `git diff` names the theorem in every hunk header.

git's own `markdown` driver is used and no other: a driver that is configured but missing makes
`git diff` fail, one that git brings along cannot be missing.
"""

from __future__ import annotations

from pathlib import Path

LINES = (
    "**/*.report/report.md diff=markdown",
    "**/*.report/report.json linguist-generated",
    "**/*.report/curves.csv linguist-generated",
    "**/*.report/*.svg linguist-generated",
)
_HEAD = "# Reports of earlyspec: hunks of report.md name their theorem; the rest is folded away."


def root_of(folder: Path) -> Path | None:
    """The working tree that a folder lies in; None outside of any."""
    for each in (folder.resolve(), *folder.resolve().parents):
        if (each / ".git").exists():
            return each
    return None


def merged(text: str) -> str:
    """The text of a `.gitattributes` with the lines that it lacks at its end."""
    present = {" ".join(line.split()) for line in text.splitlines()}
    missing = [line for line in LINES if line not in present]
    if not missing:
        return text
    start = text if not text or text.endswith("\n") else text + "\n"
    gap = "\n" if start else ""
    return start + gap + "\n".join([_HEAD, *missing]) + "\n"
