"""Word: inner product."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Count, Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class InnerProduct(Measurement):
    """How far two inputs are from orthogonal, in the unit in which it should be bounded.

    N2 = max over i != j of |x_i . x_j| / (d sqrt(log(n) / d)), among the first `rows` inputs and
    with their number for n; about 2 for Gaussian inputs.

    Source: hu2020, Claim 3.1.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    split: Split = "train"
    """The inputs it is taken over."""
    rows: Count = 16384
    """How many inputs are compared at most; the cost is their number squared."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        n, d = at.inputs(self.split).shape
        compared = min(n, self.rows)
        largest = at.largest_inner_product(self.split, compared)
        return largest / math.sqrt(d * math.log(max(compared, 2)))


KIND = InnerProduct
