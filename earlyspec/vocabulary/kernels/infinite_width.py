"""Word: kernel of an infinitely wide two-layer network."""

from __future__ import annotations

from typing import Any, Literal

from pydantic_core import PydanticCustomError

from earlyspec.vocabulary._base import AnyActivation, NonNegative
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary.kernels._base import KernelWord


class InfiniteWidth(KernelWord):
    """The tangent kernel of an infinitely wide two-layer network.

    f(x) = m^(-1/2) sum_r v_r phi(w_r . x / sqrt(d) + bias b_r) with all of w, b and v independent
    N(0, 1) and m to infinity. With `layers: second` it is that of random features,
    E[phi(u) phi(u')]; with `first`, the neural tangent kernel of the first layer alone,
    (<x, x'> / d + bias^2) E[phi'(u) phi'(u')]. Without a bias a relu kernel has no odd degree from
    3 on, and that of an odd activation no even one: a target of such a degree is never learned.

    Source: lecture11, kernels and Theorem 1; Cho and Saul 2009 for relu.
    """

    activation: AnyActivation
    """phi: one whose kernels have a closed form (erf, identity, leaky-relu or relu)."""
    layers: Literal["first", "second", "both"] = "both"
    """The layers that train."""
    bias: NonNegative = 0.0
    """The scale of the hidden neurons' biases."""

    def _validated(self, _: Any) -> None:
        if not self.activation.has_dual():
            raise PydanticCustomError(
                "sizes_disagree",
                "the activation must be one whose kernels have a closed form: "
                "erf, identity, leaky-relu or relu",
                {"field": "activation"},
            )

    def value(self, ops: Ops, a: Array, b: Array, c: Array) -> Array:
        square = self.bias**2
        a, b, c = a + square + 0.0 * c, b + square + 0.0 * c, c + square
        total = 0.0 * c
        if self.layers != "first":
            total = total + self.activation.dual(ops, a, b, c)
        if self.layers != "second":
            total = total + c * self.activation.dual_slope(ops, a, b, c)
        return total

    def vanishing(self) -> str:
        """By the power series of the kernel in t, whose coefficients are squares.

        P_k is in t^j if j >= k and j - k is even, and with a coefficient above 0. Of relu,
        z = z / 2 + |z| / 2: beyond t there are the even powers alone, infinitely many of them. The
        tangent kernel of the first layer multiplies the series of phi' by t, which gives the same
        powers. A bias turns t into t + bias^2, whose powers have all lower ones.
        """
        phi = self.activation
        below = getattr(phi, "below", lambda: 1.0)()
        if phi.piecewise_linear and below == 1.0:
            return "all degrees from 2 on"
        if self.bias > 0:
            return ""
        if phi.odd:
            return "even degrees"
        return "odd degrees" if below == -1.0 else "odd degrees from 3 on"


KIND = InfiniteWidth
