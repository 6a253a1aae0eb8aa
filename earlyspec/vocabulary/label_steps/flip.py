"""Word: flip."""

from __future__ import annotations

from earlyspec.vocabulary._base import Fraction, LabelStep
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Flip(LabelStep):
    """Turns the sign of each label with a given probability, independently.

    Source: ours.
    """

    probability: Fraction
    """The chance that a label is turned, from 0 to 1."""

    def bound(self, before: float | None) -> float | None:
        return before

    def apply(self, ops: Ops, draws: Draws, y: Array, name: str) -> Array:
        turned = draws.uniform(name, (y.shape[0],)) < self.probability
        return ops.where(turned, -y, y)


KIND = Flip
