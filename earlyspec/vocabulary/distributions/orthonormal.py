"""Word: orthonormal."""

from __future__ import annotations

import math
from typing import Annotated

from earlyspec.fields import ListOf, Quantity
from earlyspec.plans.nodes import InputFacts
from earlyspec.vocabulary._base import Distribution
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Orthonormal(Distribution):
    """Inputs at right angles to each other: a random frame, of which no two inputs share anything.

    x_i = sqrt(d) s_i q_i, where q_1, ..., q_n are the first n vectors of a random orthonormal
    basis, drawn uniformly, and s_i are the `lengths` in turn; n <= d. The tangent kernel of the
    first layer is diagonal then, and the lengths make its spectrum. Test inputs, any number of
    them, are uniform on the spheres of these lengths, independent of all else.

    Source: ours, as the inputs that make the constants of Oymak et al. 2019 simplest.
    """

    dim: Annotated[int, Quantity(integer=True, minimum=1, maximum=4096)]
    """d, the number of coordinates."""
    lengths: Annotated[tuple[float, ...], ListOf(Quantity(above=0.0))] = (1.0,)
    """||x_i|| / sqrt(d), taken in turn: with [1, 0.1] every other input is short."""

    def facts(self) -> InputFacts:
        return InputFacts(
            kind=self.kind(),
            dim=self.dim,
            centred=True,
            independent=False,
            tail="bounded",
            covariance_norm=None,
            covariance_floor=None,
            trace_square=None,
        )

    def at_most(self) -> int | None:
        return self.dim

    def sample(self, ops: Ops, draws: Draws, count: int, split: str) -> Array:
        z = draws.normal(f"inputs/{split}/z", (count, self.dim))
        q = _frame(ops, z) if split == "train" else _directions(ops, z)
        turns = -(-count // len(self.lengths))
        lengths = ops.asarray(list((self.lengths * turns)[:count]))
        return math.sqrt(self.dim) * lengths[:, None] * q


def _directions(ops: Ops, z: Array) -> Array:
    return z / ops.sqrt(ops.sum(z * z, axis=1))[:, None]


def _frame(ops: Ops, z: Array) -> Array:
    """(Z Z^T)^(-1/2) Z, uniform among matrices with orthonormal rows, (n, d) -> (n, d)."""
    values, vectors = ops.eigh(z @ z.T)
    q = (vectors / ops.sqrt(values)[None, :]) @ (vectors.T @ z)
    for _ in range(2):  # what rounding left of a right angle is squared each time
        q = 1.5 * q - 0.5 * (q @ q.T) @ q
    return q


KIND = Orthonormal
