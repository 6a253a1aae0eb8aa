"""The interpolant of least potential Q_(alpha, D), by Newton's method on the dual problem.

The dual is to maximise <nu, y> - Q*(X^T nu) over nu; the interpolant is b = grad Q*(X^T nu).
Followed in log(alpha) from the kernel regime, where a few steps do, down to the alpha asked for.

Source: woodworth2020, Theorems 1 and 3; the algorithm is ours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import linalg

from earlyspec.vocabulary._ops import Array
from earlyspec_jax.feasible import feasible

_STEPS = 200
_ENOUGH = 1e-15  # of the labels, below rounding: Newton stops when it no longer gains
_ROUGH = 1e-3
_FLOOR = 1e-15  # added to a Hessian of unit diagonal


class _Problem(NamedTuple):
    """Rows, orthonormal, (r, d), and targets, (r,), of the feasible b; depth."""

    rows: Array
    targets: Array
    depth: int


def least_potential(x: Array, y: Array, depth: int, log_scale: float) -> tuple[Array, Array]:
    """b, (d,), and its multipliers u = X^T nu, (d,); over all least-squares solutions of X b = y.

    Not a number where Newton's method does not end.
    """
    problem = _Problem(*feasible(x, y), depth)
    if not np.any(problem.targets):
        return np.zeros(x.shape[1]), np.zeros(x.shape[1])
    widest = np.max(np.abs(problem.rows.T @ problem.targets))
    at = max(np.log(8.0 * widest) / depth, log_scale)
    nu = _newton(problem, np.zeros(len(problem.targets)), at)
    before = (at, nu)
    while at > log_scale:
        nearer = max(log_scale, at - max(0.7, 0.25 * abs(at)))
        guess = nu
        if before[0] != at:
            guess = nu + (nu - before[1]) * (nearer - at) / (at - before[0])
            guess = _inside(problem, guess, nu)
        before, at, nu = (at, nu), nearer, _newton(problem, guess, nearer)
    u = problem.rows.T @ nu
    return _coefficients(u, depth, log_scale)[0], u


def _newton(problem: _Problem, nu: Array, log_scale: float) -> Array:
    """The dual optimum, from a guess; the best seen, once rounding ends the gain."""
    norm = np.linalg.norm(problem.targets)
    best, least, stalled = nu, np.inf, 0
    for _ in range(_STEPS):
        u = problem.rows.T @ nu
        b, slope = _coefficients(u, problem.depth, log_scale)
        gradient = problem.targets - problem.rows @ b
        residual = float(np.linalg.norm(gradient) / norm)
        if residual < 0.5 * least:
            stalled = 0
        elif least < 1e-10:
            stalled += 1
        if residual < least:
            best, least = nu, residual
        if residual < _ENOUGH or stalled > 3:
            return best
        direction = _direction((problem.rows * slope) @ problem.rows.T, gradient)
        nu = _step(problem, nu, direction, gradient, log_scale, rough=residual > _ROUGH)
    return best if least < 1e-6 else np.full_like(nu, np.nan)


def _direction(hessian: Array, gradient: Array) -> Array:
    """H^-1 g, of a Hessian brought to a unit diagonal."""
    scale = 1.0 / np.sqrt(np.diag(hessian))
    unit = hessian * scale[:, None] * scale[None, :]
    floor = _FLOOR
    while True:
        try:
            factor = linalg.cho_factor(unit + floor * np.eye(len(unit)), check_finite=False)
            return scale * linalg.cho_solve(factor, scale * gradient, check_finite=False)
        except linalg.LinAlgError:
            floor *= 100.0
            if floor > 1.0:
                return np.full_like(gradient, np.nan)


def _step(
    problem: _Problem,
    nu: Array,
    direction: Array,
    gradient: Array,
    log_scale: float,
    *,
    rough: bool,
) -> Array:
    """The next nu: as far along the direction as the dual rises, or the residual falls."""
    moved = problem.rows.T @ direction
    length, largest = 1.0, np.max(np.abs(moved))
    if problem.depth == 2 and rough:
        length = min(1.0, 2.0 / largest)
    height = _dual(problem, nu, log_scale)
    promised = gradient @ direction
    norm = np.linalg.norm(gradient)
    for _ in range(60):
        there = nu + length * direction
        u = problem.rows.T @ there
        if problem.depth == 2 or np.max(np.abs(u)) < 1.0:
            rises = _dual(problem, there, log_scale) >= height + 1e-4 * length * promised
            b, _ = _coefficients(u, problem.depth, log_scale)
            if rises or np.linalg.norm(problem.targets - problem.rows @ b) < norm:
                return there
        length /= 2.0
    return nu + length * direction


def _dual(problem: _Problem, nu: Array, log_scale: float) -> float:
    """<nu, y> - Q*(X^T nu)."""
    u, depth = problem.rows.T @ nu, problem.depth
    if depth == 2:
        high = np.exp(2 * log_scale + np.abs(u)) * np.expm1(-np.abs(u)) ** 2
    else:
        power = 2.0 / (depth - 2)
        high = np.exp(depth * log_scale) / power
        high = high * (np.expm1(-power * np.log1p(-u)) + np.expm1(-power * np.log1p(u)))
    return float(nu @ problem.targets - np.sum(high))


def _coefficients(u: Array, depth: int, log_scale: float) -> tuple[Array, Array]:
    """b(u) = grad Q*(u), and its slope, entry by entry."""
    if depth == 2:
        up, down = np.exp(2 * log_scale + u), np.exp(2 * log_scale - u)
        near = 2.0 * np.exp(2 * log_scale) * np.sinh(np.clip(u, -1.0, 1.0))
        return np.where(np.abs(u) < 1.0, near, up - down), up + down
    p, unit = depth / (depth - 2), np.exp(depth * log_scale)
    high, low = np.log1p(u), np.log1p(-u)
    # (1 - u)^-p - (1 + u)^-p, the smaller of the two in front
    size, sign = np.abs(u), np.sign(u)
    top, bottom = np.log1p(size), np.log1p(-size)
    b = sign * unit * np.exp(-p * top) * np.expm1(p * (top - bottom))
    return b, unit * p * (np.exp(-(p + 1) * low) + np.exp(-(p + 1) * high))


def _inside(problem: _Problem, guess: Array, known: Array) -> Array:
    """The guess, or a part of the way to it from what is known, where Q* is finite."""
    if problem.depth == 2:
        return guess
    share = 1.0
    while np.max(np.abs(problem.rows.T @ (known + share * (guess - known)))) >= 1.0:
        share /= 2.0
        if share < 1e-6:
            return known
    return known + share * (guess - known)
