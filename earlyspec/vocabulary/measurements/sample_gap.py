"""Word: sample gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._base import Count, Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._rows import rows

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class SampleGap(Measurement):
    """How far apart the network and a reference model are on a few inputs, one number each.

    |f_t(x_i) - f_lin_t(x_i)| for the first `count` inputs of one split, those that
    `sample-outputs` shows.

    Source: hu2020, Figure 1 (b).
    """

    unit: ClassVar[str] = "target"

    model: str = "paired"
    """The reference model."""
    split: Split = "test"
    """The inputs it is taken from."""
    count: Count = 5
    """How many inputs."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def size(self, cell: Cell) -> int:
        return min(self.count, rows(cell, self.split))

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        gap = at.network(self.split) - at.reference(self.model, self.split)  # (n,)
        return ops.abs(gap)[: self.count]


KIND = SampleGap
