"""Tangent kernels of infinitely wide networks, activations in closed form by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import pi

import numpy as np

from earlyspec.backend import Unsupported
from earlyspec.plans.nodes import Cell
from earlyspec_reference.draws import Floats

Dual = Callable[[Floats, Floats, Floats], Floats]


def kernel(cell: Cell, weights: Sequence[float], x: Floats) -> Floats:
    """Theta* of the rows of x, layers weighted, (n, n).

    Raises: Unsupported for an architecture or an activation without a closed form.
    Source: hu2020, eq 18.
    """
    word = cell.network.word
    if word.kind not in ("two-layer", "fully-connected"):
        raise Unsupported(f"the infinite-width kernel of the architecture `{word.kind}`")
    c = x @ x.T / x.shape[1]
    own = np.diag(c)
    a, b = np.broadcast_arrays(own[:, None], own[None, :])
    phi = word.parameters["activation"]
    return tangent_kernel(phi["kind"], weights, a, b, c, phi.get("negative_slope", 0.0))


def tangent_kernel(
    activation: str,
    weights: Sequence[float],
    a: Floats,
    b: Floats,
    c: Floats,
    negative_slope: float = 0.0,
) -> Floats:
    """Theta* of a fully connected network in NTK parametrisation, entry by entry.

    Theta_1 = w_1 c, Theta_(l+1) = Theta_l E[phi'(u) phi'(v)] + w_(l+1) E[phi(u) phi(v)], where
    (u, v) is Gaussian with the second moments of layer l.

    Args:
      activation: `erf`, `relu`, `leaky-relu` or `identity`.
      weights: one factor a layer, input side first.
      a: |x|^2 / d.
      b: |x'|^2 / d.
      c: x . x' / d; the same number as a and b on a diagonal.
      negative_slope: of a leaky relu.
    Raises: Unsupported for an activation without a closed form.
    Source: hu2020, eq 18, for one hidden layer; Jacot et al. 2018, Theorem 1, for more.
    """
    duals = _leaky(negative_slope) if activation == "leaky-relu" else _DUALS.get(activation)
    if duals is None:
        raise Unsupported(f"the infinite-width kernel of `{activation}`, which has no closed form")
    value, slope = duals
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


def _leaky(below: float) -> tuple[Dual, Dual]:
    """Of z for z >= 0 and `below` z else: below z and (1 - below) relu(z), multiplied out."""
    cross, square = below, (1 - below) ** 2

    def value(a: Floats, b: Floats, c: Floats) -> Floats:
        return cross * c + square * _relu(a, b, c)

    def slopes(a: Floats, b: Floats, c: Floats) -> Floats:
        return cross + square * _relu_slope(a, b, c)

    return value, slopes


_DUALS: dict[str, tuple[Dual, Dual]] = {
    "erf": (_erf, _erf_slope),
    "relu": (_relu, _relu_slope),
    "identity": (lambda a, b, c: c, lambda a, b, c: np.ones_like(c)),
}
