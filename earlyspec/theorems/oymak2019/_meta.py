"""What both forms of the meta-theorem share: hypotheses, and the bounds with their lies.

Source: Oymak et al. 2019, the meta-theorem.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Any

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.oymak2019 import _setting as setting

LINEARISED = "linearised"
SEPARATED = 1.05
"""lam_c / lam_(c+1) below which the two spaces are not told apart."""


class MetaTheorem(th.Theorem):
    """Hypotheses H1 to H4 of the meta-theorem, for J_ref = J(theta_0)."""

    alpha: Annotated[float, Quantity(above=0.0)]
    """The cut-off: singular values of J(theta_0) from alpha on span the information space."""
    delta: Annotated[float, Quantity(above=0.0, maximum=1.0)] = 1.0
    """delta, in (0, 1]: the share of the residual that the bounds may lose."""
    gamma: Annotated[float, Quantity(minimum=1.0)] = 1.0
    """Gamma, at least 1: T eta alpha^2, the length of training."""

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The network's own linearisation."""
        yield th.Reference(LINEARISED, th.Word("reference_models", LINEARISED))

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network, its descent, and H1 to H4."""
        yield from setting.network(c)
        yield setting.descent(c)
        yield setting.precise(c)
        yield self._horizon(c)
        yield th.Structural(
            "h3",
            "claims",
            "H3: J_ref = J(theta_0), so that eps_0 = 0",
            True,
            "||J_ref||, ||J(theta)|| <= beta = sup|phi'| ||X|| max|v| / sqrt(d) for all theta (H1)",
        )
        yield self._measured(
            "split",
            "claims",
            "alpha in a gap of the singular values: lam_c >= alpha > lam_(c+1) >= 0, apart by 5 %",
            "gap",
            ">=",
            SEPARATED,
        )
        yield self._measured(
            "h2",
            "architecture.width",
            "H2: 2 ||J(theta) - J(theta_0)|| <= eps <= delta alpha^3 / (5 Gamma beta^2) within R",
            "eps-share",
            "<=",
            1.0,
        )
        yield self._measured(
            "h4", "train.learning_rate", "H4: eta <= 1 / beta^2", "step-share", "<=", 1.0
        )

    def _horizon(self, c: th.Cell) -> th.Structural:
        """T is a whole number of steps, and the statement ends there."""
        length = c.steps * setting.step(c) * self.alpha**2
        return th.Structural(
            "horizon",
            "train.steps",
            "T = Gamma / (eta alpha^2) steps, such as T = ceil(Gamma beta^2 / alpha^2)",
            math.isclose(length, self.gamma, rel_tol=1e-9),
            f"T eta alpha^2 = {length:.6g}, Gamma = {self.gamma:g}, T = {c.steps:g}",
        )

    def _measured(
        self, name: str, field: str, text: str, gives: str, relation: Any, bound: float
    ) -> th.Measured:
        return th.Measured(name, field, text, self.number(gives), relation, bound)

    def number(self, gives: str, scale: float = 1.0) -> th.Series:
        """A number of the theorem, known before the first step."""
        given: dict[str, float | str] = {"alpha": self.alpha}
        if self.delta != 1.0:
            given["delta"] = self.delta
        if self.gamma != 1.0:
            given["gamma"] = self.gamma
        if gives != "final":
            given["gives"] = gives
        return th.Series(th.measurement("low-rank-bound", **given), "once", scale=scale)

    def residual_gap(self, c: th.Cell, text: str, limit: th.Series, name: str) -> th.Bound:
        """A bound on ||r_t - r~_t||; a network that does not move is within about ||r_0||."""
        word = th.measurement("gap-norm", model=LINEARISED)
        series = th.Series(word, "path", scale=math.sqrt(c.n))
        return th.Bound(name, text, series, limit, trivial=self.number("residual"))

    def weight_gap(self, text: str, limit: th.Series) -> th.Bound:
        """A bound on ||theta_t - theta~_t||."""
        return th.Bound("c2", text, th.Series(th.measurement("weight-gap"), "path"), limit)


ROUNDING = 1e-9
"""A gap of this share is what two ways to the same numbers may leave, and no more."""


def exactly_linear(bound: th.Bound, whole: th.Series) -> th.Control:
    """The network is its linearisation: what is compared must not be one thing with itself."""
    nothing = th.Series(whole.word, whole.reduce, scale=ROUNDING)
    text = "the network is its linearisation: no gap but rounding, a billionth of the whole"
    return other_limit(bound, "linear", text, nothing)


def other_limit(bound: th.Bound, name: str, text: str, limit: th.Series) -> th.Control:
    """The same inequality with another right-hand side."""
    lie = th.Bound(bound.id, bound.text, bound.series, limit, bound.trivial)
    return th.Control(f"{name}/{bound.id}", text, bound.id, lie)
