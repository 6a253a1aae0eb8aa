"""Word: clip."""

from __future__ import annotations

from earlyspec.vocabulary._base import LabelStep, Positive
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Clip(LabelStep):
    """Bounds labels: what lies outside [-limit, limit] is moved to its nearer end.

    Source: hu2020, Section 3 (labels are bounded by 1).
    """

    limit: Positive = 1.0
    """The largest size that a label may have."""

    def bound(self, before: float | None) -> float | None:
        return self.limit if before is None else min(before, self.limit)

    def apply(self, ops: Ops, draws: Draws, y: Array, name: str) -> Array:
        return ops.minimum(ops.maximum(y, -self.limit), self.limit)


KIND = Clip
