"""The convex functions that the training of diagonal networks minimises among interpolants.

Q(b) = alpha^D sum_i q_D(b_i / alpha^D), its derivative u = Q'(b), and its conjugate Q*. All are
written in log(alpha), so that alpha^D may be no floating-point number, and without cancellation.

Source: woodworth2020, Theorems 1 and 3; the forms without cancellation are ours.
"""

from __future__ import annotations

from collections.abc import Callable

from earlyspec.vocabulary._ops import Array, Ops

_TERMS = 6  # of a power series in s^2 < 0.01^2
_SMALL = 0.01
_HUGE = 80.0  # of a logarithm: what is added to its exponential is below rounding
_NEWTON = 12


def rate(depth: int) -> float:
    """p = D / (D - 2) for D >= 3."""
    return depth / (depth - 2)


def spread(ops: Ops, s: Array, depth: int) -> Array:
    """h_D(s) = (1 - s)^(-p) - (1 + s)^(-p) for 0 <= s < 1."""
    p = rate(depth)
    low, high = ops.log1p(-s), ops.log1p(s)
    return ops.exp(-p * high) * ops.expm1(p * (high - low))


def multipliers(ops: Ops, b: Array, depth: int, log_scale: Array | float) -> Array:
    """u = Q'(b), entry by entry: arcsinh(b / (2 alpha^2)), or the inverse of h_D at b / alpha^D."""
    size, log_ratio = _ratio(ops, b, depth, log_scale)
    inverse = _arcsinh_half(ops, log_ratio) if depth == 2 else _inverse(ops, log_ratio, depth)[0]
    return ops.sign(b) * ops.where(size > 0, inverse, 0.0)


def potential(ops: Ops, b: Array, depth: int, log_scale: Array | float) -> Array:
    """Q(b), ()."""
    size, log_ratio = _ratio(ops, b, depth, log_scale)
    if depth == 2:
        # |b| L - b^2 / (2 alpha^2 + s), s = hypot(b, 2 alpha^2)
        twice = 2.0 * ops.exp(ops.asarray(2.0 * log_scale))
        # hypot by its larger side: squares of small numbers would vanish
        large, small = ops.maximum(size, twice), ops.minimum(size, twice)
        share = small / ops.where(large > 0, large, 1.0)
        slant = twice + large * ops.sqrt(1.0 + share**2)
        slope = _arcsinh_half(ops, log_ratio)
        taken = size * (size / ops.where(slant > 0, slant, 1.0))
        exact = size * slope - taken
        # For b << alpha^2 the two cancel: q(z) = z^2/4 - z^4/192 + z^6/2560 - ...
        z = ops.exp(ops.minimum(log_ratio, 0.0))
        series = size * z * (1 / 4 - z**2 * (1 / 192 - z**2 * (1 / 2560 - z**2 * 5 / 114688)))
        value = ops.where(z < _SMALL, series, exact)
    else:
        s, v = _inverse(ops, log_ratio, depth)
        scale = ops.exp(ops.asarray(depth * log_scale))
        value = ops.where(
            s < _SMALL,
            scale * _powers(s, depth, lambda k: 2.0 - 1.0 / (k + 1)),
            s * size - _height(ops, s, v, depth, log_scale),
        )
    return ops.sum(ops.where(size > 0, value, 0.0))


def conjugate(ops: Ops, u: Array, depth: int, log_scale: Array | float) -> Array:
    """Q*(u) = sup_b <u, b> - Q(b), (); for D >= 3 it needs |u| < 1."""
    size = ops.abs(u)
    if depth == 2:
        # 2 alpha^2 (cosh u - 1) = alpha^2 e^|u| (1 - e^-|u|)^2
        return ops.sum(ops.exp(2.0 * log_scale + size) * ops.expm1(-size) ** 2)
    scale = ops.exp(ops.asarray(depth * log_scale))
    height = _height(ops, size, -ops.log1p(-size), depth, log_scale)
    series = scale * _powers(size, depth, lambda k: 1.0 / (k + 1))
    return ops.sum(ops.where(size < _SMALL, series, height))


def _ratio(ops: Ops, b: Array, depth: int, log_scale: Array | float) -> tuple[Array, Array]:
    """|b| and log(|b| / alpha^D); the latter is about that of the smallest number where b = 0."""
    size = ops.abs(b)
    return size, ops.log(ops.maximum(size, 1e-307)) - depth * log_scale


def _arcsinh_half(ops: Ops, log_ratio: Array) -> Array:
    """arcsinh(z / 2) of log z."""
    half = ops.exp(ops.minimum(log_ratio, _HUGE)) / 2.0
    exact = ops.log1p(half + half**2 / (1.0 + ops.sqrt(1.0 + half**2)))
    return ops.where(log_ratio < _HUGE, exact, log_ratio)


def _inverse(ops: Ops, log_ratio: Array, depth: int) -> tuple[Array, Array]:
    """s with h_D(s) = z, and v = -log(1 - s), of log z.

    In v, h_D is e^(p v) - (2 - e^(-v))^(-p): convex, so that Newton's method from above converges
    without a detour.
    """
    p = rate(depth)
    z = ops.exp(ops.minimum(log_ratio, _HUGE))
    v = ops.log1p(z) / p
    for _ in range(_NEWTON):
        high = ops.log1p(-ops.expm1(-v))  # log(1 + s)
        value = ops.exp(-p * high) * ops.expm1(p * (high + v)) - z
        slope = p * (ops.exp(p * v) + ops.exp(-(p + 1.0) * high - v))
        v = v - value / slope
    v = ops.where(log_ratio < _HUGE, v, log_ratio / p)
    return -ops.expm1(-v), v


def _height(ops: Ops, s: Array, v: Array, depth: int, log_scale: Array | float) -> Array:
    """alpha^D H_D(s), H_D the integral of h_D from 0, for s not small; v = -log(1 - s)."""
    power, log_unit = 2.0 / (depth - 2), depth * log_scale
    unit = ops.exp(ops.asarray(log_unit))
    low = ops.expm1(-power * ops.log1p(s))
    near = unit * (ops.expm1(power * ops.minimum(v, 1.0)) + low)
    far = ops.exp(log_unit + power * v) + unit * (low - 1.0)
    return ops.where(v < 1.0, near, far) / power


def _powers(s: Array, depth: int, weight: Callable[[int], float]) -> Array:
    """sum_k weight(k) C_k s^(2k+2), with h_D(s) = 2 sum_k C_k s^(2k+1)."""
    p, total, power = rate(depth), 0.0 * s, s * s
    coefficient = p
    for k in range(_TERMS):
        total = total + weight(k) * coefficient * power
        power = power * s * s
        coefficient *= (p + 2 * k + 1) * (p + 2 * k + 2) / ((2 * k + 2) * (2 * k + 3))
    return total
