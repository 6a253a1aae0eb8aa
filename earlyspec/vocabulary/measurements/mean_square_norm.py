"""Word: mean square norm."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class MeanSquareNorm(Measurement):
    """The mean of ||x||^2 / d, which is 1 for inputs scaled as the theorems want them.

    (1/(nd)) sum_i ||x_i||^2 over one split.

    Source: hu2020, Assumption 3.1 (Tr Sigma = d).
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return ops.mean(at.inputs(self.split) ** 2)


KIND = MeanSquareNorm
