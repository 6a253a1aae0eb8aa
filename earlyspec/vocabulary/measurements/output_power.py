"""Word: output power."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class OutputPower(Measurement):
    """How much the network says at all: the gap to a model that learned nothing.

    (1/n) sum_i f_t(x_i)^2 over one split. A gap is small only if it is small beside this.

    Source: hu2020, Theorem 3.2; as a yardstick, ours.
    """

    unit: ClassVar[str] = "target^2"

    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return ops.mean(at.network(self.split) ** 2)


KIND = OutputPower
