"""Word: sample reference outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._base import Count, Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._rows import rows

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class SampleReferenceOutputs(Measurement):
    """What a reference model says of the inputs that `sample-outputs` shows.

    f_lin_t(x_i) for the first `count` inputs of one split.

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
        return at.reference(self.model, self.split)[: self.count]


KIND = SampleReferenceOutputs
