"""Word: gap norm."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class GapNorm(Measurement):
    """How far the network is from a reference model, as a length: what the certificates bound.

    ||f_t(X) - f_lin_t(X)|| / sqrt(n) over one split, the square root of the prediction gap.

    Source: hu2020, Theorem C.2.
    """

    unit: ClassVar[str] = "target"

    model: str = "paired"
    """The reference model."""
    split: Split = "train"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        gap = at.network(self.split) - at.reference(self.model, self.split)  # (n,)
        return norm(ops, gap) / gap.shape[0] ** 0.5


KIND = GapNorm
