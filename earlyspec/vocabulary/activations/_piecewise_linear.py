"""What relu and leaky relu share."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import ClassVar

from earlyspec.plan.nodes import ActivationFacts
from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._ops import Array, Ops


class PiecewiseLinear(Activation):
    """phi(z) = z for z >= 0 and a z below, with phi'(0) = 1."""

    smooth: ClassVar[bool] = False
    piecewise_linear: ClassVar[bool] = True

    @abstractmethod
    def below(self) -> float:
        """a, the slope at negative z."""

    def value(self, ops: Ops, z: Array) -> Array:
        # Not a maximum: its automatic derivative at 0 would be the mean of both slopes. And a z
        # even where a = 0, since 0 z is NaN where z is, and a run must not hide that it diverged.
        return ops.where(z >= 0, z, self.below() * z)

    def slope(self, ops: Ops, z: Array) -> Array:
        return ops.where(z >= 0, 1.0, 0.0 * z + self.below())  # of the precision of z

    def facts(self) -> ActivationFacts:
        """Closed forms; theta_2 = 0 because E phi(s g) = s E phi(g).

        Source: hu2020, Sections 3.1 and 3.2.
        """
        a = self.below()
        mean = (1 - a) / math.sqrt(2 * math.pi)
        square = (1 + a * a) / 2
        return ActivationFacts(
            kind=self.kind(),
            zeta=(1 + a) / 2,
            theta_0=mean,
            kappa=mean,
            theta_2=0.0,
            slope_square=square,
            value_square=square,
            mean_is_zero=a == 1,  # the identity, written as a leaky relu
            smooth=self.smooth,
            piecewise_linear=self.piecewise_linear,
            slope_bound=max(1.0, abs(a)),
            curvature_bound=None,
            has_dual=self.has_dual(),
        )
