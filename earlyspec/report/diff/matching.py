"""Records of two reports, in pairs: by what they are about, never by their place in a list."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from earlyspec.judge.verdicts import ClaimVerdict

_NAMES = ("id", "quantity", "size", "point")
"""Fields that say what a record is about; one without them is known by its place."""


def pairs(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Both sides in the order of the new one, what is gone last; None where a side has nothing."""
    if any(isinstance(each, ClaimVerdict) for each in (*old, *new)):
        yield from claims(old, new)
    else:
        yield from _by_key(_keyed(old, key), _keyed(new, key))


def claims(
    old: Sequence[ClaimVerdict], new: Sequence[ClaimVerdict]
) -> Iterator[tuple[ClaimVerdict | None, ClaimVerdict | None]]:
    """Claims by theorem and parameters; those left over by the theorem alone."""
    exact = list(_by_key(_keyed(old, _claim), _keyed(new, _claim)))
    gone = [before for before, after in exact if after is None]
    left = dict(_keyed(gone, lambda each: each.theorem))
    lonely = [after for before, after in exact if before is None]
    partners = {}
    for name, after in _keyed(lonely, lambda each: each.theorem):
        if name in left:
            partners[id(after)] = left.pop(name)
    for before, after in exact:
        if before is None and after is not None:
            yield partners.get(id(after)), after
        elif after is not None:
            yield before, after
    for before in left.values():
        yield before, None


def key(record: Any) -> str | None:
    """What a record is about; None if it does not say."""
    for name in _NAMES:
        if hasattr(record, name):
            return _text(getattr(record, name))
    return None


def _claim(claim: ClaimVerdict) -> str:
    return f"{claim.theorem} {_text(claim.parameters)}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)


def _keyed(records: Iterable[Any], name: Any) -> list[tuple[tuple[str, int], Any]]:
    """Records under their names; equal names are numbered."""
    seen: Counter[str] = Counter()
    found = []
    for record in records:
        own = name(record) or ""
        found.append(((own, seen[own]), record))
        seen[own] += 1
    return found


def _by_key(
    old: list[tuple[tuple[str, int], Any]], new: list[tuple[tuple[str, int], Any]]
) -> Iterator[tuple[Any, Any]]:
    before, after = dict(old), dict(new)
    for name, record in new:
        yield before.get(name), record
    for name, record in old:
        if name not in after:
            yield record, None
