"""`vocabulary._snapshot.Solver` by NumPy alone."""

from __future__ import annotations

import numpy as np

from earlyspec_reference import least_absolute, least_potential
from earlyspec_reference.draws import Floats
from earlyspec_reference.feasible import feasible


class NumPySolver:
    """Eigenvalues and singular values where the other backend factorises."""

    def ridge(self, kernel: Floats, ridge: float, y: Floats) -> Floats:
        """(K + ridge I)^-1 y by the eigenvalues of K; NaN where K + ridge I is not definite."""
        values, vectors = np.linalg.eigh(kernel)
        shifted = values + ridge
        if shifted[0] <= len(y) * np.finfo(np.float64).eps * abs(shifted[-1]):
            return np.full(len(y), np.nan)
        found: Floats = vectors @ ((vectors.T @ y) / shifted)
        return found

    def least_norm(self, x: Floats, y: Floats) -> Floats:
        """The least-squares solution of X b = y of least norm, by singular values."""
        rows, targets = feasible(x, y)
        found: Floats = rows.T @ targets
        return found

    def least_absolute(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """The interpolant of least L1 norm and its certificate, (d,) each."""
        return least_absolute.least_absolute(x, y)

    def least_potential(
        self, x: Floats, y: Floats, depth: int, log_scale: float
    ) -> tuple[Floats, Floats]:
        """The interpolant of least potential and its multipliers, (d,) each."""
        return least_potential.least_potential(x, y, depth, log_scale)


SOLVER = NumPySolver()
