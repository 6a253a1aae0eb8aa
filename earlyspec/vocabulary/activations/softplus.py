"""Word: softplus."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.plans.nodes import ActivationFacts
from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._quadrature import gaussian_facts


class Softplus(Activation):
    """A rectifier with its kink smoothed: the integral of the logistic function.

    phi(z) = log(1 + exp(z)). Smooth, so Assumption 3.2 (i) holds. Its mean E phi(g) is not zero,
    so its linear model has a norm-dependent feature.

    Source: hu2020, Assumption 3.2.
    """

    smooth: ClassVar[bool] = True

    def value(self, ops: Ops, z: Array) -> Array:
        # exp never sees a positive number, so it cannot overflow. One branch for |z| throughout,
        # so that its automatic derivatives at 0 add up to 1/2 whatever each is taken to be.
        size = ops.where(z >= 0, z, -z)
        return (z + size) / 2 + ops.log1p(ops.exp(-size))

    def slope(self, ops: Ops, z: Array) -> Array:
        return ops.sigmoid(z)

    def facts(self) -> ActivationFacts:
        # phi'(z) + phi'(-z) = 1, hence E phi' = 1/2.
        return gaussian_facts(self, slope_bound=1.0, curvature_bound=1 / 4, zeta=1 / 2)


KIND = Softplus
