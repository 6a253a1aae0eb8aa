"""Word: the interpolant of least L1 norm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from earlyspec.vocabulary._base import FittedModel
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Solver


class MinimumL1(FittedModel):
    """The linear interpolant of least L1 norm, argmin |b|_1 subject to X b = y.

    What a diagonal network selects as its initial weights go to 0, where it is unique. Its
    parameters are b and, after it, u = X^T nu with |u| <= 1: <u, b> is a bound below the L1 norm of
    every interpolant, so that |b|_1 - <u, b> is the most by which b may miss the least.

    Source: woodworth2020, Theorem 2 (what the rich regime selects).
    """

    def parameter_count(self, n: int, dim: int) -> int:
        return 2 * dim

    def fit(self, ops: Ops, solver: Solver, x: Array, y: Array) -> Array:
        return ops.concatenate(solver.least_absolute(x, y))

    def forms(self, n: int, dim: int) -> int:
        return 4 * n * dim

    def operations(self, n: int, dim: int) -> float:
        return 50.0 * n * dim * min(n, dim)

    def predict(self, ops: Ops, parameters: Array, train: Array, x: Array) -> Array:
        return x @ parameters[: x.shape[1]]


KIND = MinimumL1
