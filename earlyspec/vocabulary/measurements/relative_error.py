"""Word: relative error."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot

NETWORK = "network"


class RelativeError(Measurement):
    """The share of the labels' power that is not explained: 1 for a model that says nothing.

    sum_i (f(x_i) - y_i)^2 / sum_i y_i^2 over one split: by the power of the very labels drawn,
    which takes out most of their luck.

    Source: lecture11, Theorem 1 (its error, for labels of mean square 1).
    """

    unit: ClassVar[str] = "1"

    model: str = NETWORK
    """`network`, or the name of a reference model."""
    split: Split = "test"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return () if self.model == NETWORK else (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        own = self.model == NETWORK
        f = at.network(self.split) if own else at.reference(self.model, self.split)
        y = at.labels(self.split)
        return ops.sum((f - y) ** 2) / ops.sum(y**2)


KIND = RelativeError
