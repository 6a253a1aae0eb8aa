"""Word: explained share."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary.measurements.relative_error import NETWORK, RelativeError

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class Explained(Measurement):
    """The share of the labels' power that a model explains: 1 for one that is always right.

    1 - sum_i (f(x_i) - y_i)^2 / sum_i y_i^2 over one split, that is R^2 about 0.

    Source: lecture11, Theorem 4 (what a kernel cannot reach).
    """

    unit: ClassVar[str] = "1"

    model: str = NETWORK
    """`network`, or the name of a reference model."""
    split: Split = "test"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return () if self.model == NETWORK else (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return 1 - RelativeError(model=self.model, split=self.split).measure(ops, at)


KIND = Explained
