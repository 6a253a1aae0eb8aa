"""What every rendering of a difference says in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from earlyspec.judge.verdicts import Estimate
from earlyspec.report.diff.model import Change, Difference, Level, Value
from earlyspec.report.numbers import text, with_error
from earlyspec.report.phrases import count

SECTIONS = ((Level.VERDICT, "verdict"), (Level.CONDITION, "condition"), (Level.NUMBER, "number"))
"""The parts of a difference in the order in which they are told."""
NOTHING = "nothing"


def value(side: Value) -> str:
    """One side of a change."""
    if side is None or side == "":
        return NOTHING
    if isinstance(side, str):
        return side
    return text(side.value) if side.low is None else with_error(side)


def about(change: Change) -> str:
    """What a change is about: `hu2020/theorem-3.2, outcome train`."""
    if change.kind == "verdict":
        return change.where + (f" ({change.text})" if change.text else "")
    return ", ".join(filter(None, (change.where, change.what)))


def aside(change: Change) -> str:
    """What is to be known beside both sides: how far, or which way."""
    said: list[str] = []
    if change.direction != "other":
        said.append(change.direction)
    if change.kind == "interval":
        said.append("the interval says something else")
    if change.sigmas is not None:
        said.append(f"{text(change.sigmas, 2)} sigma")
    elif change.kind == "number" and _exact(change.old) and _exact(change.new):
        said.append("it has no uncertainty")
    if change.more and change.kind == "setting":
        said.append(f"at {change.more + 1} places")
    elif change.more:
        said.append(f"and at {count(change.more, 'more point')}")
    return "; ".join(said)


def of_level(difference: Difference, level: Level) -> list[Change]:
    """The changes of one part."""
    return [change for change in difference.changes if change.level == level]


def unchanged(difference: Difference) -> str:
    """What kept its word, counted, and what its numbers did."""
    kept = [
        count(number, name.removesuffix("s"))
        for name, number in difference.unchanged.items()
        if number
    ]
    drift = difference.drift
    if drift.same:
        kept.append(count(drift.same, "number"))
    said = [", ".join(kept)] if kept else []
    if drift.moved:
        said.append(f"{count(drift.moved, 'value')} moved within noise{_drift(difference)}")
    if drift.drawn:
        words = "value has" if drift.drawn == 1 else "values have"
        said.append(f"{drift.drawn} {words} no uncertainty and came from other draws")
    return "; ".join(said)


def _drift(difference: Difference) -> str:
    drift = difference.drift
    if not drift.largest:
        return ""
    largest, square = text(drift.largest, 2), text(drift.mean_square, 2)
    return f" (at most {largest} sigma, mean square {square})"


def unexplained(difference: Difference) -> str:
    """What to think of numbers that changed although nothing that was run did; may be empty."""
    if difference.presence != "both":
        return ""
    names = {change.what for change in difference.settings}
    if difference.changes and not names & {"plan", "seeds", "precision", "backend"}:
        return "the plan is the same: earlyspec, its backend or the machine changed these"
    if difference.spec and "plan" not in names:
        return (
            "the spec changed and the plan of the report did not: it was not run again, "
            "or the lines do not matter (`earlyspec check` tells)"
        )
    return ""


def headline(differences: Sequence[Difference]) -> str:
    """All reports in a sentence, what matters first."""
    if not differences:
        return "No reports were compared."
    changes = [change for each in differences for change in each.changes]
    parts = []
    for level, name in SECTIONS:
        mine = [change for change in changes if change.level == level]
        if level == Level.NUMBER:
            parts += [f"{count(len(mine), 'number')} beyond noise"] if mine else []
            continue
        for direction, word in (("worse", "worse"), ("better", "better"), ("other", "changed")):
            number = sum(change.direction == direction for change in mine)
            parts += [f"{count(number, name)} {word}"] if number else []
    same = sum(not each.changes for each in differences)
    if same:
        kept = f"{same} without a change" if parts else "nothing changed beyond noise"
        parts.append(kept)
    return f"{count(len(differences), 'report')}: {', '.join(parts)}."


def _exact(side: Value) -> bool:
    return isinstance(side, Estimate) and (side.low is None or side.low == side.high)
