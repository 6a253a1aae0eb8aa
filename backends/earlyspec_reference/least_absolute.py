"""The interpolant of least L1 norm, by the dual linear programme.

Source: woodworth2020, Section 4 (what the rich regime selects).
"""

from __future__ import annotations

import numpy as np
from scipy import optimize

from earlyspec_reference.draws import Floats
from earlyspec_reference.feasible import feasible

_TIGHT = 1e-9


def least_absolute(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """b, (d,), and u = X^T nu, (d,), with |u| <= 1 and <u, b> = |b|_1 up to rounding.

    max <nu, y> over |X^T nu| <= 1, by an interior point method with crossover; b is supported where
    the bound is met with a multiplier, and solves X b = y there, or does so in the sense of least
    squares. Not a number where the method does not end.
    """
    d = x.shape[1]
    rows, targets = feasible(x, y)
    size = float(np.max(np.abs(targets), initial=0.0))
    if size == 0.0:
        return np.zeros(d), np.zeros(d)
    found = optimize.linprog(
        -targets / size,
        A_ub=np.vstack([rows.T, -rows.T]),
        b_ub=np.ones(2 * d),
        bounds=(None, None),
        method="highs-ipm",
    )
    if found.x is None or found.status != 0:
        return np.full(d, np.nan), np.full(d, np.nan)
    weights = -found.ineqlin.marginals  # (2 d,), of both signs
    rough = weights[:d] - weights[d:]
    support = np.abs(rough) > _TIGHT * np.max(np.abs(rough))
    b = np.zeros(d)
    b[support] = np.linalg.lstsq(rows[:, support], targets, rcond=None)[0]
    u = rows.T @ found.x
    return b, u / max(1.0, float(np.max(np.abs(u))))
