"""Corollary 3.3: by T the network is close to the best linear model."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._linear_models import (
    OPTIMUM,
    PAIRED,
    Lies,
    half_step,
    optimum,
)
from earlyspec.theorems.hu2020.theorem_3_2 import Theorem32

NOTHING = "nothing-learned"
NO_BIAS = "optimum-no-bias"
NU_FLOOR = 0.1  # kappa of relu is 0.40, of softplus 0.21: an activation with less is called tiny


class Corollary33(Theorem32):
    """On well-conditioned inputs the network reaches the optimal linear model by the time T.

    Statement: under the conditions of Theorem 3.2, if lambda_min(Sigma) = Omega(1), then with high
        probability at T = c d log(d) / eta_1
        (40)  (1/n) sum_i (f_T(x_i) - f_lin(x_i; beta*))^2 <= d^(-Omega(alpha)),
        (41)  E min{(f_T(x) - f_lin(x; beta*))^2, 1} <= d^(-Omega(alpha)) + O(sqrt(log(T) / n)),
        where beta* is the limit of the linear model's gradient descent.
    Reading: (40) and (41) are rates in d of the gap at the last step, on the training inputs and on
        fresh ones; so are its two parts, from the network to the linear model after as many steps,
        and from there to the optimum. Every direction must be learned by T: d times the least
        non-zero eigenvalue of Psi^T Psi / n must not fall with d (`floor`), and what T leaves of
        the slowest direction, d^(-2 c d lambda_min), must be d^(-alpha) at most (`floor-at-T`); the
        bias needs nu = 0 or nu = Omega(1). c matters: c = 1 leaves the second part large, c = 3
        does not. By T linear models whose features are scaled otherwise have reached the same
        optimum: another zeta cannot be told here, and is Theorem 3.2's to tell. What can be told is
        a time without the logarithm, half the step, a feature left out, and nothing learned.
        Restored with medium confidence: whether (41) prints its last term is not certain.
    """

    identifier: ClassVar[str] = "hu2020/corollary-3.3"
    source: ClassVar[th.Source] = th.Source("hu2020", "Corollary 3.3")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    def lies(self, c: th.Cell) -> Lies:
        """Those that are another model at T, where all that learn the same features have met."""
        known = super().lies(c)
        apart = {name: known[name] for name in ("no-bias", NOTHING) if name in known}
        return {"half-step": ("the linear model takes half the step", half_step(c)), **apart}

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linear model, its optimum, and those of the lies."""
        yield from super().references(c)
        yield optimum(c)
        if "no-bias" in self.lies(c):
            yield optimum(c, NO_BIAS, kappa=0.0)

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Those of Theorem 3.2, and that no direction is slow."""
        yield from super().conditions(c)
        floor = th.Series(th.measurement("reference-floor"), "once")
        yield setting.scaling(
            self.constants,
            "floor",
            "data.inputs",
            "d times the least non-zero eigenvalue of Psi^T Psi / n >~ 1",
            floor,
            ">~",
            1.0,
            default=0.05,
        )
        yield from self._floor_at_the_end(c, floor)
        phi = c.network.activation
        kappa = phi.kappa if phi is not None else 0.0
        yield th.Structural(
            "bias",
            "architecture.activation",
            "nu = 0 or nu = Omega(1); nu >= |kappa|",
            kappa == 0 or abs(kappa) >= NU_FLOOR,
            f"kappa = {kappa:.4g}",
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The gap to the optimum on both splits, and its two parts on fresh inputs."""
        yield self._gap(c, "train", "prediction-gap", OPTIMUM)
        yield self._gap(c, "test", "clipped-gap", OPTIMUM)
        yield self._gap(c, "to-linear", "prediction-gap", PAIRED)
        yield self._gap(c, "linear-to-optimum", "reference-gap", OPTIMUM)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Nothing learned, an earlier end, half the step, and a feature left out."""
        lies = self.lies(c)
        for name, kind, model in (
            ("train", "prediction-gap", OPTIMUM),
            ("test", "clipped-gap", OPTIMUM),
            ("linear-to-optimum", "reference-gap", OPTIMUM),
        ):
            early = self._without_logarithm(c)
            if early is not None:
                text = "by T = c d / eta, without log(d)"
                yield self._lie("no-log", text, self._gap(c, name, kind, model, until=early))
        for name, kind in (("train", "prediction-gap"), ("test", "clipped-gap")):
            yield self._lie(NOTHING, lies[NOTHING][0], self._gap(c, name, kind, NOTHING))
            if "no-bias" in lies:
                yield self._lie("no-bias", lies["no-bias"][0], self._gap(c, name, kind, NO_BIAS))
        for each, (text, _) in lies.items():
            yield self._lie(each, text, self._gap(c, "to-linear", "prediction-gap", each))
        text = "the linear model stays at zero"
        lie = self._gap(c, "linear-to-optimum", "reference-gap", OPTIMUM, of=NOTHING)
        yield self._lie(NOTHING, text, lie)

    def _floor_at_the_end(self, c: th.Cell, floor: th.Series) -> Iterator[th.Measured]:
        """(1 - eta lambda_min)^(2T) <= d^(-alpha), by T = c d log(d) / eta and 1 - x <= e^(-x)."""
        alpha, reach = self.exponent(c), self._reach(c)
        if alpha is None or reach is None:
            return
        yield th.Measured(
            "floor-at-T",
            "data.inputs",
            "2 c d lambda_min >= alpha: T leaves d^(-alpha) of the slowest direction at most",
            floor,
            ">=",
            alpha / (2 * reach),
        )

    def _reach(self, c: th.Cell) -> float | None:
        """c, as far as the claim is judged; None where it takes the run to know."""
        if c.dynamics.relative:
            return None
        return c.horizon if self.horizon is None else min(self.horizon, c.horizon)

    def _without_logarithm(self, c: th.Cell) -> float | None:
        """The step c d / eta; None where it is no earlier, or not known."""
        reach = self._reach(c)
        if reach is None or c.d < 3:
            return None
        return c.until(reach / math.log(c.d))

    def _lie(self, name: str, text: str, outcome: th.Rate) -> th.Control:
        return th.Control(f"{name}/{outcome.id}", text, outcome.id, outcome)

    def _gap(
        self,
        c: th.Cell,
        name: str,
        kind: str,
        model: str,
        of: str = PAIRED,
        until: float | None = None,
    ) -> th.Rate:
        given: dict[str, Any] = {} if model == PAIRED else {"model": model}
        if kind == "reference-gap":
            given = {} if of == PAIRED else {"model": of}  # against the optimum
        split = "train" if name == "train" else "test"
        where = {} if split == "train" else {"split": split}
        text = {
            "train": "(1/n) sum_i (f_T(x_i) - f_lin(x_i; beta*))^2 <= d^(-Omega(alpha))",
            "test": "E min{(f_T(x) - f_lin(x; beta*))^2, 1} <= d^(-Omega(alpha))",
            "to-linear": "E (f_T(x) - f_lin_T(x))^2 <= d^(-Omega(alpha))",
            "linear-to-optimum": "E (f_lin_T(x) - f_lin(x; beta*))^2 <= d^(-Omega(alpha))",
        }[name]
        until = self.until(c) if until is None else until
        network = kind != "reference-gap"
        power = th.Series(th.measurement("output-power", **where), "last", until)
        return th.Rate(
            name,
            text,
            th.Series(th.measurement(kind, **given, **where), "last", until),
            within=self.within,
            probability=self.probability,
            trivial=power if network else None,
        )


KIND = Corollary33
