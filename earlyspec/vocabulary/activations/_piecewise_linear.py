"""What relu and leaky relu share."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import ClassVar

from earlyspec.plans.nodes import ActivationFacts
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

    def has_dual(self) -> bool:
        return True

    def dual(self, ops: Ops, a: Array, b: Array, c: Array) -> Array:
        """Closed form with the angle between u and v, from that of relu.

        Source: Cho and Saul (2009), eq 6, for relu; hu2020, eq 18.
        """
        below = self.below()
        angle = _angle(ops, a, b, c)
        # sqrt(ab) (sin + (pi - angle) cos), with c for sqrt(ab) cos
        rectified = _length(ops, a, b) * _sine(ops, a, b, c) + (math.pi - angle) * c
        return below * c + (1 - below) ** 2 * rectified / (2 * math.pi)

    def dual_slope(self, ops: Ops, a: Array, b: Array, c: Array) -> Array:
        """a + (1 - a)^2 P(u > 0, v > 0), of which relu has the probability alone."""
        below = self.below()
        both = (math.pi - _angle(ops, a, b, c)) / (2 * math.pi)
        return below + (1 - below) ** 2 * both

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


def _length(ops: Ops, a: Array, b: Array) -> Array:
    return ops.sqrt(a) * ops.sqrt(b)


def _cosine(ops: Ops, a: Array, b: Array, c: Array) -> Array:
    """Of the angle between u and v; 1 on a diagonal, without rounding, and 0 where u or v is 0."""
    length = _length(ops, a, b)
    cosine = c / ops.where(length > 0, length, 1.0 + 0.0 * length)
    cosine = ops.minimum(ops.maximum(cosine, -1.0 + 0.0 * c), 1.0 + 0.0 * c)
    return ops.where((a == c) & (b == c), 1.0 + 0.0 * c, cosine)


def _angle(ops: Ops, a: Array, b: Array, c: Array) -> Array:
    return ops.arccos(_cosine(ops, a, b, c))


def _sine(ops: Ops, a: Array, b: Array, c: Array) -> Array:
    cosine = _cosine(ops, a, b, c)
    return ops.sqrt((1 - cosine) * (1 + cosine))
