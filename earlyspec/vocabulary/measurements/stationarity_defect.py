"""Word: stationarity defect."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _diagonal, _potentials
from earlyspec.vocabulary._base import Count, Measurement
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class StationarityDefect(Measurement):
    """How far a diagonal network is from the stationary points of its potential.

    ||u - P u|| / ||u||, P the projection on the row space of X and u = Q'(beta): interpolating
    coefficients minimise Q among all interpolants exactly where it vanishes. u is taken from the
    weights, where it has digits that beta has lost; for another potential it is Q'(beta). 0 where
    u is 0.

    Source: woodworth2020, Appendix A (the conditions of Karush, Kuhn and Tucker).
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = _diagonal.KINDS

    depth: Count | None = None
    """Another D than the network's, for the potential."""
    root: bool = False
    """Whether sqrt(alpha) stands for alpha in the potential."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        if self.depth is None and not self.root:
            u = _diagonal.multipliers(ops, at)
        else:
            depth = _diagonal.depth_of(at) if self.depth is None else self.depth
            scale = _diagonal.log_scale(ops, at) / (2.0 if self.root else 1.0)
            u = _potentials.multipliers(ops, _diagonal.coefficients(at), depth, scale)
        left = u - at.project_on_rows(u)
        return _diagonal.ratio(ops, norm(ops, left), norm(ops, u))


KIND = StationarityDefect
