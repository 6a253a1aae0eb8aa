"""What covariances that are diagonal share."""

from __future__ import annotations

import math
from abc import abstractmethod

from earlyspec.vocabulary._base import Covariance
from earlyspec.vocabulary._ops import Array, Draws, Ops


class AxisAligned(Covariance):
    """A diagonal Sigma."""

    @abstractmethod
    def variances(self, dim: int) -> list[float]:
        """The diagonal before it is scaled to trace d."""

    def eigenvalues(self, dim: int) -> list[float]:
        """The diagonal of Sigma, with sum d."""
        raw = self.variances(dim)
        scale = dim / math.fsum(raw)
        return [scale * each for each in raw]

    def spectral_norm(self, dim: int) -> float:
        return max(self.eigenvalues(dim))

    def floor(self, dim: int) -> float:
        return min(self.eigenvalues(dim))

    def trace_square(self, dim: int) -> float:
        return math.fsum(each**2 for each in self.eigenvalues(dim)) / dim

    def colour(self, ops: Ops, draws: Draws, white: Array) -> Array:
        roots = [math.sqrt(each) for each in self.eigenvalues(white.shape[1])]
        return white * ops.asarray(roots)[None, :]
