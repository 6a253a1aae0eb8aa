"""Word: reference power."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class ReferencePower(Measurement):
    """How much a reference model says at all.

    (1/n) sum_i f_lin_t(x_i)^2 over one split: the denominator of the relative gap.

    Source: hu2020, Figure 3 (c).
    """

    unit: ClassVar[str] = "target^2"

    model: str = "paired"
    """The reference model."""
    split: Split = "train"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return ops.mean(at.reference(self.model, self.split) ** 2)


KIND = ReferencePower
