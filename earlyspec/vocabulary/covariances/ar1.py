"""Word: ar1."""

from __future__ import annotations

import math
from typing import Annotated

from earlyspec.fields import Quantity
from earlyspec.vocabulary._base import Covariance
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Ar1(Covariance):
    """Neighbouring coordinates are correlated, as in a stationary series.

    Sigma_ij = rho^|i - j|, whose eigenvalues lie between (1 - |rho|) / (1 + |rho|) and
    (1 + |rho|) / (1 - |rho|) at every d. Inputs are Sigma^(1/2) xbar with the symmetric root.

    Source: hu2020, Assumption 3.1; the bounds are those of the symbol of a Toeplitz matrix.
    """

    rho: Annotated[float, Quantity(above=-1.0, below=1.0)]
    """Correlation of neighbours, between -1 and 1."""

    def spectral_norm(self, dim: int) -> float:
        return (1 + abs(self.rho)) / (1 - abs(self.rho))

    def floor(self, dim: int) -> float:
        return (1 - abs(self.rho)) / (1 + abs(self.rho))

    def trace_square(self, dim: int) -> float:
        """Exact: k-th off-diagonals hold dim - k entries rho^k each, on either side."""
        square = self.rho * self.rho
        return 1 + 2 * math.fsum((dim - k) * square**k for k in range(1, dim)) / dim

    def colour(self, ops: Ops, draws: Draws, white: Array) -> Array:
        dim = white.shape[1]
        index = ops.arange(dim)
        row = ops.asarray([self.rho**k for k in range(dim)])
        sigma = row[ops.abs(index[:, None] - index[None, :])]
        values, vectors = ops.eigh(sigma)
        # Rounding may leave an eigenvalue near 0 below it.
        return white @ ((vectors * ops.sqrt(ops.maximum(values, 0.0))[None, :]) @ vectors.T)


KIND = Ar1
