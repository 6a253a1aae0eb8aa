"""Word: tanh."""

from __future__ import annotations

import math
from typing import ClassVar

from earlyspec.plans.nodes import ActivationFacts
from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._quadrature import gaussian_facts


class Tanh(Activation):
    """The hyperbolic tangent: a smooth step from -1 to 1.

    phi(z) = tanh(z). Smooth, so Assumption 3.2 (i) holds. Odd, so the linear model is linear in x
    alone.

    Source: hu2020, Assumption 3.2.
    """

    smooth: ClassVar[bool] = True
    odd: ClassVar[bool] = True
    value_bound: ClassVar[float | None] = 1.0

    def value(self, ops: Ops, z: Array) -> Array:
        return ops.tanh(z)

    def slope(self, ops: Ops, z: Array) -> Array:
        return 1.0 - ops.tanh(z) ** 2

    def facts(self) -> ActivationFacts:
        # |phi''| = 2 t (1 - t^2) is largest where t^2 = 1/3.
        return gaussian_facts(self, slope_bound=1.0, curvature_bound=4 / (3 * math.sqrt(3)))


KIND = Tanh
