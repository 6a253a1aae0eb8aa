"""The interpolant of least L1 norm, as a linear programme.

Source: woodworth2020, Section 4 (what the rich regime selects); solved by HiGHS.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg, optimize

from earlyspec.vocabulary._ops import Array

_ZERO = 1e-9  # of the largest coefficient: what the simplex method leaves of one that is 0


def least_absolute(x: Array, y: Array) -> tuple[Array, Array]:
    """b, (d,), and u = X^T nu, (d,), with |u| <= 1 and <u, b> = |b|_1 up to rounding.

    min sum(b+ + b-) over b+, b- >= 0 with X (b+ - b-) = y; nu are the multipliers of the equations.
    Not a number where y is not in the range of X.
    """
    n, d = x.shape
    size = float(np.max(np.abs(y)))
    if size == 0.0:
        return np.zeros(d), np.zeros(d)
    found = optimize.linprog(
        np.ones(2 * d), A_eq=np.hstack([x, -x]), b_eq=y / size, bounds=(0, None), method="highs-ds"
    )
    if found.x is None or found.status != 0:
        return np.full(d, np.nan), np.full(d, np.nan)
    b = size * (found.x[:d] - found.x[d:])
    support = np.abs(b) > _ZERO * np.max(np.abs(b))
    if np.sum(support) <= n:  # the simplex method is exact to 1e-9; on its support, b is to 1e-15
        b = np.zeros(d)
        b[support] = linalg.lstsq(x[:, support], y)[0]
    u = x.T @ found.eqlin.marginals
    return b, u / max(1.0, float(np.max(np.abs(u))))
