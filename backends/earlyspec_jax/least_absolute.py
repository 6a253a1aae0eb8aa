"""The interpolant of least L1 norm, as a linear programme.

Source: woodworth2020, Section 4 (what the rich regime selects); solved by HiGHS.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg, optimize

from earlyspec.vocabulary._ops import Array
from earlyspec_jax.feasible import feasible

_ZERO = 1e-9  # of the largest coefficient: what the simplex method leaves of one that is 0


def least_absolute(x: Array, y: Array) -> tuple[Array, Array]:
    """b, (d,), and u = X^T nu, (d,), with |u| <= 1 and <u, b> = |b|_1 up to rounding.

    min sum(b+ + b-) over b+, b- >= 0 with X (b+ - b-) = y; nu are the multipliers of the equations.
    Where nothing solves X b = y, b is one of its least-squares solutions. Not a number where the
    simplex method does not end.
    """
    d = x.shape[1]
    rows, targets = feasible(x, y)
    size = float(np.max(np.abs(targets), initial=0.0))
    if size == 0.0:
        return np.zeros(d), np.zeros(d)
    found = optimize.linprog(
        np.ones(2 * d),
        A_eq=np.hstack([rows, -rows]),
        b_eq=targets / size,
        bounds=(0, None),
        method="highs-ds",
    )
    if found.x is None or found.status != 0:
        return np.full(d, np.nan), np.full(d, np.nan)
    b = size * (found.x[:d] - found.x[d:])
    support = np.abs(b) > _ZERO * np.max(np.abs(b))
    # The simplex method is exact to 1e-9; on its support, b is to 1e-15.
    if np.sum(support) <= len(rows):
        b = np.zeros(d)
        b[support] = linalg.lstsq(rows[:, support], targets)[0]
    u = rows.T @ found.eqlin.marginals
    return b, u / max(1.0, float(np.max(np.abs(u))))
