"""Word: duality gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _diagonal, _potentials
from earlyspec.vocabulary._base import Count, Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


_INSIDE = 1.0 - 1e-6


class DualityGap(Measurement):
    """A bound on how far a diagonal network's potential is above the least of all interpolants.

    |Q(beta) + Q*(v) - <v, b2>| / Q(beta), v the part of u = Q'(beta) in the row space of X and b2
    any interpolant, here that of least Euclidean norm: <v, b2> - Q*(v) is below Q of every
    interpolant, whatever v in the row space. 0 where beta is 0.

    Source: woodworth2020, Appendix A; the certificate is ours.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = _diagonal.KINDS

    depth: Count | None = None
    """Another D than the network's, for the potential."""
    root: bool = False
    """Whether sqrt(alpha) stands for alpha in the potential."""

    def references(self) -> tuple[str, ...]:
        return ("minimum-l2",)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        true = self.depth is None and not self.root
        depth = _diagonal.depth_of(at) if self.depth is None else self.depth
        scale = _diagonal.log_scale(ops, at) / (2.0 if self.root else 1.0)
        beta = _diagonal.coefficients(at)
        u = _potentials.multipliers(ops, beta, depth, scale)
        v = at.project_on_rows(_diagonal.multipliers(ops, at) if true else u)
        if depth > 2:  # Q* is finite within the unit cube only
            widest = ops.max(ops.abs(v))
            v = ops.where(widest < 1.0, v, _INSIDE / ops.where(widest < 1.0, 1.0, widest) * v)
        height = _potentials.potential(ops, beta, depth, scale)
        above = height + _potentials.conjugate(ops, v, depth, scale)
        gap = above - ops.sum(v * at.reference_parameters("minimum-l2"))
        return _diagonal.ratio(ops, ops.abs(gap), height)


KIND = DualityGap
