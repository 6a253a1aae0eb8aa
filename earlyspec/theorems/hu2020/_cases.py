"""The two cases of Theorems 3.5 and D.1: whether E phi(g) vanishes."""

from __future__ import annotations

import math

from earlyspec.theorems import _base as th


def mean_cases(c: th.Cell) -> tuple[int, str, float]:
    """(k, words, limit) in m >~ d^(k+alpha) and eta << limit, once the second layer trains.

    ||Theta_lin2|| is O(n log(n) / d) if E phi(g) = 0, and of order n otherwise.
    Source: hu2020, Theorem 3.5.
    """
    phi = c.network.activation
    if phi is not None and phi.mean_is_zero:
        return 1, "d / log(n)", c.d / math.log(c.n) if c.n > 1 else float(c.d)
    return 2, "1", 1.0
