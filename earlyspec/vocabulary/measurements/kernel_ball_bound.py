"""Word: bound on the kernel in a ball."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement, NonNegative, Positive
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class KernelBallBound(Measurement):
    """How far the kernel can be from where it started, by which neurons are near their kinks.

    ||B(R)||, which bounds ||H(W) - H(0)|| for every W whose rows have moved by at most R:
    B_ij = |x_i . x_j| / d times the share of neurons with |w_r(0) . x| / sqrt(d) <= R for x_i or
    x_j. R is the largest movement of a row so far, unless it is given. For a rectifier.

    Source: lecture12, Lemma 4, proof; that it is computed and not bounded is ours.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    kernels: ClassVar[Kernels | None] = Kernels(1, "record", whole=True)

    radius: NonNegative | None = None
    """R; the largest movement of a row so far, if it is not given."""
    power: Positive = 1.0
    """R is raised to this power; anything but 1 is a lie to test against."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        moved = ops.max(fl.row_moves(ops, at)) if self.radius is None else ops.asarray(self.radius)
        return fl.ball_bound(ops, at, moved**self.power)


KIND = KernelBallBound
