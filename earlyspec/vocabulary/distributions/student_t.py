"""Word: student t."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from earlyspec.plans.nodes import InputFacts
from earlyspec.vocabulary._base import Positive
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.distributions._independent import IndependentEntries


class StudentT(IndependentEntries):
    """Inputs with heavy tails: a few entries dwarf the others, and norms do not concentrate.

    x = Sigma^(1/2) xbar, entries of xbar independent from Student's t. With `freedom` above 2 they
    are scaled to variance 1; at 2 and below the variance is infinite, and they are left as they
    are.

    Source: hu2020, Assumption 3.1 (a law that it excludes).
    """

    tail: ClassVar[Literal["heavy"]] = "heavy"

    freedom: Positive
    """Degrees of freedom: moments below that order exist."""

    def entries(self, ops: Ops, draws: Draws, shape: tuple[int, int], name: str) -> Array:
        # t = z / sqrt(chi2 / freedom), chi2 = 2 Gamma(freedom / 2); its variance is
        # freedom / (freedom - 2).
        scale = self.freedom - 2 if self.freedom > 2 else self.freedom
        halved = draws.gamma(f"{name}/gamma", self.freedom / 2, shape)
        return draws.normal(f"{name}/z", shape) * ops.sqrt(scale / (2.0 * halved))

    def facts(self) -> InputFacts:
        facts = super().facts()
        if self.freedom > 2:
            return facts
        return replace(
            facts,
            centred=self.freedom > 1,
            independent=False,  # there is no variance to scale to 1
            covariance_norm=None,
            covariance_floor=None,
            trace_square=None,
        )


KIND = StudentT
