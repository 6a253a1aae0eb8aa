"""Word: relu."""

from __future__ import annotations

from earlyspec.vocabulary.activations._piecewise_linear import PiecewiseLinear


class Relu(PiecewiseLinear):
    """The rectifier: what is negative becomes zero.

    phi(z) = max(z, 0), with phi'(0) = 1. Piecewise linear, so Assumption 3.2 (ii) holds.
    Its mean E phi(g) is 1 / sqrt(2 pi), so its linear model has a norm-dependent feature.

    Source: hu2020, Assumption 3.2.
    """

    def below(self) -> float:
        return 0.0


KIND = Relu
