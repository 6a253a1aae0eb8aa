"""What Theorems 3.2, 3.5 and D.1 share: one network, one paired linear model, three layer modes.

Source: hu2020, Section 3 and Appendix D.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic_core import PydanticCustomError

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems import _hypotheses as hypotheses
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._linear_models import PAIRED, lies, linear_model, trained

__all__ = ["PAIRED", "EarlyTime", "linear_model", "trained"]


class EarlyTime(th.Theorem):
    """A two-layer network follows a linear model up to T = c d log(d) / eta."""

    reads_relative_rates: ClassVar[bool] = True

    alpha: Annotated[float, Quantity(above=0.0)] | None = None
    """alpha in n >~ d^(1+alpha); default: `regime.alpha`."""
    horizon: Annotated[float, Quantity(above=0.0)] | None = None
    """c in T = c d log(d) / eta, up to which the claim is judged; default: the whole run."""
    within: Annotated[float, Quantity(above=0.0)] | None = None
    """A mean squared gap that every seed must stay within: decides a single size."""
    probability: Annotated[float, Quantity(above=0.0, below=1.0)] | None = None
    """With what probability the gap stays within, judged by the share of seeds that does."""

    def _validated(self, _: Any) -> None:
        if self.probability is not None and self.within is None:
            why = "a gap stays `within` a bound with a `probability`; write `within: ...`, too"
            raise PydanticCustomError("within", "{why}", {"why": why, "field": "probability"})

    # What the three theorems differ in.

    def layers(self, c: th.Cell) -> th.Structural:
        """The condition on which layers train."""
        raise NotImplementedError

    def width_exponent(self, c: th.Cell) -> int:
        """k in m >~ d^(k+alpha)."""
        raise NotImplementedError

    def step_limit(self, c: th.Cell) -> tuple[str, float]:
        """The right side of eta << ..., in words and as a number."""
        raise NotImplementedError

    # What they share.

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The paired linear model, and those of the lies."""
        yield th.Reference(PAIRED, linear_model(c))
        for name, (_, word) in self.lies(c).items():
            yield th.Reference(name, word)

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The blocks TWO-LAYER and DATA, the scalings, and the computable face of eta << d."""
        yield self.layers(c)
        yield from setting.network(c)
        yield hypotheses.descent(c)
        yield from setting.inputs(c)
        yield hypotheses.bounded_labels(c)
        yield from self._scalings(c)
        yield from setting.concentration(self.constants)
        yield setting.stability()

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """Agreement on the training inputs and on fresh ones."""
        yield from self.agreement(c, PAIRED)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other linear models in the place of the right one; and none at all."""
        for name, (text, _) in self.lies(c).items():
            for outcome in self.agreement(c, name):
                yield th.Control(f"{name}/{outcome.id}", text, outcome.id, outcome)

    def lies(self, c: th.Cell) -> dict[str, tuple[str, th.Word]]:
        """Wrong models by name, each with the lie in words."""
        return lies(c)

    def until(self, c: th.Cell) -> float | None:
        """The last step that counts; None for all."""
        if self.horizon is None or c.dynamics.relative:
            return None
        return c.until(self.horizon)

    def exponent(self, c: th.Cell) -> float | None:
        """alpha, of the claim or else of the regime; None if neither gives it."""
        return self.alpha if self.alpha is not None else c.alpha

    def agreement(self, c: th.Cell, model: str) -> Iterator[th.Rate]:
        """The gap to a model falls with d, on the training inputs and on fresh ones."""
        until = self.until(c)
        given: dict[str, Any] = {} if model == PAIRED else {"model": model}
        for split, kind, text in (
            ("train", "prediction-gap", "(1/n) sum_i (f_t(x_i) - f_lin_t(x_i))^2"),
            ("test", "clipped-gap", "E min{(f_t(x) - f_lin_t(x))^2, 1}"),
        ):
            where = {} if split == "train" else {"split": split}
            yield th.Rate(
                split,
                f"{text} <= d^(-Omega(alpha)) for all t <= T",
                th.Series(th.measurement(kind, **given, **where), "max", until),
                within=self.within,
                probability=self.probability,
                trivial=th.Series(th.measurement("output-power", **where), "max", until),
            )

    def _scalings(self, c: th.Cell) -> Iterator[th.Condition]:
        alpha = self.exponent(c)
        yield setting.exponent(alpha)
        yield setting.samples(c, self.constants, alpha)
        yield setting.width(c, self.constants, alpha, self.width_exponent(c))
        words, limit = self.step_limit(c)
        if c.dynamics.relative:
            yield from self._measured_scalings(c, words, limit)
            return
        yield setting.scaling(
            self.constants, "step", "train.learning_rate", f"eta << {words}", c.eta, "<<", limit
        )
        rounding = 0.5 / c.steps
        reach = c.horizon
        if self.horizon is not None:
            reached = c.horizon * (1 + rounding) >= self.horizon
            found = f"T = {c.steps} steps are c = {c.horizon:.3g}"
            text = f"the run reaches c = {self.horizon:g}"
            yield th.Structural("time", "train", text, True if reached else None, found)
            reach = min(reach, self.horizon)
        text = "T = c d log(d) / eta, c = O(1)"
        yield setting.scaling(
            self.constants, "horizon", "regime.horizon", text, reach, "<~", 1.0, rounding
        )

    def _measured_scalings(self, c: th.Cell, words: str, limit: float) -> Iterator[th.Condition]:
        """What is asked of eta = (eta norm(ntk)) / norm(ntk), as asked of the measured norm.

        The constant k of `eta <= k limit` is 1 / k in `norm(ntk) >= (eta norm(ntk)) / (k limit)`.
        """
        text = f"eta << {words}: norm(ntk) is above (eta norm(ntk)) / ({words})"
        yield self._above("step", "train.learning_rate", text, c.eta / limit)
        if self.horizon is not None:
            yield th.Structural(
                "time",
                "train",
                f"the run reaches c = {self.horizon:g}",
                None,
                "which step that is hangs on norm(ntk), so the whole run is judged; "
                "leave `horizon` out of the claim",
            )
        text = "T = c d log(d) / eta, c = O(1): norm(ntk) is above T (eta norm(ntk)) / (d log(d))"
        reach = c.steps * c.eta / (c.d * math.log(c.d)) if c.d > 1 else math.inf
        yield self._above("horizon", "train.steps", text, reach)

    def _above(self, name: str, field: str, text: str, floor: float) -> th.Scaling:
        norm = th.Series(th.measurement("ntk-norm"), "once")
        constant = 1.0 / self.constants.get(name, 1.0)
        claimed = name in self.constants
        return th.Scaling(name, field, text, norm, ">~", floor, constant, claimed)
