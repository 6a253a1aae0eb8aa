"""Word: clipped gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class ClippedGap(Measurement):
    """How far the network is from a reference model, no input counting for more than 1.

    (1/n) sum_i min{(f_t(x_i) - f_lin_t(x_i))^2, 1} over one split; on fresh inputs the estimate of
    the expectation that the theorems bound.

    Source: hu2020, Theorem 3.2, eq 8.
    """

    unit: ClassVar[str] = "target^2"

    model: str = "paired"
    """The reference model."""
    split: Split = "train"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        gap = at.network(self.split) - at.reference(self.model, self.split)  # (n,)
        return ops.mean(ops.minimum(gap**2, 1.0))


KIND = ClippedGap
