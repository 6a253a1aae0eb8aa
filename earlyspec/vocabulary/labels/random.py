"""Word: random."""

from __future__ import annotations

from typing import Literal

from earlyspec.vocabulary._base import Label
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Random(Label):
    """Labels that have nothing to do with the inputs: what is fitted is memorised.

    y_i independent of x and of each other: -1 or 1 with probability 1/2 each, or standard
    Gaussian.

    Source: hu2020, Theorem 3.2 (any bounded labels will do).
    """

    law: Literal["signs", "gaussian"] = "signs"
    """The law of a label."""

    def rule_bound(self) -> float | None:
        return 1.0 if self.law == "signs" else None

    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        draw = draws.signs if self.law == "signs" else draws.normal
        return draw(f"labels/{split}/random", (x.shape[0],))


KIND = Random
