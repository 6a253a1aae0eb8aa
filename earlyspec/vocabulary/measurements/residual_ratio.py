"""Word: residual ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class ResidualRatio(Measurement):
    """What is left of a linear model's training error, as a share of what there was.

    ||v(t) - y|| / ||v(0) - y||, v(0) = 0; 0 where all labels are 0.

    Source: hu2020, Claim C.1.
    """

    unit: ClassVar[str] = "1"

    model: str = "paired"
    """The linear model."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        y = at.labels("train")
        scale = norm(ops, y)
        left = norm(ops, at.reference(self.model, "train") - y)
        return ops.where(scale > 0, left / ops.where(scale > 0, scale, 1.0), 0.0 * left)


KIND = ResidualRatio
