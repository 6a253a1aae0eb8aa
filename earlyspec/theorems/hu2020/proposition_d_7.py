"""Proposition D.7: agreement on the training inputs, and how far the weights move."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._linear_models import PAIRED
from earlyspec.theorems.hu2020.theorem_3_2 import Theorem32


class PropositionD7(Theorem32):
    """While the first layer's network follows its linear model, neither's weights move far.

    Statement: under the conditions of Theorem 3.2, with high probability, for all
        t <= T = c d log(d) / eta_1 at once, (1/n) sum_i (f_t(x_i) - f_lin_t(x_i))^2 <~
        d^(-alpha/4), ||W(t) - W(0)||_F <~ sqrt(d log d), |beta(t)| <~ sqrt(d log d).
    Reading: three rates in d. The movements over sqrt(d log d) must be shown not to grow, that is,
        to grow more slowly than d^0.15. The exponent alpha / 4 is restored from memory with medium
        confidence. `within` speaks of the gap.
    """

    identifier: ClassVar[str] = "hu2020/proposition-d.7"
    source: ClassVar[th.Source] = th.Source("hu2020", "Proposition D.7")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The gap, and the movements of both sets of weights."""
        yield self._gap(c, PAIRED)
        yield self._movement(c, "weights")
        yield self._movement(c, "linear-weights")

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other linear models, a faster rate, and movements without the root of d."""
        for name, (text, _) in self.lies(c).items():
            yield th.Control(f"{name}/gap", text, "gap", self._gap(c, name))
        if self.within is None:  # a declared bound has no exponent
            text = "an exponent of -2"
            yield th.Control("exponent/gap", text, "gap", self._gap(c, PAIRED, exponent=-2.0))
        for name in ("weights", "linear-weights"):
            lie = self._movement(c, name, setting.BOUNDED - 0.5)
            yield th.Control(f"half-power/{name}", "a bound of sqrt(log d)", name, lie)

    def _gap(self, c: th.Cell, model: str, exponent: float | None = None) -> th.Rate:
        own = next(iter(self.agreement(c, model)))
        target = -(self.exponent(c) or 0.0) / 4
        return th.Rate(
            "gap",
            "(1/n) sum_i (f_t(x_i) - f_lin_t(x_i))^2 <~ d^(-alpha/4) for all t <= T",
            own.series,
            exponent=target if exponent is None else exponent,
            within=own.within,
            probability=own.probability,
            trivial=own.trivial,
        )

    def _movement(self, c: th.Cell, name: str, exponent: float = setting.BOUNDED) -> th.Rate:
        word, text = {
            "weights": (setting.movement("first"), "||W(t) - W(0)||_F <~ sqrt(d log d)"),
            "linear-weights": (th.measurement("reference-norm"), "|beta(t)| <~ sqrt(d log d)"),
        }[name]
        unit = math.sqrt(c.d * math.log(c.d))
        series = th.Series(word, "max", self.until(c), scale=1 / unit)
        return th.Rate(name, f"{text} for all t <= T", series, exponent=exponent)


KIND = PropositionD7
