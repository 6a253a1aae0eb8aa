"""Two frozen records, field by field, by the types of the fields: a new field needs no new code.

A number with its interval is one fact; so is a curve. A field of few values is a word, a text is a
sentence, a mapping is what the spec gave. Records within records are paired by what they are about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from earlyspec.judge.verdicts import ConditionVerdict, ControlVerdict, Estimate, OutcomeVerdict
from earlyspec.report.diff.curves import curve
from earlyspec.report.diff.direction import of_words
from earlyspec.report.diff.ledger import Ledger
from earlyspec.report.diff.matching import key, pairs
from earlyspec.report.diff.model import Change, Direction, Level, Value
from earlyspec.report.diff.noise import Neighbours, relative_error
from earlyspec.report.model import Curve
from earlyspec.report.numbers import text

MEASURED = frozenset({"found", "reason", "missing", "diverged"})
"""Sentences that tell what a run found: their numbers have noise. All others are stated."""
_CHOSEN = ("horizon_step",)  # numbers that are chosen and not measured, though they may be times
_CENTRES = ("value", "mean")
_DRAWN = frozenset({"traces"})
"""What only says where a figure finds its curves: the curves themselves are compared."""
_SINGULAR = {"controls": "lie", "points": "at", "curves": "", "once": "", "local": "local slope"}
PARTS = {ConditionVerdict: "conditions", OutcomeVerdict: "outcomes", ControlVerdict: "lies"}
"""What a claim consists of, by the word under which it is counted."""


def record(
    ledger: Ledger,
    where: str,
    what: str,
    old: Any,
    new: Any,
    told: frozenset[str] = frozenset(),
) -> None:
    """Compares two records of one class.

    Args:
      ledger: takes what is found.
      where: the claim or the point of the sweep.
      what: the fact's name so far, such as `outcome train`; empty at the top.
      old: one side.
      new: the other.
      told: fields that were compared already.
    """
    if isinstance(new, Curve):
        curve(ledger, where, what, old, new)
        return
    neighbours = Neighbours(max(_relative(old), _relative(new)))
    before, after = estimate_of(old), estimate_of(new)
    if before is not None and after is not None:
        ledger.number(where, what, before, after)
        told |= {*_CENTRES, "low", "high"}
    for each in fields(new):
        if each.name in told or each.name in _DRAWN:
            continue
        _field(ledger, where, what, each.name, (old, new), neighbours)
    if type(new) in PARTS and _word(old) == _word(new):
        ledger.unchanged[PARTS[type(new)]] += 1


def estimate_of(record: Any) -> Estimate | None:
    """The number that a record is, if it has a centre and an interval."""
    if isinstance(record, Estimate):
        return record
    if not (hasattr(record, "low") and hasattr(record, "high")):
        return None
    centre = next((getattr(record, name) for name in _CENTRES if hasattr(record, name)), None)
    return None if centre is None else Estimate(centre, record.low, record.high)


def _field(
    ledger: Ledger,
    where: str,
    what: str,
    name: str,
    records: tuple[Any, Any],
    neighbours: Neighbours,
) -> None:
    old, new = (getattr(each, name) for each in records)
    label = _join(what, _spoken(name))
    if old is None or new is None:
        if old is not new:
            ledger.add(Change(Level.NUMBER, "presence", where, label, _side(old), _side(new)))
    elif is_dataclass(new):
        record(ledger, where, label, old, new)
    elif isinstance(new, Mapping):
        _given(ledger, where, old, new)
    elif isinstance(new, bool) or name in _words(records[1].__class__):
        _decided(ledger, where, what, name, records)
    elif isinstance(new, str):
        ledger.sentence(where, label, old, new, neighbours, name in MEASURED)
    elif isinstance(new, int) or name in _CHOSEN:
        if old != new:
            before, after = f"{old:.12g}", f"{new:.12g}"
            ledger.add(Change(Level.NUMBER, "setting", where, _spoken(name), before, after))
    elif isinstance(new, float):
        ledger.number(where, label, Estimate(old), Estimate(new), neighbours)
    else:
        _several(ledger, where, what, name, old, new, neighbours)


def _several(
    ledger: Ledger,
    where: str,
    what: str,
    name: str,
    old: Sequence[Any],
    new: Sequence[Any],
    neighbours: Neighbours,
) -> None:
    some = next(iter((*new, *old)), None)
    single = _SINGULAR.get(name, name.removesuffix("s"))
    if isinstance(some, float):
        scale = max(map(abs, (*old, *new)))
        around = Neighbours(neighbours.relative, scale)
        if len(old) != len(new):
            ledger.add(
                Change(Level.NUMBER, "presence", where, _join(what, single), _list(old), _list(new))
            )
            return
        for i, (before, after) in enumerate(zip(old, new, strict=True)):
            label = _join(what, f"{single} {i + 1}")
            ledger.number(where, label, Estimate(before), Estimate(after), around)
    elif isinstance(some, str):
        before, after = "; ".join(old), "; ".join(new)
        ledger.sentence(where, _join(what, name), before, after, neighbours, name in MEASURED)
    elif is_dataclass(some):
        _records(ledger, where, what, name, old, new)
    elif old != new:
        ledger.add(
            Change(Level.NUMBER, "setting", where, _join(what, name), _list(old), _list(new))
        )


def _records(
    ledger: Ledger, where: str, what: str, name: str, old: Sequence[Any], new: Sequence[Any]
) -> None:
    single = _SINGULAR.get(name, name.removesuffix("s"))
    gone: list[str] = []
    added: list[str] = []
    for before, after in pairs(old, new):
        label = _join(what, f"{single} {_name(before or after)}".strip())
        if before is not None and after is not None:
            record(ledger, where, label, before, after)
        elif type(before or after) in PARTS:
            ledger.add(_presence(where, label, before, after))
        else:
            (added if before is None else gone).append(_name(before or after))
    if gone or added:
        sides = ", ".join(gone) or None, ", ".join(added) or None
        ledger.add(Change(Level.NUMBER, "presence", where, _join(what, _spoken(name)), *sides))


def _decided(ledger: Ledger, where: str, what: str, name: str, records: tuple[Any, Any]) -> None:
    """A word, or yes and no."""
    old, new = (getattr(each, name) for each in records)
    if old == new:
        return
    # How a lie was judged matters less than whether it was caught.
    decides = name == "caught" or (name == "word" and not hasattr(records[1], "caught"))
    direction = of_words(str(old), str(new)) if decides else "other"
    if name == "caught":
        old, new = ("caught" if each else "not caught" for each in (old, new))
        direction = "worse" if new == "not caught" else "better"
    elif isinstance(new, bool):
        old, new = ("yes" if each else "no" for each in (old, new))
    ledger.add(
        Change(
            Level.CONDITION if decides else Level.NUMBER,
            "word",
            where,
            what if decides else _join(what, _spoken(name)),
            old,
            new,
            direction,
            text=getattr(records[1], "text", ""),
            note=_note(*records) if decides else "",
        )
    )


def _note(old: Any, new: Any) -> str:
    """What was found on both sides, and what is needed."""
    found = [getattr(each, "found", "") or getattr(each, "reason", "") for each in (old, new)]
    needed = getattr(new, "required", "")
    missing = getattr(new, "missing", "")
    said = [f"found {found[1] or 'nothing'}", f"was {found[0] or 'nothing'}"]
    said += [f"needs {needed}"] if needed and needed != getattr(new, "text", "") else []
    said += [f"missing {missing}"] if missing else []
    return "; ".join(said)


def _presence(where: str, what: str, old: Any, new: Any) -> Change:
    """A part that one side lacks; a hypothesis or a lie that is no longer looked at is a loss."""
    direction: Direction = "worse" if new is None else "other"
    sides = _side(old), _side(new)
    text = (old or new).text
    return Change(Level.CONDITION, "presence", where, what, *sides, direction, text=text)


def _given(ledger: Ledger, where: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """What the spec gave, such as sizes: it has no noise, and explains the rest."""
    for name in dict.fromkeys((*old, *new)):
        before, after = (_shown(each.get(name)) for each in (old, new))
        if before != after:
            ledger.add(Change(Level.NUMBER, "setting", where, name, before, after))


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    return text(value, 12) if isinstance(value, int | float) else str(value)


def _side(value: Any) -> Value:
    """A record or nothing, in a word or a number."""
    if value is None or isinstance(value, str):
        return value
    estimate = estimate_of(value)
    if estimate is not None:
        return estimate
    word = _word(value)
    return word if isinstance(word, str) else "there" if is_dataclass(value) else str(value)


def _word(record: Any) -> Any:
    caught = getattr(record, "caught", None)
    if caught is not None:
        return "caught" if caught else "not caught"
    return getattr(record, "word", None)


def _relative(record: Any) -> float:
    """The largest relative standard error of the numbers in a record, and in what it holds."""
    if isinstance(record, Estimate):
        return relative_error(record)
    if isinstance(record, tuple):
        return max(map(_relative, record), default=0.0)
    if is_dataclass(record) and not isinstance(record, Curve):
        return max((_relative(getattr(record, each.name)) for each in fields(record)), default=0.0)
    return 0.0


@cache
def _words(kind: type) -> frozenset[str]:
    """Fields that hold one of a few words."""
    return frozenset(name for name, hint in get_type_hints(kind).items() if _few(hint))


def _few(hint: Any) -> bool:
    if get_origin(hint) in (Union, UnionType):
        return _few(get_args(hint)[0])
    return get_origin(hint) is Literal


def _name(record: Any) -> str:
    if hasattr(record, "size"):
        return text(record.size)
    return key(record) or ""


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _join(what: str, name: str) -> str:
    return ", ".join(filter(None, (what, name)))


def _list(values: Sequence[Any]) -> str:
    return ", ".join(text(v) if isinstance(v, int | float) else str(v) for v in values) or "none"
