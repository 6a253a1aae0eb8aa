"""Word: noise."""

from __future__ import annotations

from earlyspec.vocabulary._base import LabelStep, NonNegative
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Noise(LabelStep):
    """Adds independent Gaussian noise to labels: y + scale g, g ~ N(0, 1).

    Labels are unbounded after it; `clip` bounds them again.

    Source: hu2020, Figure 2.
    """

    scale: NonNegative
    """Standard deviation of the noise."""

    def bound(self, before: float | None) -> float | None:
        return before if self.scale == 0 else None

    def apply(self, ops: Ops, draws: Draws, y: Array, name: str) -> Array:
        return y + self.scale * draws.normal(name, (y.shape[0],))


KIND = Noise
