"""Changes in the order in which a reviewer wants them, each told once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from earlyspec.report.diff.model import Change
from earlyspec.report.diff.sentences import words

_DIRECTIONS = ("worse", "other", "better")
_GROUPS = ("outcome", "condition", "lie")


def ordered(changes: Sequence[Change]) -> list[Change]:
    """What says most first; of numbers those that moved farthest, each once."""
    kept: list[Change] = []
    moved: set[tuple[object, ...]] = set()
    for change in sorted(changes, key=_urgency):
        about = (change.where, change.old, change.new)
        if change.kind in ("number", "interval"):
            if about in moved:  # an exponent is an outcome's estimate and its fit's slope
                continue
            moved.add(about)
        kept.append(change)
    return [change for change in kept if not _repeats(change, kept)]


def folded(settings: Iterable[Change]) -> Iterator[Change]:
    """What was run otherwise; sizes that changed at many points are one line."""
    groups: dict[tuple[str, bool], list[Change]] = {}
    for change in settings:
        groups.setdefault((change.what, change.where == ""), []).append(change)
    for (what, whole), group in groups.items():
        first = group[0]
        if not whole and (what, True) in groups:
            continue  # the seeds of every curve are those of the run
        if len(group) == 1:
            yield first
        elif len({(each.old, each.new) for each in group}) == 1:
            yield replace(first, where="", more=len(group) - 1)
        else:
            sides = (_list(each.old for each in group), _list(each.new for each in group))
            yield replace(first, where="", old=sides[0], new=sides[1], more=len(group) - 1)


def _urgency(change: Change) -> tuple[float, int, int, float, str, int, str]:
    # Numbers of outcomes before those of conditions, of lies, and of single points of the sweep.
    kin = change.what.partition(" ")[0]
    group = _GROUPS.index(kin) if kin in _GROUPS else len(_GROUPS)
    distance = math.inf if change.sigmas is None else change.sigmas
    where, what = change.where, change.what
    direction = _DIRECTIONS.index(change.direction)
    return (-change.level, direction, group, -distance, where, len(what), what)


def _repeats(change: Change, changes: Sequence[Change]) -> bool:
    """Whether a word or a sentence says only what is told beside it."""
    if change.kind == "word" and change.what.endswith(", word"):
        caught = change.what.removesuffix(", word")  # of a lie: whether it was caught says it all
        return any(each.where == change.where and each.what == caught for each in changes)
    if change.kind != "text" or not isinstance(change.old, str) or not isinstance(change.new, str):
        return False
    record, _, name = change.what.rpartition(", ")
    beside = [each for each in changes if each.where == change.where and each is not change]
    if name == "missing" and not record:  # a claim's is a digest of its parts
        return bool(beside)
    word = any(each.kind == "word" and each.what == record for each in beside)
    if word and name in ("missing", "found", "reason"):  # a part's are told with its word
        return True
    return words(change.old) == words(change.new) and any(
        each.kind in ("number", "interval") and each.what.startswith(record) for each in beside
    )


def _list(values: Iterable[object]) -> str:
    return ", ".join(dict.fromkeys("none" if value is None else str(value) for value in values))
