"""The remark on the norm-dependent feature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._linear_models import PAIRED
from earlyspec.theorems.hu2020._norm_target import NAIVE, NormTarget, has_norm_feature


class RemarkNormFeature(NormTarget):
    """The linear model needs a feature of the norm of the inputs.

    Statement: in general the coordinate theta_0 + theta_1 rho + theta_2 rho^2, rho = |x| / sqrt(d)
        - 1, cannot be left out of the linear model, because a target may depend on |x|; often it
        cannot be seen, because |x| / sqrt(d) is nearly 1.
    Reading: for such a target the network stays closer to the linear model than to the naive one,
        whose coordinate is the constant theta_0: a comparison on fresh inputs, paired over seeds,
        which one size decides. "Often" is not judged.
    """

    identifier: ClassVar[str] = "hu2020/remark-norm-feature"
    source: ClassVar[th.Source] = th.Source("hu2020", "the remark on the norm-dependent feature")

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """Closer to the linear model than to the naive one."""
        yield self.contrast(PAIRED, NAIVE)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """The two models in each other's place."""
        if has_norm_feature(c):
            yield self.swapped()


KIND = RemarkNormFeature
