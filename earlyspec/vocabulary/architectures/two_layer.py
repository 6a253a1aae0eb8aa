"""Word: two-layer network."""

from __future__ import annotations

import math
from typing import Any, Literal

from pydantic_core import PydanticCustomError

from earlyspec.plans.nodes import Network, Word
from earlyspec.vocabulary._base import (
    AnyActivation,
    AnyInitialisation,
    Architecture,
    Count,
    Weights,
)
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.initialisations.symmetric import Symmetric


class TwoLayer(Architecture):
    """A fully connected network with one hidden layer and no biases.

    f(x) = m^(-1/2) sum_r v_r phi(w_r . x / sqrt(d)) in the NTK parametrisation. `standard` puts
    the factors into the initial weights, f(x) = v . phi(W x) with W / sqrt(d) and v / sqrt(m) to
    start from: the same function and another gradient. `mean-field` is the mean over neurons,
    f(x) = (1/m) sum_r v_r phi(w_r . x / sqrt(d)). Layers: `first` is W, (m, d); `second` is v,
    (m,).

    Source: hu2020, eq 1.
    """

    width: Count
    """m, the number of hidden neurons."""
    activation: AnyActivation
    """phi."""
    init: AnyInitialisation = Symmetric()
    """The law of the initial weights."""
    parametrisation: Literal["ntk", "standard", "mean-field"] = "ntk"
    """Where the factors of m and d stand."""

    @property
    def layers(self) -> tuple[str, ...]:
        return ("first", "second")

    def _validated(self, _: Any) -> None:
        if self.width % 2 and isinstance(self.init, Symmetric):
            raise PydanticCustomError(
                "sizes_disagree",
                "the width must be even, since the symmetric initialisation pairs neurons",
                {"field": "width"},
            )

    def initial(self, ops: Ops, draws: Draws, dim: int) -> Weights:
        w, v = self.init.weights(ops, draws, self.width, dim)
        if self.parametrisation == "standard":
            w, v = w / math.sqrt(dim), v / math.sqrt(self.width)
        return {"first": w, "second": v}

    def forward(self, ops: Ops, weights: Weights, x: Array) -> Array:
        w, v = weights["first"], weights["second"]
        outer, inner = self.divisors(x.shape[1])
        hidden = self.activation.value(ops, x @ w.T / inner)  # (n, m)
        return hidden @ v / outer

    def divisors(self, dim: int) -> tuple[float, float]:
        """(a, b) of f(x) = v . phi(W x / b) / a."""
        m, d = self.width, dim
        return {
            "ntk": (math.sqrt(m), math.sqrt(d)),
            "standard": (1.0, 1.0),
            "mean-field": (float(m), math.sqrt(d)),
        }[self.parametrisation]

    def kernel_scale(self, dim: int) -> tuple[float, ...]:
        """(d, m) for `standard`, by the chain rule; (1/m, 1/m) for `mean-field`."""
        scales = {
            "ntk": (1.0, 1.0),
            "standard": (float(dim), float(self.width)),
            "mean-field": (1 / self.width, 1 / self.width),
        }
        return scales[self.parametrisation]

    def describe(self, dim: int, word: Word) -> Network:
        facts, weights = self.activation.facts(), self.width * (dim + 1)
        return Network(
            word=word,
            width=self.width,
            layers=self.layers,
            activation=facts,
            parametrisation=self.parametrisation,
            kernel_scale=self.kernel_scale(dim),
            init=self.init.kind(),
            zero_output=self.init.zero_output,
            follows_law=self.init.follows_law,
            slopes=(facts.zeta,),
            hidden=self.width,
            parameters=weights,
            products=weights,
        )


KIND = TwoLayer
