"""Harmonics of the unit sphere in d dimensions, in pure Python: what a degree can see of a target.

With x uniform on the sphere and t = <x, e> for a fixed unit vector e, P_0, P_1, ... are the
polynomials in t of degree 0, 1, ... that are orthogonal under the law of t, and P_k(1) = 1.
E[P_j P_k] = 1[j = k] / N(d, k), N(d, k) the dimension of the harmonics of degree k.

Source: Ghorbani, Mei, Misiakiewicz and Montanari 2021; lecture11, Theorem 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from earlyspec.mathematics.legendre import legendre_rule

_NODES = 128  # on each half of the circle: what may have a kink has it at t = 0, between them


def dimension(d: int, k: int) -> int:
    """N(d, k), how many independent harmonics of degree k the sphere in R^d has, d >= 2."""
    if k < 2:
        return (1, d)[k]
    return math.comb(d + k - 1, k) - math.comb(d + k - 3, k - 2)


def polynomials(d: int, t: Any, degree: int) -> list[Any]:
    """P_0(t), ..., P_degree(t) for a number or an array t, by the three-term recursion."""
    found = [1.0 + 0.0 * t, t]
    for k in range(1, degree):
        after = ((2 * k + d - 2) * t * found[k] - k * found[k - 1]) / (k + d - 2)
        found.append(after)
    return found[: degree + 1]


def coefficients(d: int, g: Callable[[float], float], degree: int) -> tuple[float, ...]:
    """E[g(t) P_k(t)] for k = 0, ..., degree.

    Of a kernel h(<x, x'>) this is the eigenvalue mu_k, of multiplicity N(d, k); the part of degree
    k of a function g(<w, x>), |w| = 1, has the power N(d, k) E[g P_k]^2. Gauss-Legendre in the
    angle, on each half of the circle: spectral accuracy also for a kink at t = 0.
    """
    sums: list[list[float]] = [[] for _ in range(degree + 1)]
    for t, weight in _sphere_rule(d):
        here = weight * g(t)
        for k, p in enumerate(polynomials(d, t, degree)):
            sums[k].append(here * p)
    return tuple(map(math.fsum, sums))


def power(d: int, g: Callable[[float], float]) -> float:
    """E g(t)^2."""
    return math.fsum(weight * g(t) ** 2 for t, weight in _sphere_rule(d))


@cache
def _sphere_rule(d: int) -> tuple[tuple[float, float], ...]:
    """(t, weight) pairs with sum weight f(t) = E f(<x, e>), x uniform on the sphere in R^d.

    t = cos(angle), whose density is proportional to sin(angle)^(d - 2).
    """
    constant = math.exp(math.lgamma(d / 2) - math.lgamma((d - 1) / 2)) / math.sqrt(math.pi)
    found = []
    for x, weight in legendre_rule(_NODES):
        angle = (1 + x) * math.pi / 4
        t = math.cos(angle)
        mass = weight * math.pi / 4 * constant * math.sin(angle) ** (d - 2)
        found += [(t, mass), (-t, mass)]
    return tuple(found)
