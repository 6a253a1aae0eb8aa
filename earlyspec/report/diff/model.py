"""The difference of two reports as data. Every rendering is a function of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from earlyspec.judge.verdicts import Estimate

Direction = Literal["worse", "better", "other"]
Value = Estimate | str | None
"""One side of a change: a number, words, or None where that side has nothing."""


class Level(IntEnum):
    """How much a change says, from nothing to a verdict."""

    NOTHING = 0
    NOISE = 1
    """Words about the experiment, or numbers that moved less than they are known to."""
    NUMBER = 2
    """A number beyond its noise, an interval, a requirement, the sizes or seeds of the evidence."""
    CONDITION = 3
    """The word of a condition or an outcome, or whether a lie was caught."""
    VERDICT = 4
    """The word of a claim, what was expected of it, or whether it is there at all."""


@dataclass(frozen=True)
class Change:
    """One fact that is not as it was.

    Attributes:
      level: how much it says.
      kind: what sort of fact; `setting` is what explains other changes and is none of them.
      where: the claim or the point of the sweep.  what: the fact in it, such as `outcome train`.
      old, new: both sides.
      direction: for words; numbers have none.
      sigmas: for numbers, how far it moved in its own standard errors; None if that cannot be said.
      text: what the fact is, in the theorem's terms; may be empty.
      note: what was found on both sides and what is needed, for a word; may be empty.
      more: how many further points of the same curve moved.
    """

    level: Level
    kind: Literal["verdict", "word", "number", "interval", "text", "presence", "setting"]
    where: str
    what: str
    old: Value
    new: Value
    direction: Direction = "other"
    sigmas: float | None = None
    text: str = ""
    note: str = ""
    more: int = 0


@dataclass(frozen=True)
class Drift:
    """What numbers that count as unchanged did all the same.

    Attributes:
      same: numbers with the very same text.  moved: numbers that moved within their noise.
      drawn: numbers without an uncertainty that other seeds, or another backend, drew anew.
      largest: the farthest move in standard errors.
      mean_square: the mean squared move in standard errors of all numbers that have an interval;
        about 1 for a run with other seeds, and 0 for the same one.
      known: how many numbers have an interval.
    """

    same: int = 0
    moved: int = 0
    drawn: int = 0
    largest: float = 0.0
    mean_square: float = 0.0
    known: int = 0


@dataclass(frozen=True)
class SpecLine:
    """A line of a spec that only one side has: its number there, counted from 1, and its text."""

    side: Literal["old", "new"]
    number: int
    text: str


@dataclass(frozen=True)
class Difference:
    """Two reports, compared.

    Attributes:
      name: of the report, as the reader is to find it.
      changes: those that say most first.
      settings: what was run otherwise: plan, seeds, sizes, ...
      spec: lines of the spec that changed; None if a side's spec is not to be had.
      unchanged: how many claims, conditions, outcomes, lies and points kept their word.
      drift: what unchanged numbers did.
      presence: whether both sides have the report.
    """

    name: str
    changes: tuple[Change, ...] = ()
    settings: tuple[Change, ...] = ()
    spec: tuple[SpecLine, ...] | None = None
    unchanged: Mapping[str, int] = field(default_factory=dict)
    drift: Drift = field(default_factory=Drift)
    presence: Literal["both", "old", "new"] = "both"

    @property
    def level(self) -> Level:
        """That of the change that says most."""
        noise = Level.NOISE if self.drift.moved or self.drift.drawn or self.spec else Level.NOTHING
        return max((c.level for c in (*self.changes, *self.settings)), default=noise)

    @property
    def worse(self) -> bool:
        """Whether the verdict of a claim changed for the worse."""
        return self.fails(Level.VERDICT)

    def fails(self, at: Level) -> bool:
        """Whether something of that level or above got worse; a number is worse if it moved."""
        return any(
            change.level >= at and (change.direction == "worse" or at <= Level.NUMBER)
            for change in (*self.changes, *self.settings)
        )
