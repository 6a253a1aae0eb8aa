"""Word: largest movement of a neuron."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class RowMovement(Measurement):
    """How far the neuron that moved most is from where it started.

    max_r ||w_r(t) - w_r(0)|| over the rows of the first layer, with a bound on the error of a
    flow's solver: 1000 times the tolerance of a step, or a share of h / 4 for equal steps of h.

    Source: lecture12, Lemma 5.
    """

    unit: ClassVar[str] = "weight"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    bounded_error: ClassVar[bool] = True

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        moved = ops.max(fl.row_moves(ops, at))
        return ops.stack([moved, moved * fl.movement_error(ops, at)])


KIND = RowMovement
