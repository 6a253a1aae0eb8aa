"""Word: identity."""

from __future__ import annotations

from earlyspec.vocabulary._base import Covariance
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Identity(Covariance):
    """No direction is larger than another.

    Sigma = I, so ||Sigma|| = 1 and Tr[Sigma^2] / d = 1.

    Source: hu2020, Assumption 3.1.
    """

    def spectral_norm(self, dim: int) -> float:
        return 1.0

    def floor(self, dim: int) -> float:
        return 1.0

    def trace_square(self, dim: int) -> float:
        return 1.0

    def colour(self, ops: Ops, draws: Draws, white: Array) -> Array:
        return white


KIND = Identity
