"""Word: prediction gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class PredictionGap(Measurement):
    """How far the network is from a reference model: the mean squared gap of their outputs.

    (1/n) sum_i (f_t(x_i) - f_lin_t(x_i))^2 over one split; no factor 1/2.

    Source: hu2020, Theorem 3.2, eq 7.
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
        return ops.mean(gap**2)


KIND = PredictionGap
