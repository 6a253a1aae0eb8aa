"""Word: lazy gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class LazyGap(Measurement):
    """How far the network is from its own linearisation, as a share of the labels.

    ||f_t - f_lin,t|| / ||y|| over one split; 0 where all labels are 0.

    Source: lecture11, Theorem 3.
    """

    unit: ClassVar[str] = "1"

    model: str = "linearised"
    """The reference model."""
    split: Split = "train"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        gap = at.network(self.split) - at.reference(self.model, self.split)  # (n,)
        size = norm(ops, at.labels(self.split))
        return ops.where(size > 0, norm(ops, gap) / ops.where(size > 0, size, 1.0), 0.0)


KIND = LazyGap
