"""Word: kernel ridge regression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from earlyspec.vocabulary._base import FittedModel, NonNegative
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary.kernels._base import AnyKernel

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Solver


class KernelRidge(FittedModel):
    """Kernel ridge regression: all that a network in its lazy regime can do with its data.

    f(x) = sum_i K(x, x_i) alpha_i with alpha = (K + ridge I)^-1 y, the minimiser of
    |y - f(X)|^2 + ridge ||f||_K^2. The ridge is not divided by n; at 0 it interpolates.

    Source: lecture11, kernel ridge regression.
    """

    kernel: AnyKernel
    """K."""
    ridge: NonNegative = 0.0
    """The ridge."""

    def parameter_count(self, n: int, dim: int) -> int:
        return n

    def fit(self, ops: Ops, solver: Solver, x: Array, y: Array) -> Array:
        return solver.ridge(self.kernel.square(ops, x), self.ridge, y)

    def predict(self, ops: Ops, parameters: Array, train: Array, x: Array) -> Array:
        # On its own inputs, a diagonal without the rounding of an angle, as in `fit`.
        kernel = self.kernel.square(ops, x) if x is train else self.kernel.gram(ops, x, train)
        return kernel @ parameters

    def forms(self, n: int, dim: int) -> int:
        return 6 * n * n

    def operations(self, n: int, dim: int) -> float:
        return n**3 / 3.0 + 2.0 * n * n * (dim + 20)


KIND = KernelRidge
