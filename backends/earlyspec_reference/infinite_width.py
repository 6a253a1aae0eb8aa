"""Tangent kernels of infinitely wide networks, activations in closed form by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import pi

import numpy as np

from earlyspec.backend import Unsupported
from earlyspec_reference.draws import Floats

Dual = Callable[[Floats, Floats, Floats], Floats]


def tangent_kernel(
    activation: str, weights: Sequence[float], a: Floats, b: Floats, c: Floats
) -> Floats:
    """Theta* of a fully connected network in NTK parametrisation, entry by entry.

    Theta_1 = w_1 c, Theta_(l+1) = Theta_l E[phi'(u) phi'(v)] + w_(l+1) E[phi(u) phi(v)], where
    (u, v) is Gaussian with the second moments of layer l.

    Args:
      activation: `erf`, `relu` or `identity`.
      weights: one factor a layer, input side first.
      a: |x|^2 / d.
      b: |x'|^2 / d.
      c: x . x' / d; the same number as a and b on a diagonal.
    Raises: Unsupported for an activation without a closed form.
    Source: hu2020, eq 18, for one hidden layer; Jacot et al. 2018, Theorem 1, for more.
    """
    if activation not in _DUALS:
        raise Unsupported(f"the infinite-width kernel of `{activation}`")
    value, slope = _DUALS[activation]
    theta = weights[0] * c
    for weight in weights[1:]:
        slopes = slope(a, b, c)
        a, b, c = value(a, a, a), value(b, b, b), value(a, b, c)
        theta = theta * slopes + weight * c
    return theta


def _erf(a: Floats, b: Floats, c: Floats) -> Floats:
    return 2 / pi * np.arcsin(2 * c / np.sqrt((1 + 2 * a) * (1 + 2 * b)))


def _erf_slope(a: Floats, b: Floats, c: Floats) -> Floats:
    return 4 / pi / np.sqrt((1 + 2 * a) * (1 + 2 * b) - 4 * c**2)


def _angle(a: Floats, b: Floats, c: Floats) -> Floats:
    """The angle of two vectors, by its sine and cosine: an arccosine loses half the digits at 0."""
    return np.arctan2(np.sqrt(np.maximum(a * b - c * c, 0.0)), c)


def _relu(a: Floats, b: Floats, c: Floats) -> Floats:
    angle = _angle(a, b, c)
    return (np.sqrt(np.maximum(a * b - c * c, 0.0)) + (pi - angle) * c) / (2 * pi)


def _relu_slope(a: Floats, b: Floats, c: Floats) -> Floats:
    return (pi - _angle(a, b, c)) / (2 * pi)


_DUALS: dict[str, tuple[Dual, Dual]] = {
    "erf": (_erf, _erf_slope),
    "relu": (_relu, _relu_slope),
    "identity": (lambda a, b, c: c, lambda a, b, c: np.ones_like(c)),
}
