"""Word: sign."""

from __future__ import annotations

from earlyspec.vocabulary._base import LabelStep
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Sign(LabelStep):
    """Makes classes of labels: 1 where they are at least 0, and -1 below.

    Source: hu2020, Figure 1.
    """

    def bound(self, before: float | None) -> float | None:
        return 1.0

    def apply(self, ops: Ops, draws: Draws, y: Array, name: str) -> Array:
        # Not 1 - 2 [y < 0], which would make a class of NaN.
        return ops.where(y >= 0, 1.0, ops.where(y < 0, -1.0, y))


KIND = Sign
