"""What a comparison writes down as it goes: changes, and what unchanged numbers did."""

from __future__ import annotations

import math
from collections import Counter
from typing import Literal

from earlyspec.judge.verdicts import Estimate
from earlyspec.report.diff.model import Change, Drift, Level
from earlyspec.report.diff.noise import (
    ALONE,
    SIGMAS,
    Neighbours,
    Terms,
    known,
    sigmas,
    width_changed,
)
from earlyspec.report.diff.sentences import moved


class Ledger:
    """Collects the facts of one comparison.

    Args:
      terms: how numbers are compared.
    """

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.changes: list[Change] = []
        self.settings: list[Change] = []
        self.unchanged: Counter[str] = Counter()
        self._same = self._moved = self._drawn = self._known = 0
        self._largest = self._squares = 0.0

    def add(self, change: Change) -> None:
        """Notes a change."""
        (self.settings if change.kind == "setting" else self.changes).append(change)

    def number(
        self,
        where: str,
        what: str,
        old: Estimate,
        new: Estimate,
        neighbours: Neighbours = ALONE,
    ) -> None:
        """Compares a number with its interval, and notes what came of it."""
        self.judged(where, what, old, new, *self.judge(old, new, neighbours))

    def judge(
        self, old: Estimate, new: Estimate, neighbours: Neighbours
    ) -> tuple[float | None, bool]:
        """How far a number moved, and whether its interval says something else."""
        distance = sigmas(old, new, self.terms, neighbours)
        return distance, width_changed(old, new, self.terms, neighbours)

    def judged(
        self,
        where: str,
        what: str,
        old: Estimate,
        new: Estimate,
        distance: float | None,
        widened: bool,
        more: int = 0,
    ) -> None:
        """Notes a number that was compared already."""
        far = distance is not None and distance > SIGMAS
        if not far and not widened:
            self.stayed(old, new, distance)
            return
        kind: Literal["number", "interval"] = "number" if far else "interval"
        # A number without an uncertainty is beyond what machines do; sigmas would say nothing.
        told = distance if known(old) or known(new) else None
        if told is not None and math.isinf(told):
            told = None
        change = Change(Level.NUMBER, kind, where, what, old, new, sigmas=told, more=more)
        self.add(change)

    def stayed(self, old: Estimate, new: Estimate, distance: float | None) -> None:
        """Counts a number that did not move."""
        if old == new:
            self._same += 1
        elif distance is None:
            self._drawn += 1
        else:
            self._moved += 1
        if distance is not None and (known(old) or known(new)):
            self._known += 1
            self._squares += distance**2
            self._largest = max(self._largest, distance)

    def sentence(
        self,
        where: str,
        what: str,
        old: str,
        new: str,
        neighbours: Neighbours,
        measured: bool,
        level: Level = Level.NUMBER,
    ) -> None:
        """Compares words that may hold numbers."""
        if old == new:
            return
        told = moved(old, new, self.terms, neighbours, measured)
        if told:
            self.add(Change(level, "text", where, what, old, new))
        elif told is None:
            self._drawn += 1
        else:
            self._moved += 1

    def drift(self) -> Drift:
        """What unchanged numbers did."""
        mean = self._squares / self._known if self._known else 0.0
        return Drift(self._same, self._moved, self._drawn, self._largest, mean, self._known)
