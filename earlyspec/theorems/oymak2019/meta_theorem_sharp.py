"""The meta-theorem with the constants that its proof gives."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.oymak2019._meta import MetaTheorem, exactly_linear, other_limit

SHARP_GAP_CONSTANT = math.sqrt(2) / 4
"""(6/25) (25/24) sqrt(2), from the lemma on accumulation without its factor 2."""
SHARP_WEIGHT_CONSTANT = 0.55 * math.sqrt(2)
"""0.3 sqrt(2) for the gap of the Jacobians and 0.25 sqrt(2) for that of the residuals."""


class OymakMetaTheoremSharp(MetaTheorem):
    """The bounds of the meta-theorem hold with smaller constants, and one of them is tight.

    Statement: under H1 to H4 of oymak2019/meta-theorem, for 0 <= t <= T = Gamma / (eta alpha^2),
        ||r_t - r~_t|| <= (sqrt(2)/4) delta (alpha/beta) ||r_0||,
        ||r_t - r~_t|| <= (eps_0^2 + eps beta) (Gamma ||P_N r_0|| + ||P_I r_0||)
                          / (alpha^2 - Gamma eps^2),
        ||theta_t - theta~_t|| <= 0.55 sqrt(2) delta (Gamma/alpha) ||r_0||,
        ||theta~_t - theta_0||^2 <= ||J_I^+ r_0||^2 + (Gamma/alpha^2) ||P_N r_0||^2.
    Reading: ours. The printed 3/5 of the first comes out of the published lemma on accumulation
        only for Gamma >= 4/3; without that lemma's factor 2 it is sqrt(2)/4 = 0.354 for all. The
        second is the same before eps is replaced by what H2 allows. The published form of the last
        is ||J_I^+ r_0|| + (Gamma/alpha) ||P_N r_0||; it is the one bound here that is nearly
        reached.
    """

    identifier: ClassVar[str] = "oymak2019/meta-theorem-sharp"
    source: ClassVar[th.Source] = th.Source("oymak2019", "Meta-theorem")
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "ours"

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The way of the linear model, the gap of the weights, and that of the outputs twice."""
        yield self._distance()
        yield self._weights()
        yield self._gap(c)
        yield self._accumulated(c)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """A network that is linear, and a linear model that goes half of its way."""
        for bound in (self._gap(c), self._accumulated(c)):
            yield exactly_linear(bound, self.number("residual"))
        yield exactly_linear(self._weights(), self.number("pseudo-inverse"))
        half = self.number("linear-distance", scale=0.5)
        yield other_limit(self._distance(), "half-way", "half of the bound", half)

    def _gap(self, c: th.Cell) -> th.Bound:
        text = "||r_t - r~_t|| <= (sqrt(2)/4) delta (alpha/beta) ||r_0||"
        limit = self.number("residual-gap", scale=SHARP_GAP_CONSTANT)
        return self.residual_gap(c, text, limit, "c1")

    def _accumulated(self, c: th.Cell) -> th.Bound:
        text = (
            "||r_t - r~_t|| <= eps beta (Gamma ||P_N r_0|| + ||P_I r_0||) / (alpha^2 - Gamma eps^2)"
        )
        return self.residual_gap(c, text, self.number("accumulated"), "accumulated")

    def _weights(self) -> th.Bound:
        text = "||theta_t - theta~_t|| <= 0.55 sqrt(2) delta (Gamma/alpha) ||r_0||"
        return self.weight_gap(text, self.number("weight-gap", scale=SHARP_WEIGHT_CONSTANT))

    def _distance(self) -> th.Bound:
        return th.Bound(
            "linear-distance",
            "||theta~_t - theta_0||^2 <= ||J_I^+ r_0||^2 + (Gamma/alpha^2) ||P_N r_0||^2",
            th.Series(th.measurement("weight-gap", of="linearised"), "path"),
            self.number("linear-distance"),
        )


KIND = OymakMetaTheoremSharp
