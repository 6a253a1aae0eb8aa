"""Word: loss gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class LossGap(Measurement):
    """How far apart the losses of the network and of a reference model are.

    | (1/(2n)) sum_i (f_t(x_i) - y_i)^2 - (1/(2n)) sum_i (f_lin_t(x_i) - y_i)^2 | over one split.

    Source: hu2020, Figure 1 (a).
    """

    unit: ClassVar[str] = "target^2"

    model: str = "paired"
    """The reference model."""
    split: Split = "train"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        y, f, g = (
            at.labels(self.split),
            at.network(self.split),
            at.reference(self.model, self.split),
        )
        # (f - y)^2 - (g - y)^2, without the cancellation.
        return ops.abs(ops.mean((f - g) * (f + g - 2 * y))) / 2


KIND = LossGap
