"""Word: linear model paired with a deep network."""

from __future__ import annotations

import math

from earlyspec.vocabulary._base import LinearModel, NonNegative, Positive
from earlyspec.vocabulary._ops import Array, Ops


class DeepLinear(LinearModel):
    """The linear model that a deep network with an odd activation follows early in training.

    Gradient descent with step eta from beta = 0 on the feature sqrt(coefficient / d) x. For L
    hidden layers, all trained at one rate, the coefficient is (L+1) zeta_0^2 ... zeta_(L-1)^2 with
    zeta_l = E phi'(sqrt(q_l) g), q_0 = 1 and q_(l+1) = E phi(sqrt(q_l) g)^2; in general L + 1 is
    the sum of the layers' rates over eta. Convolutional networks without pooling have the same, up
    to terms of order 1/(patch size).

    Source: ours, as the leading term of the expansion in hu2020, Section 4.
    """

    coefficient: NonNegative
    """The weight of X X^T / d in the kernel."""
    eta: Positive
    """Step of its gradient descent, that of the fastest layer of the network."""

    def features(self, ops: Ops, x: Array, trace_square: Array) -> Array:
        return math.sqrt(self.coefficient / x.shape[1]) * x

    def step(self) -> float:
        return self.eta


KIND = DeepLinear
