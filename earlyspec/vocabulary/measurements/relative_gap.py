"""Word: relative gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class RelativeGap(Measurement):
    """The gap between network and reference model as a share of what the reference has learned.

    sum_i (f_t(x_i) - f_lin_t(x_i))^2 / sum_i f_lin_t(x_i)^2 over one split. Where the reference is
    still 0 everywhere, as it is at step 0: 0 if the network is as well up to rounding (1e-20 of
    the mean squared label), and 1 if it is not.

    Source: hu2020, Figure 3 (c).
    """

    unit: ClassVar[str] = "1"

    model: str = "paired"
    """The reference model."""
    split: Split = "train"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        reference = at.reference(self.model, self.split)  # (n,)
        gap = ops.mean((at.network(self.split) - reference) ** 2)
        power = ops.mean(reference**2)
        # Mirrored neurons cancel up to rounding, and how far depends on the order of the sum.
        rounding = 1e-20 * ops.mean(at.labels(self.split) ** 2)
        before = ops.where(gap > rounding, 1.0, 0.0 * gap)
        return ops.where(power > 0, gap / ops.where(power > 0, power, 1.0), before)


KIND = RelativeGap
