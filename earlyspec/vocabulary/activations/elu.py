"""Word: elu."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from earlyspec.plans.nodes import ActivationFacts
from earlyspec.vocabulary._base import Activation, Positive
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._quadrature import gaussian_facts


class Elu(Activation):
    """A rectifier that levels off below: with alpha other than 1 it has a kink and is curved.

    phi(z) = z for z >= 0 and alpha (exp(z) - 1) below, with phi'(0) = 1. At alpha = 1 its slope is
    continuous and Assumption 3.2 (i) holds; at any other it is in neither class as written.

    Source: Clevert, Unterthiner and Hochreiter (2015), eq 15.
    """

    smooth: ClassVar[bool] = False

    alpha: Positive = 1.0
    """How far below 0 it levels off."""

    def value(self, ops: Ops, z: Array) -> Array:
        return ops.where(z >= 0, z, self.alpha * ops.expm1(ops.minimum(z, 0.0 * z)))

    def slope(self, ops: Ops, z: Array) -> Array:
        return ops.where(z >= 0, 1.0 + 0.0 * z, self.alpha * ops.exp(ops.minimum(z, 0.0 * z)))

    def facts(self) -> ActivationFacts:
        whole = self.alpha == 1
        steepest = max(1.0, self.alpha)
        found = gaussian_facts(self, slope_bound=steepest, curvature_bound=1.0 if whole else None)
        return replace(found, smooth=whole)


KIND = Elu
