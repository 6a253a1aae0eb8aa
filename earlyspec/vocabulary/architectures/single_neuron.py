"""Word: single neuron."""

from __future__ import annotations

from earlyspec.plans.nodes import Network, Word
from earlyspec.vocabulary._base import AnyActivation, Architecture, Positive, Weights
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.activations.relu import Relu


class SingleNeuron(Architecture):
    """One neuron and nothing else: the smallest model that is not linear in its weights.

    f(x) = phi(w . x), with w of length `start` in a random direction before the first step. Its
    one layer is `first`, w, (d,). Nothing is divided by sqrt(d).

    Source: lecture11, Theorem 4.
    """

    activation: AnyActivation = Relu()
    """phi."""
    start: Positive = 1.0
    """The length of w before the first step; where w = 0 a relu has no slope to follow."""

    @property
    def layers(self) -> tuple[str, ...]:
        return ("first",)

    def initial(self, ops: Ops, draws: Draws, dim: int) -> Weights:
        z = draws.normal("init/w", (dim,))
        return {"first": z * (self.start / norm(ops, z))}

    def forward(self, ops: Ops, weights: Weights, x: Array) -> Array:
        return self.activation.value(ops, x @ weights["first"])

    def kernel_scale(self, dim: int) -> tuple[float, ...]:
        """(d,): with w . x / sqrt(d) in its place the gradient would be that of `ntk`."""
        return (float(dim),)

    def describe(self, dim: int, word: Word) -> Network:
        return Network(
            word=word,
            width=1,
            layers=self.layers,
            activation=self.activation.facts(),
            parametrisation="standard",
            kernel_scale=self.kernel_scale(dim),
            init="random-direction",
            zero_output=False,
            follows_law=False,
            hidden=1,
            parameters=dim,
            products=dim,
        )


KIND = SingleNeuron
