"""Word: loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class Loss(Measurement):
    """Half the mean squared error of the network.

    (1/(2n)) sum_i (f_t(x_i) - y_i)^2 over one split, whichever loss is trained on.

    Source: hu2020, eq 2.
    """

    unit: ClassVar[str] = "target^2"

    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return ops.mean((at.network(self.split) - at.labels(self.split)) ** 2) / 2


KIND = Loss
