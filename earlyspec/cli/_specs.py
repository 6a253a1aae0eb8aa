"""Files, folders and patterns of the command line to specs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from earlyspec.frozen import dataclass

# A key of the root, in block style or first in a flow mapping; the text may be broken elsewhere.
_IS_SPEC = re.compile(
    rb"""(?:^|\A(?:\xef\xbb\xbf)?\s*\{?\s*)["']?earlyspec["']?\s*:""", re.MULTILINE
)
_SHOWN = 6
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class Found:
    """What the arguments of a command name.

    Attributes:
      paths: specs, each once: in the order of the arguments, those of a folder sorted.
      skipped: files beside them that are no specs.
      one: whether a single file was named, and not a folder or a pattern.
    """

    paths: tuple[str, ...]
    skipped: tuple[str, ...]
    one: bool


def find(given: Sequence[str]) -> Found:
    """The specs that the arguments name.

    A folder stands for all specs in it and below, hidden folders and reports left out: the files
    `*.yaml` that have a key `earlyspec`. Of several arguments, as a shell makes of a pattern, those
    that are no specs are left out too. A file that is named alone is taken at its word.
    """
    names = [name for each in given for name in _expanded(each)]
    one = len(names) == 1 and not Path(names[0]).is_dir() and not _is_pattern(given[0])
    paths: dict[Path, str] = {}
    skipped: list[str] = []
    for name in names:
        path = Path(name)
        inside = [path]
        if name != "-" and path.is_dir():
            inside = [] if path.name.endswith(".report") and len(names) > 1 else _below(path)
        for each in inside:
            if one or name == "-" or not each.is_file() or is_spec(each):
                paths.setdefault(each.resolve(), name if each == path else str(each))
            else:
                skipped.append(str(each))
    return Found(tuple(paths.values()), tuple(dict.fromkeys(skipped)), one)


def with_profile(found: Found, profile: str) -> Found:
    """Of several specs, those that have a profile of that name; and what cannot be read."""
    from earlyspec.language import profiles
    from earlyspec.language.yaml_tree import parse, read

    having: list[str] = []
    lacking: list[str] = []
    for path in found.paths:
        document, _ = read(path) if path != "-" else (None, [])
        tree = None if document is None else parse(document)
        known = tree is None or not isinstance(tree.data, dict) or profile in profiles.names(tree)
        (having if known else lacking).append(path)
    return Found(tuple(having), (*found.skipped, *lacking), found.one)


def note(found: Found, profile: str | None) -> str:
    """A line on what was left out; empty if nothing was."""
    if not found.skipped:
        return ""
    why = "no specs" if profile is None else f"no specs, or without a profile `{profile}`"
    shown = ", ".join(found.skipped[:_SHOWN])
    more = len(found.skipped) - _SHOWN
    return f"left out ({why}): {shown}" + (f" and {more} more" if more > 0 else "")


def is_spec(path: Path) -> bool:
    """Whether a file has a key `earlyspec`, whatever else is amiss with it."""
    try:
        with path.open("rb") as file:
            return _IS_SPEC.search(file.read(2**20)) is not None
    except OSError:
        return path.suffix == ".yaml"  # to be told why it cannot be read


def _is_pattern(name: str) -> bool:
    return _PATTERN.search(name) is not None and not Path(name).exists()


def _expanded(name: str) -> list[str]:
    """A pattern that no shell has expanded as the names it fits; other names as they are."""
    if not _is_pattern(name):
        return [name]
    from glob import glob

    return sorted(glob(name, recursive=True)) or [name]


def _below(folder: Path) -> list[Path]:
    def counts(path: Path) -> bool:
        above = path.relative_to(folder).parts[:-1]
        hidden = any(part.startswith(".") or part.endswith(".report") for part in above)
        return path.is_file() and not hidden

    return [path for path in sorted(folder.rglob("*.yaml")) if counts(path)]
