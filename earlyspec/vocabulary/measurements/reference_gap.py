"""Word: reference gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class ReferenceGap(Measurement):
    """How far a reference model is from another one after as many steps.

    (1/n) sum_i (f_lin_t(x_i) - g_lin_t(x_i))^2 over one split; no factor 1/2. With the optimum for
    the other, what the linear model has not learned yet.

    Source: hu2020, Corollary 3.3.
    """

    unit: ClassVar[str] = "target^2"

    model: str = "paired"
    """The reference model."""
    other: str = "optimum"
    """The reference model it is held against."""
    split: Split = "train"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return (self.model, self.other)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        gap = at.reference(self.model, self.split) - at.reference(self.other, self.split)  # (n,)
        return ops.mean(gap**2)


KIND = ReferenceGap
