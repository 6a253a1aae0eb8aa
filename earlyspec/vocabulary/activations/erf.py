"""Word: erf."""

from __future__ import annotations

import math
from typing import ClassVar

from earlyspec.plans.nodes import ActivationFacts
from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._quadrature import gaussian_facts


class Erf(Activation):
    """The error function: a smooth step whose kernels have closed forms.

    phi(z) = erf(z) = (2 / sqrt(pi)) times the integral of exp(-s^2) from 0 to z; not
    erf(z / sqrt(2)). Smooth, so Assumption 3.2 (i) holds. Odd, so the linear model is linear in x
    alone. E phi'(g) = 2 / sqrt(3 pi).

    Source: hu2020, Section 3 (the activation of its figures).
    """

    smooth: ClassVar[bool] = True
    odd: ClassVar[bool] = True
    value_bound: ClassVar[float | None] = 1.0

    def value(self, ops: Ops, z: Array) -> Array:
        return ops.erf(z)

    def slope(self, ops: Ops, z: Array) -> Array:
        return 2 / math.sqrt(math.pi) * ops.exp(-z * z)

    def has_dual(self) -> bool:
        return True

    def dual(self, ops: Ops, a: Array, b: Array, c: Array) -> Array:
        spread = ops.sqrt((1 + 2 * a) * (1 + 2 * b))
        return 2 / math.pi * ops.arcsin(2 * c / spread)

    def dual_slope(self, ops: Ops, a: Array, b: Array, c: Array) -> Array:
        return 4 / math.pi / ops.sqrt((1 + 2 * a) * (1 + 2 * b) - 4 * c * c)

    def facts(self) -> ActivationFacts:
        return gaussian_facts(
            self,
            slope_bound=2 / math.sqrt(math.pi),
            curvature_bound=4 / math.sqrt(2 * math.pi * math.e),  # at z = 1 / sqrt(2)
            zeta=2 / math.sqrt(3 * math.pi),
            slope_square=4 / (math.pi * math.sqrt(5)),
            value_square=2 / math.pi * math.asin(2 / 3),
        )


KIND = Erf
