"""Word: gelu."""

from __future__ import annotations

import math
from typing import ClassVar

from earlyspec.plans.nodes import ActivationFacts
from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._quadrature import gaussian_facts


class Gelu(Activation):
    """A smooth rectifier: the input times the chance that a Gaussian lies below it.

    phi(z) = z Phi(z), Phi the standard Gaussian distribution function; exact, not the tanh
    approximation, whose constants differ from the fourth digit. Smooth, so Assumption 3.2 (i)
    holds. Its mean E phi(g) is 1 / (2 sqrt(pi)).

    Source: Hendrycks and Gimpel (2016), Section 2.
    """

    smooth: ClassVar[bool] = True

    def value(self, ops: Ops, z: Array) -> Array:
        return z * _below(ops, z)

    def slope(self, ops: Ops, z: Array) -> Array:
        density = ops.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        return _below(ops, z) + z * density

    def facts(self) -> ActivationFacts:
        # phi''(z) = (2 - z^2) density(z): phi' is largest at sqrt(2), |phi''| at 0.
        steepest = (1 + math.erf(1)) / 2 + 1 / (math.e * math.sqrt(math.pi))
        return gaussian_facts(
            self,
            slope_bound=steepest,
            curvature_bound=math.sqrt(2 / math.pi),
            zeta=1 / 2,
            theta_0=1 / (2 * math.sqrt(math.pi)),
            kappa=3 / (4 * math.sqrt(math.pi)),
            theta_2=1 / (16 * math.sqrt(math.pi)),
            slope_square=1 / 3 + 2 / (3 * math.pi * math.sqrt(3)),
            value_square=1 / 3 + 1 / (2 * math.pi * math.sqrt(3)),
        )


def _below(ops: Ops, z: Array) -> Array:
    """Phi(z), the chance that a standard Gaussian lies below z."""
    return (1.0 + ops.erf(z / math.sqrt(2))) / 2


KIND = Gelu
