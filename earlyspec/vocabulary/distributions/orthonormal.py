"""Word: orthonormal."""

from __future__ import annotations

import math

from earlyspec.plans.nodes import InputFacts
from earlyspec.vocabulary._base import Count, Distribution
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Orthonormal(Distribution):
    """Training inputs at right angles to each other: the cleanest data a kernel can have.

    The rows of X / sqrt(d) are n <= d orthonormal vectors, turned at random: (Z Z^T)^(-1/2) Z with
    Gaussian Z. Each by itself is uniform on the sphere of radius sqrt(d), and so are the test
    inputs, which are independent of all else. The kernel of an infinitely wide network is constant
    on the diagonal and constant off it.

    Source: ours, for lecture12, Theorem 1 (its certificates are checked on such inputs).
    """

    dim: Count
    """d, the number of coordinates; there are at most as many training inputs."""

    def facts(self) -> InputFacts:
        return InputFacts(
            kind=self.kind(),
            dim=self.dim,
            centred=True,
            independent=False,
            tail="subgaussian",
            covariance_norm=1.0,
            covariance_floor=1.0,
            trace_square=1.0,
        )

    def most(self) -> int | None:
        return self.dim

    def sample(self, ops: Ops, draws: Draws, count: int, split: str) -> Array:
        z = draws.normal(f"inputs/{split}/z", (count, self.dim))
        if split != "train":
            return z * (math.sqrt(self.dim) / ops.sqrt(ops.sum(z * z, axis=1)))[:, None]
        # The second time corrects what the first lost where Z was nearly singular.
        return math.sqrt(self.dim) * _rotation(ops, _rotation(ops, z))


def _rotation(ops: Ops, z: Array) -> Array:
    """(Z Z^T)^(-1/2) Z, the nearest matrix with orthonormal rows, (n, d) -> (n, d)."""
    values, vectors = ops.eigh(z @ z.T)
    return (vectors / ops.sqrt(values)[None, :]) @ (vectors.T @ z)


KIND = Orthonormal
