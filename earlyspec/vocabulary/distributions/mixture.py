"""Word: mixture."""

from __future__ import annotations

import math

from earlyspec.plans.nodes import InputFacts
from earlyspec.vocabulary._base import Count, Distribution, NonNegative
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Mixture(Distribution):
    """Inputs in clusters: Gaussian balls around a few centres.

    x = s (mu_k + z), k uniform over the components, z ~ N(0, I). The centres mu_k are drawn once,
    uniform on the sphere of radius `separation`, and shared by both splits;
    s^2 = d / (d + separation^2), so that E ||x||^2 = d. Given its centres the law has a mean that
    is not zero, and entries that are not independent.

    Source: hu2020, Assumption 3.1 (a law that it excludes).
    """

    dim: Count
    """d, the number of coordinates."""
    components: Count = 2
    """How many clusters."""
    separation: NonNegative
    """Distance of every centre from the origin before scaling; clusters have radius sqrt(d)."""

    def facts(self) -> InputFacts:
        apart = self.separation > 0
        scale = self.dim / (self.dim + self.separation**2)
        return InputFacts(
            kind=self.kind(),
            dim=self.dim,
            centred=not apart,
            independent=not apart,
            tail="subgaussian",
            covariance_norm=scale * (1 + self.separation**2),
            covariance_floor=scale,
            trace_square=None if apart else 1.0,
        )

    def sample(self, ops: Ops, draws: Draws, count: int, split: str) -> Array:
        z = draws.normal(f"inputs/{split}/z", (count, self.dim))
        if self.separation == 0:
            return z
        k = self.components
        centres = draws.normal("inputs/centres", (k, self.dim))
        norms = ops.sqrt(ops.sum(centres * centres, axis=1))
        centres = centres * (self.separation / norms)[:, None]
        u = draws.uniform(f"inputs/{split}/component", (count,))[:, None]
        edges = ops.asarray([j / k for j in range(k + 1)])[None, :]
        member = ops.where((u >= edges[:, :-1]) & (u < edges[:, 1:]), 1.0, 0.0)  # (n, k), one-hot
        scale = math.sqrt(self.dim / (self.dim + self.separation**2))
        return scale * (member @ centres + z)


KIND = Mixture
