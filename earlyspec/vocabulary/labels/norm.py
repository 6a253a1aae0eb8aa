"""Word: norm."""

from __future__ import annotations

import math

from earlyspec.vocabulary._base import Label, Real
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Norm(Label):
    """Labels that tell how long an input is: no function that is linear in x can learn them.

    y = offset + scale ||x|| / sqrt(d). With `then: {kind: noise, scale: 0.1}` the target of
    Figure 2, where the norm-dependent feature shows.

    Source: hu2020, Figure 2.
    """

    scale: Real = 1.0
    """Factor of the norm."""
    offset: Real = 0.0
    """What is added."""

    def rule_bound(self) -> float | None:
        return None

    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        return self.offset + self.scale / math.sqrt(x.shape[1]) * ops.sqrt(ops.sum(x * x, axis=1))


KIND = Norm
