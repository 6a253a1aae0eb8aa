"""Word: the interpolant of least potential."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from earlyspec.fields import Quantity
from earlyspec.vocabulary._base import FittedModel, Real
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Solver


class MinimumPotential(FittedModel):
    """The linear interpolant of least potential Q_(alpha, D): where gradient flow ends.

    argmin sum_i alpha^D q_D(b_i / alpha^D) subject to X b = y. For D = 2, q is the integral of
    arcsinh(z / 2); for D >= 3, that of the inverse of (1 - s)^(-p) - (1 + s)^(-p), p = D / (D - 2).
    It is solved for as a convex problem, without any flow. Its parameters are b and, after it, the
    multipliers u = Q'(b), which lie in the row space of X.

    Source: woodworth2020, Theorems 1 and 3.
    """

    depth: Annotated[int, Quantity(integer=True, minimum=2)] = 2
    """D."""
    log_scale: Real
    """log(alpha), natural."""

    def parameter_count(self, n: int, dim: int) -> int:
        return 2 * dim

    def fit(self, ops: Ops, solver: Solver, x: Array, y: Array) -> Array:
        return ops.concatenate(solver.least_potential(x, y, self.depth, self.log_scale))

    def forms(self, n: int, dim: int) -> int:
        return 3 * n * dim + 3 * min(n, dim) ** 2

    def operations(self, n: int, dim: int) -> float:
        return 200.0 * n * dim * min(n, dim)

    def predict(self, ops: Ops, parameters: Array, train: Array, x: Array) -> Array:
        return x @ parameters[: x.shape[1]]


KIND = MinimumPotential
