"""The features that approximate the tangent features of a two-layer network."""

from __future__ import annotations

import math

from earlyspec.vocabulary._base import LinearModel, NonNegative, Positive, Real
from earlyspec.vocabulary._ops import Array, Ops


class LinearFeatures(LinearModel):
    """A model on x, a constant, and a function of the norm of x.

    Source: hu2020, eqs 5, 9, 11.
    """

    zeta: Real
    """E phi'(g), the weight of x."""
    kappa: Real
    """E[g phi'(g)], the weight of the bias."""
    theta_0: Real
    """E phi(g), the constant of the norm-dependent feature."""
    theta_1: Real
    """E[g phi'(g)], its slope in rho; 0 in the naive model of Figure 2."""
    theta_2: Real
    """E[(g^3/2 - g) phi'(g)], its curvature in rho; 0 in the naive model."""
    first: NonNegative
    """w1 = eta_1 / eta, the weight of the first layer."""
    second: NonNegative
    """w2 = eta_2 / eta, the weight of the second layer."""
    eta: Positive
    """Step of its gradient descent, that of the faster layer of the network."""

    def features(self, ops: Ops, x: Array, trace_square: Array) -> Array:
        n, d = x.shape
        slope = math.sqrt((self.first + self.second) / d) * self.zeta
        bias = math.sqrt((self.first + self.second / 2) / d) * self.kappa
        columns = [slope * x, bias * ops.sqrt(trace_square) * ops.ones((n, 1))]
        if self.second > 0:
            rho = ops.sqrt(ops.sum(x * x, axis=1)) / math.sqrt(d) - 1.0  # (n,)
            q = self.theta_0 + self.theta_1 * rho + self.theta_2 * rho**2
            columns.append(math.sqrt(self.second) * q[:, None])
        return ops.concatenate(columns, axis=1)

    def step(self) -> float:
        return self.eta
