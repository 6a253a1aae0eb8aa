"""Word: reference floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class ReferenceFloor(Measurement):
    """How slow the slowest direction is that a linear reference model learns at all.

    d times the smallest eigenvalue of Psi^T Psi / n that is not 0; of order 1 if the covariance of
    the inputs has no small eigenvalue. 0 for a model without a feature.

    Source: hu2020, Corollary 3.3.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    model: str = "paired"
    """The reference model."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        values = at.reference_spectrum(self.model)  # (p,), null ones 0
        # The largest stands in for the null ones: it is no smaller than any other.
        learned = ops.where(values > 0, values, ops.max(values))
        return -at.cell.d * ops.max(-learned)


KIND = ReferenceFloor
