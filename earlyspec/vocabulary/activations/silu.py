"""Word: silu."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.plans.nodes import ActivationFacts
from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._quadrature import gaussian_facts


class Silu(Activation):
    """A smooth rectifier: the input times the logistic function of it; also called swish.

    phi(z) = z / (1 + exp(-z)). Smooth, so Assumption 3.2 (i) holds. Its mean E phi(g) is not
    zero, so its linear model has a norm-dependent feature.

    Source: Elfwing, Uchibe and Doya (2018), Section 2.
    """

    smooth: ClassVar[bool] = True

    def value(self, ops: Ops, z: Array) -> Array:
        return z * ops.sigmoid(z)

    def slope(self, ops: Ops, z: Array) -> Array:
        return ops.sigmoid(z) * (1.0 + z * ops.sigmoid(-z))

    def facts(self) -> ActivationFacts:
        # phi' is largest at the root 2.3993... of z tanh(z/2) = 2; phi'' = 1/2 at 0.
        # phi'(z) + phi'(-z) = 1, hence E phi' = 1/2.
        return gaussian_facts(self, slope_bound=_STEEPEST, curvature_bound=1 / 2, zeta=1 / 2)


_STEEPEST = 1.0998393201288668

KIND = Silu
