"""`vocabulary._snapshot.Solver` on the host: SciPy in float64."""

from __future__ import annotations

import numpy as np
from scipy import linalg

from earlyspec.vocabulary._ops import Array
from earlyspec_jax import least_absolute, least_potential


class HostSolver:
    """Factorisations by LAPACK, through SciPy."""

    def ridge(self, kernel: Array, ridge: float, y: Array) -> Array:
        """(K + ridge I)^-1 y by Cholesky, (n, n) and (n,) -> (n,); NaN if it is not definite."""
        shifted = np.array(kernel, np.float64)
        shifted[np.diag_indices_from(shifted)] += ridge
        try:
            factor = linalg.cho_factor(shifted, overwrite_a=True)
        except linalg.LinAlgError:
            return np.full(len(y), np.nan)
        return linalg.cho_solve(factor, y)

    def least_norm(self, x: Array, y: Array) -> Array:
        """The least-squares solution of X b = y of least norm, (n, d) and (n,) -> (d,)."""
        solution: Array = linalg.lstsq(x, y)[0]
        return solution

    def least_absolute(self, x: Array, y: Array) -> tuple[Array, Array]:
        """The interpolant of least L1 norm and its certificate, (d,) each."""
        return least_absolute.least_absolute(x, y)

    def least_potential(
        self, x: Array, y: Array, depth: int, log_scale: float
    ) -> tuple[Array, Array]:
        """The interpolant of least potential and its multipliers, (d,) each."""
        return least_potential.least_potential(x, y, depth, log_scale)


SOLVER = HostSolver()
