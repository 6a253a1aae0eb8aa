"""Word: the interpolant of least Euclidean norm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from earlyspec.vocabulary._base import FittedModel
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Solver


class MinimumL2(FittedModel):
    """The linear interpolant of least Euclidean norm, argmin |b|_2 subject to X b = y.

    Where no b interpolates, the least-squares solution of least norm. Gradient descent on b from 0
    ends here, and so does a network that stays in its kernel regime.

    Source: woodworth2020, Section 3 (what the kernel regime selects).
    """

    def parameter_count(self, n: int, dim: int) -> int:
        return dim

    def fit(self, ops: Ops, solver: Solver, x: Array, y: Array) -> Array:
        return solver.least_norm(x, y)

    def predict(self, ops: Ops, parameters: Array, train: Array, x: Array) -> Array:
        return x @ parameters


KIND = MinimumL2
