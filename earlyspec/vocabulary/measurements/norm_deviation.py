"""Word: norm deviation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class NormDeviation(Measurement):
    """How far the norm of an input strays from sqrt(d), in the unit in which it should be bounded.

    N1 = max_i | ||x_i||^2 / d - 1 | / sqrt(log(n) / d); about 2 for Gaussian inputs.

    Source: hu2020, Claim 3.1.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        x = at.inputs(self.split)
        n, d = x.shape
        largest = ops.max(ops.abs(ops.sum(x * x, axis=1) / d - 1.0))
        return largest / math.sqrt(math.log(max(n, 2)) / d)


KIND = NormDeviation
