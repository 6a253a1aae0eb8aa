"""Word: mean vector."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class MeanVector(Measurement):
    """How large the mean input is beside what chance would make it: about 1 for inputs of mean 0.

    n ||xbar||^2 / Tr S, with xbar the mean row and S the sample covariance (divisor n - 1).

    Source: hu2020, Assumption 3.1; the statistic is ours.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        x = at.inputs(self.split)
        n = x.shape[0]
        mean = ops.mean(x, axis=0)  # (d,)
        trace = ops.sum((x - mean[None, :]) ** 2) / max(n - 1, 1)
        return n * ops.sum(mean * mean) / trace


KIND = MeanVector
