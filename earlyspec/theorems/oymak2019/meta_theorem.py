"""The meta-theorem: training under a Jacobian of low rank, every constant measured."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.oymak2019._meta import MetaTheorem, exactly_linear, other_limit

GAP_CONSTANT = 3 / 5
"""Of C1, as printed."""


class OymakMetaTheorem(MetaTheorem):
    """A network with a nearly constant Jacobian learns in its information space, and stays near.

    Statement: let lam_s, u_s be the singular values and left singular vectors of J_ref; alpha a
        cut-off, I the span of the u_s with lam_s >= alpha, N the rest; 0 < delta <= 1 <= Gamma and
        R = 2 (||J_I^+ r_0|| + (Gamma/alpha) ||P_N r_0|| + delta (Gamma/alpha) ||r_0||).
        Suppose (H1) ||J(theta)||, ||J_ref|| <= beta; (H2) ||J(theta) - J(theta_0)|| <= eps/2 within
        R of theta_0, eps <= delta alpha^3 / (5 Gamma beta^2); (H3) J_ref is within
        eps_0 <= min(delta alpha, sqrt(delta alpha^3 / (Gamma beta))) / 5 of J(theta_0);
        (H4) eta <= 1 / beta^2. Then for 0 <= t <= T = Gamma / (eta alpha^2), with r~ and theta~ of
        the linear problem that J_ref makes,
        (C1) ||r_t - r~_t|| <= (3/5) delta (alpha/beta) ||r_0||,
        (C2) ||theta_t - theta~_t|| <= delta (Gamma/alpha) ||r_0||,
        (C3) ||theta_t - theta_0|| <= R/2, and at T
        (C4) ||r_T|| <= e^-Gamma ||P_I r_0|| + ||P_N r_0|| + delta (alpha/beta) ||r_0||.
    Reading: no constant is left open, so one run decides, in every seed and at every recorded step;
        record all T of them. H4 is eta <= 1/beta^2, though eta < beta^2 is printed in the overview.
        Judged for a two-layer network whose first layer trains, with J_ref = J(theta_0), eps_0 = 0;
        beta = sup|phi'| ||X|| max|v| / sqrt(d), and
        eps = 2 R sup|phi''| max|v| ||X|| max_i|x_i| / (d sqrt(m)) is a Lipschitz bound, never a
        sample of the ball. H2 is then a width of order Gamma^4 / (delta^2 alpha^8) ||r_0||^2: few
        inputs at right angles, and 10^5 neurons. C4 says nothing where its bound reaches ||r_0||,
        as it does unless delta alpha/beta is well below 1 and the labels lie in I. The bounds C1
        and C2 are above what is seen by a factor of 10^3 and more, and hold far outside of the
        hypotheses: that they hold means little, and that one breaks where H1 to H4 hold means a
        mistake. C3 is within a factor of 3.
    """

    identifier: ClassVar[str] = "oymak2019/meta-theorem"
    source: ClassVar[th.Source] = th.Source("oymak2019", "Meta-theorem")
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """C1 to C4."""
        yield self._first(c)
        yield self._second()
        yield self._third()
        yield self._fourth()

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """A network that is linear, one that hardly moves, and one that learns too fast."""
        half = self.number("pseudo-inverse", scale=0.5)
        yield exactly_linear(self._first(c), self.number("residual"))
        yield exactly_linear(self._second(), self.number("pseudo-inverse"))
        yield other_limit(
            self._third(),
            "half-way",
            "half of what it takes to fit the information space: ||J_I^+ r_0|| / 2",
            half,
        )
        everything = self.number("residual", scale=math.exp(-2.0 * self.gamma))
        yield other_limit(
            self._fourth(),
            "squared",
            "all of r_0 as information, and as fast as ||r||^2: ||r_T|| <= e^(-2 Gamma) ||r_0||",
            everything,
        )

    def _first(self, c: th.Cell) -> th.Bound:
        text = "C1: ||r_t - r~_t|| <= (3/5) delta (alpha/beta) ||r_0||"
        return self.residual_gap(c, text, self.number("residual-gap", scale=GAP_CONSTANT), "c1")

    def _second(self) -> th.Bound:
        text = "C2: ||theta_t - theta~_t|| <= delta (Gamma/alpha) ||r_0||"
        return self.weight_gap(text, self.number("weight-gap"))

    def _third(self) -> th.Bound:
        series = th.Series(th.measurement("weight-movement"), "path")
        return th.Bound("c3", "C3: ||theta_t - theta_0|| <= R/2", series, self.number("movement"))

    def _fourth(self) -> th.Bound:
        return th.Bound(
            "c4",
            "C4: ||r_T|| <= e^-Gamma ||P_I r_0|| + ||P_N r_0|| + delta (alpha/beta) ||r_0||",
            th.Series(th.measurement("projected-residual"), "last"),
            self.number("final"),
            trivial=self.number("residual"),
        )


KIND = OymakMetaTheorem
