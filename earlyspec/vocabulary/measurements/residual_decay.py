"""Word: decay of the residual."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class ResidualDecay(Measurement):
    """What is left of the residual that the network started with.

    ||u(t) - y|| / ||u(0) - y|| on the training inputs, with a bound on the error of a flow's
    solver: 1000 times the tolerance of a step; or n h / (4 m) for equal steps of h, which is what
    kinks cost.

    Source: lecture12, Theorem 1.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    bounded_error: ClassVar[bool] = True

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        first = fl.first_residual(ops, at)
        left = fl.residual(ops, at) / ops.where(first > 0, first, 1.0)
        return ops.stack([left, fl.residual_error(ops, at)])


KIND = ResidualDecay
