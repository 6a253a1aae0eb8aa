"""Word: sigmoid."""

from __future__ import annotations

import math
from typing import ClassVar

from earlyspec.plans.nodes import ActivationFacts
from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._quadrature import gaussian_facts


class Sigmoid(Activation):
    """The logistic function: a smooth step from 0 to 1.

    phi(z) = 1 / (1 + exp(-z)). Smooth, so Assumption 3.2 (i) holds. phi - 1/2 is odd, so
    E phi(g) = 1/2 and the norm-dependent feature is constant.

    Source: hu2020, Assumption 3.2.
    """

    smooth: ClassVar[bool] = True
    value_bound: ClassVar[float | None] = 1.0

    def value(self, ops: Ops, z: Array) -> Array:
        return ops.sigmoid(z)

    def slope(self, ops: Ops, z: Array) -> Array:
        # 1 - phi(z) as phi(-z), which does not cancel where phi is near 1.
        return ops.sigmoid(z) * ops.sigmoid(-z)

    def facts(self) -> ActivationFacts:
        return gaussian_facts(
            self,
            slope_bound=1 / 4,
            curvature_bound=1 / (6 * math.sqrt(3)),
            theta_0=1 / 2,
            kappa=0.0,  # phi' is even
            theta_2=0.0,
        )


KIND = Sigmoid
