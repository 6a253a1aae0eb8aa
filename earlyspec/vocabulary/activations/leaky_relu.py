"""Word: leaky relu."""

from __future__ import annotations

from earlyspec.vocabulary._base import Real
from earlyspec.vocabulary.activations._piecewise_linear import PiecewiseLinear


class LeakyRelu(PiecewiseLinear):
    """A rectifier that lets a part of what is negative through.

    phi(z) = z for z >= 0 and a z for z < 0, with phi'(0) = 1. Piecewise linear, so
    Assumption 3.2 (ii) holds.

    Source: hu2020, Assumption 3.2.
    """

    negative_slope: Real = 0.01
    """a, the slope at negative z."""

    def below(self) -> float:
        return self.negative_slope


KIND = LeakyRelu
