"""Word: reference loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class ReferenceLoss(Measurement):
    """Half the mean squared error of a reference model.

    (1/(2n)) sum_i (f_lin_t(x_i) - y_i)^2 over one split.

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
        return ops.mean((at.reference(self.model, self.split) - at.labels(self.split)) ** 2) / 2


KIND = ReferenceLoss
