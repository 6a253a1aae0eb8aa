"""Tangent kernels of infinitely wide fully connected networks, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence

from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._ops import Array
from earlyspec_jax.ops import FLOAT64


def tangent_kernel(
    phi: Activation, weights: Sequence[float], a: Array, b: Array, c: Array
) -> Array:
    """Theta* of a fully connected network in NTK parametrisation and float64.

    Theta_1 = w_1 c, Theta_(l+1) = Theta_l E[phi'(u) phi'(v)] + w_(l+1) E[phi(u) phi(v)], where
    (u, v) is Gaussian with the second moments of layer l. A block of rows and columns is one call.

    Args:
      phi: an activation with a dual in closed form.
      weights: one factor a layer, input side first, that of the readout last.
      a: |x|^2 / d.
      b: |x'|^2 / d.
      c: x . x' / d, all of shapes that go together; where x = x', the very same number as a and b,
        or a kink loses digits.
    Raises: NotImplementedError for an activation without a closed form.
    Source: hu2020, eq 18, for one hidden layer; Jacot et al. 2018, Theorem 1, for more.
    """
    theta = weights[0] * c
    for weight in weights[1:]:
        slopes = phi.dual_slope(FLOAT64, a, b, c)
        a, b, c = (phi.dual(FLOAT64, *each) for each in ((a, a, a), (b, b, b), (a, b, c)))
        theta = theta * slopes + weight * c
    return theta
