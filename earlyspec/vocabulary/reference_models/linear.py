"""Word: linear model paired with a two-layer network."""

from __future__ import annotations

import math

from earlyspec.vocabulary._base import NonNegative, Positive, Real, ReferenceModel
from earlyspec.vocabulary._ops import Array, Ops


class Linear(ReferenceModel):
    """The linear model that a two-layer network follows early in training.

    Gradient descent with step eta from beta = 0 on the features
        [ sqrt((w1 + w2) / d) zeta x ; sqrt((w1 + w2/2) / d) nu ; sqrt(w2) q(x) ],
    nu = kappa sqrt(Tr[Sigma^2] / d), q(x) = theta_0 + theta_1 rho + theta_2 rho^2,
    rho = ||x|| / sqrt(d) - 1. The weights w1 = eta_1 / eta and w2 = eta_2 / eta say how fast each
    layer learns: w1 = 1, w2 = 0 is first-layer training and has no q. Its kernel is
    (eta_1 Theta_lin1 + eta_2 Theta_lin2) / eta.

    Source: hu2020, eqs 5, 9, 11, and its remark on unequal learning rates.
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


KIND = Linear
