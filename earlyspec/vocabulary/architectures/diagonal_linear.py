"""Word: diagonal linear network."""

from __future__ import annotations

import math
from typing import Annotated, Any, ClassVar

from pydantic_core import PydanticCustomError

from earlyspec.fields import Quantity
from earlyspec.plans.nodes import Network, Word
from earlyspec.vocabulary._base import Architecture, Positive, Real, Weights
from earlyspec.vocabulary._ops import Array, Draws, Ops


class DiagonalLinear(Architecture):
    """A linear function whose coefficients are a difference of powers of weights.

    f(x) = <w+^D - w-^D, x>, powers entry by entry, w+ = w- = alpha (1, ..., 1) to start from, so
    that f = 0 at step 0. How large alpha is decides what training selects among all interpolants:
    nearly the one of least Euclidean norm for large alpha (the kernel regime), nearly the one of
    least L1 norm for small alpha (the rich regime). Layers: `positive` is w+, (d,); `negative` is
    w-, (d,).

    Source: woodworth2020, eqs 4 and 11.
    """

    starting: ClassVar[tuple[str, ...]] = ("scale", "log_scale")

    depth: Annotated[int, Quantity(integer=True, minimum=2)] = 2
    """D, the power."""
    scale: Positive | None = None
    """alpha, the size of every initial weight. It is no `regime.alpha`, which is an exponent."""
    log_scale: Real | None = None
    """log(alpha), natural, in place of `scale`: alpha = exp(-3000) is no floating-point number."""

    @property
    def layers(self) -> tuple[str, ...]:
        return ("positive", "negative")

    def _validated(self, _: Any) -> None:
        if (self.scale is None) == (self.log_scale is None):
            why = "the initial weights need `scale` or `log_scale`, and not both"
            raise PydanticCustomError("scale", "{why}", {"why": why})

    def log_alpha(self) -> float:
        """log(alpha)."""
        return math.log(self.scale) if self.scale is not None else float(self.log_scale or 0.0)

    def initial(self, ops: Ops, draws: Draws, dim: int) -> Weights:
        alpha = self.scale if self.scale is not None else ops.exp(ops.asarray(self.log_scale))
        w = alpha * ops.ones((dim,))
        return {"positive": w, "negative": w}

    def forward(self, ops: Ops, weights: Weights, x: Array) -> Array:
        # Powers apart: in a product of sums and differences, the derivative in a weight of alpha^2
        # would be what rounding leaves of two others. And equal weights give equal products.
        plus, minus = (weights[layer] ** self.depth for layer in self.layers)
        return x @ plus - x @ minus

    def kernel_scale(self, dim: int) -> tuple[float, ...]:
        """1 for both layers: no other parametrisation is meant."""
        return (1.0, 1.0)

    def describe(self, dim: int, word: Word) -> Network:
        return Network(
            word=word,
            width=0,
            layers=self.layers,
            activation=None,
            parametrisation="standard",
            kernel_scale=self.kernel_scale(dim),
            init="uniform",
            zero_output=True,
            follows_law=False,
            hidden=2 * dim,
            parameters=2 * dim,
            products=2 * dim,
        )


KIND = DiagonalLinear
