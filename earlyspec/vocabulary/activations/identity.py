"""Word: identity."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.plans.nodes import ActivationFacts
from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._quadrature import gaussian_facts


class Identity(Activation):
    """No non-linearity: the network is linear in its input, though not in its weights.

    phi(z) = z. Smooth and piecewise linear, so both forms of Assumption 3.2 hold. Odd, so the
    linear model is linear in x alone.

    Source: hu2020, Assumption 3.2.
    """

    smooth: ClassVar[bool] = True
    piecewise_linear: ClassVar[bool] = True
    odd: ClassVar[bool] = True

    def value(self, ops: Ops, z: Array) -> Array:
        return z

    def slope(self, ops: Ops, z: Array) -> Array:
        return 0.0 * z + 1.0

    def has_dual(self) -> bool:
        return True

    def dual(self, ops: Ops, a: Array, b: Array, c: Array) -> Array:
        return c

    def dual_slope(self, ops: Ops, a: Array, b: Array, c: Array) -> Array:
        return 0.0 * c + 1.0

    def facts(self) -> ActivationFacts:
        return gaussian_facts(
            self,
            slope_bound=1.0,
            curvature_bound=0.0,
            zeta=1.0,
            slope_square=1.0,
            value_square=1.0,
        )


KIND = Identity
