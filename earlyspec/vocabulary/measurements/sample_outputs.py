"""Word: sample outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._base import Count, Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._rows import rows

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class SampleOutputs(Measurement):
    """What the network says of a few inputs, one number each.

    f_t(x_i) for the first `count` inputs of one split.

    Source: hu2020, Figure 1 (b).
    """

    unit: ClassVar[str] = "target"

    split: Split = "test"
    """The inputs it is taken from."""
    count: Count = 5
    """How many inputs."""

    def size(self, cell: Cell) -> int:
        return min(self.count, rows(cell, self.split))

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return at.network(self.split)[: self.count]


KIND = SampleOutputs
