"""Word: norm slope."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot

NETWORK = "network"


class NormSlope(Measurement):
    """How much of the norm of the inputs a model has learned: the slope of its outputs on it.

    sum_i (f_t(x_i) - mean f_t) (s_i - mean s) / sum_i (s_i - mean s)^2, s_i = ||x_i|| / sqrt(d),
    over one split; 1 for labels ||x|| / sqrt(d), and 0 for a model that is linear in x. It is 0
    where all norms are equal, up to rounding.

    Source: hu2020, Figure 2; the statistic is ours.
    """

    unit: ClassVar[str] = "target"

    model: str = NETWORK
    """`network`, or the reference model."""
    split: Split = "test"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return () if self.model == NETWORK else (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        x = at.inputs(self.split)
        network = self.model == NETWORK
        f = at.network(self.split) if network else at.reference(self.model, self.split)
        s = ops.sqrt(ops.sum(x * x, axis=1)) / math.sqrt(x.shape[1])  # (n,)
        away = s - ops.mean(s)
        spread = ops.mean(away**2)
        known = spread > 1e-24
        slope = ops.mean((f - ops.mean(f)) * away) / ops.where(known, spread, 1.0)
        return ops.where(known, slope, 0.0 * slope)


KIND = NormSlope
