"""The interpolant of least potential Q_(alpha, D), by Newton's method within the interpolants.

Every interpolant is b2 + N c, b2 the one of least norm and N a basis of the null space of X. Q of
that is convex in c; it is followed in log(alpha) from the kernel regime, where c = 0.

Source: woodworth2020, Theorems 1 and 3; the algorithm is ours.
"""

from __future__ import annotations

import numpy as np

from earlyspec.vocabulary import _potentials
from earlyspec_reference.draws import Floats
from earlyspec_reference.ops import OPS

_STEPS = 200
_STATIONARY = 1e-3  # of u, the part that is no multiplier: digits of small b are lost there


def least_potential(x: Floats, y: Floats, depth: int, log_scale: float) -> tuple[Floats, Floats]:
    """b and its multipliers u = Q'(b), (d,) each, over the least-squares solutions of X b = y.

    Where alpha^D is below rounding of the largest b, the digits that decide are lost: both are not
    a number there (from about alpha = 1e-8 on, at D = 2).
    """
    left, sizes, right = np.linalg.svd(x, full_matrices=True)
    rank = int(np.sum(sizes > max(x.shape) * np.finfo(np.float64).eps * sizes[0]))
    start = right[:rank].T @ ((left[:, :rank].T @ y) / sizes[:rank])  # (d,)
    free = right[rank:].T  # (d, d - rank)
    if not start.any():
        return start, start
    at = max(float(np.log(8.0 * np.max(np.abs(start)))) / depth, log_scale)
    c = _descend(start, free, np.zeros(free.shape[1]), depth, at)
    while at > log_scale:
        at = max(log_scale, at - max(0.7, 0.25 * abs(at)))
        c = _descend(start, free, c, depth, at)
    b = start + free @ c
    u = np.asarray(_potentials.multipliers(OPS, b, depth, log_scale))
    if not np.linalg.norm(free.T @ u) <= _STATIONARY * np.linalg.norm(u):
        return np.full_like(b, np.nan), np.full_like(b, np.nan)
    return b, u


def _descend(start: Floats, free: Floats, c: Floats, depth: int, log_scale: float) -> Floats:
    """The c of least Q(start + free c), by Newton's method with Armijo's rule."""
    if not c.size:
        return c
    last = np.inf
    for _ in range(_STEPS):
        b = start + free @ c
        u = np.asarray(_potentials.multipliers(OPS, b, depth, log_scale))
        gradient = free.T @ u
        hessian = (free.T * _curvature(b, u, depth, log_scale)) @ free
        scale = 1.0 / np.sqrt(np.diag(hessian))
        unit = hessian * scale[:, None] * scale[None, :]
        move = -scale * np.linalg.solve(unit, scale * gradient)
        promised = -float(gradient @ move)  # twice what Q is to fall
        height = float(_potentials.potential(OPS, b, depth, log_scale))
        if promised <= 1e-14 * abs(height):
            # Q no longer tells its own rounding from a fall; Newton's steps still converge.
            if promised > 0.25 * last:
                return c
            c, last = c + move, promised
            continue
        length = 1.0
        while length > 1e-12:
            there = start + free @ (c + length * move)
            fallen = height - float(_potentials.potential(OPS, there, depth, log_scale))
            if fallen >= 1e-4 * length * promised:
                break
            length /= 2.0
        c = c + length * move
    return c


def _curvature(b: Floats, u: Floats, depth: int, log_scale: float) -> Floats:
    """Q''(b), entry by entry."""
    unit = np.exp(depth * log_scale)
    if depth == 2:
        return np.asarray(1.0 / np.hypot(b, 2.0 * unit))
    p = _potentials.rate(depth)
    return np.asarray(1.0 / (unit * p * ((1.0 - u) ** (-p - 1.0) + (1.0 + u) ** (-p - 1.0))))
