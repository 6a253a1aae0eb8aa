"""Word: kernel ridge regression in the place of a network."""

from __future__ import annotations

from earlyspec.plans.nodes import Network, Word
from earlyspec.vocabulary._base import (
    Architecture,
    FittedModel,
    NonNegative,
    Unsupported,
    Weights,
)
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.kernels._base import AnyKernel
from earlyspec.vocabulary.reference_models.kernel_ridge import KernelRidge as Model


class KernelRidge(Architecture):
    """Kernel ridge regression: a model without training, the same at every step.

    f(x) = sum_i K(x, x_i) alpha_i with alpha = (K + ridge I)^-1 y. It has no layers, and a spec
    with it nothing to train.

    Source: lecture11, kernel ridge regression.
    """

    kernel: AnyKernel
    """K."""
    ridge: NonNegative = 0.0
    """The ridge, not divided by n; at 0 the model interpolates."""

    @property
    def layers(self) -> tuple[str, ...]:
        return ()

    def initial(self, ops: Ops, draws: Draws, dim: int) -> Weights:
        return {}

    def forward(self, ops: Ops, weights: Weights, x: Array) -> Array:
        raise Unsupported("the weights of a model that is fitted")

    def kernel_scale(self, dim: int) -> tuple[float, ...]:
        return ()

    def fitted_model(self) -> FittedModel:
        return Model(kernel=self.kernel, ridge=self.ridge)

    def describe(self, dim: int, word: Word) -> Network:
        return Network(
            word=word,
            width=0,
            layers=(),
            activation=None,
            parametrisation="ntk",
            kernel_scale=(),
            init="none",
            zero_output=False,
            follows_law=False,
        )


KIND = KernelRidge
