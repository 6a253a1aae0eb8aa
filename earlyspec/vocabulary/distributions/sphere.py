"""Word: sphere."""

from __future__ import annotations

import math

from earlyspec.plans.nodes import InputFacts
from earlyspec.vocabulary._base import Count, Distribution
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Sphere(Distribution):
    """Inputs on a sphere: directions without norms.

    x = sqrt(d) z / ||z||, z ~ N(0, I). The covariance is I and the entries are subgaussian, yet
    not independent; the norm-dependent feature is constant.

    Source: hu2020, Assumption 3.1 (a law that it excludes as written).
    """

    dim: Count
    """d, the number of coordinates."""

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

    def sample(self, ops: Ops, draws: Draws, count: int, split: str) -> Array:
        z = draws.normal(f"inputs/{split}/z", (count, self.dim))
        return z * (math.sqrt(self.dim) / ops.sqrt(ops.sum(z * z, axis=1)))[:, None]


KIND = Sphere
