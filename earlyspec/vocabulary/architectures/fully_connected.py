"""Word: fully connected network."""

from __future__ import annotations

from earlyspec.vocabulary._base import Count
from earlyspec.vocabulary._deep import Deep
from earlyspec.vocabulary._images import Image


class FullyConnected(Deep):
    """A fully connected network of any depth, without biases.

    h_0 = x, h_l = phi(W_l h_(l-1) / sqrt(fan-in)) for l = 1, ..., L, f(x) = v . h_L / sqrt(m): the
    NTK parametrisation. Layers: `layer-1` is W_1, (m, d); `layer-2` to `layer-L` are (m, m);
    `layer-(L+1)` is v, (m,). At L = 1 it is the two-layer network of hu2020, eq 1, but for the law
    of v.

    Source: hu2020, Section 4.
    """

    width: Count
    """m, the number of neurons of every hidden layer."""

    def grid(self, dim: int) -> Image:
        return Image((1,), (1,), dim)

    def neurons(self) -> int:
        return self.width


KIND = FullyConnected
