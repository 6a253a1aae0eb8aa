"""What Theorems 3.2, 3.5 and D.1 share: one network, one paired linear model, three layer modes.

Source: hu2020, Section 3 and Appendix D; eqs 5, 9, 11 for the linear models.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th

PAIRED = "paired"
FOUR = 4.0  # the three numbers of Claim 3.1 are about 2 for Gaussian inputs


def linear_model(c: th.Cell, **changes: float) -> th.Word:
    """The paired linear model of a cell, eqs 5, 9, 11, for any two rates; `changes` make it a lie.

    Its kernel is eta_1 Theta_lin1 + eta_2 Theta_lin2, written eta Psi Psi^T with the larger rate.
    """
    phi = c.network.activation
    assert phi is not None, "a two-layer network has an activation"
    numbers = {
        "zeta": phi.zeta,
        "kappa": phi.kappa,
        "theta_0": phi.theta_0,
        "theta_1": phi.kappa,
        "theta_2": phi.theta_2,
        "first": c.eta_1 / c.eta,
        "second": c.eta_2 / c.eta,
        "eta": c.eta,
    }
    return th.Word("reference_models", "linear", numbers | changes)


def trained(c: th.Cell) -> str:
    """Which layers train, in words."""
    names = zip(c.network.layers, c.effective_rates(), strict=True)
    return "trains: " + (", ".join(name for name, rate in names if rate) or "none")


class EarlyTime(th.Theorem):
    """A two-layer network follows a linear model up to T = c d log(d) / eta."""

    reads_relative_rates: ClassVar[bool] = True

    alpha: Annotated[float, Quantity(above=0.0)] | None = None
    """alpha in n >~ d^(1+alpha); default: `regime.alpha`."""
    horizon: Annotated[float, Quantity(above=0.0)] | None = None
    """c in T = c d log(d) / eta, up to which the claim is judged; default: the whole run."""
    within: Annotated[float, Quantity(above=0.0)] | None = None
    """A mean squared gap that every seed must stay within: decides a single size."""

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
        for name, (_, word) in self._lies(c).items():
            yield th.Reference(name, word)

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The blocks TWO-LAYER and DATA, the scalings, and the computable face of eta << d."""
        yield self.layers(c)
        yield from _network(c)
        yield from _inputs(c)
        yield _labels(c)
        yield from self._scalings(c)
        yield from _concentration(self.constants)
        stiffness = th.Series(th.measurement("stiffness"), "once")
        yield th.Measured(
            "stability",
            "train.learning_rate",
            "eta lambda_max(K) / n <= 1, the computable face of a small step",
            stiffness,
            "<=",
            1.0,
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """Agreement on the training inputs and on fresh ones."""
        yield from self._agreement(c, PAIRED)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other linear models in the place of the right one; and none at all."""
        for name, (text, _) in self._lies(c).items():
            for outcome in self._agreement(c, name):
                yield th.Control(f"{name}/{outcome.id}", text, outcome.id, outcome)

    def _until(self, c: th.Cell) -> int | None:
        if self.horizon is None or c.dynamics.relative:
            return None
        return max(1, round(self.horizon * c.d * math.log(c.d) / c.eta))

    def _agreement(self, c: th.Cell, model: str) -> Iterator[th.Rate]:
        until = self._until(c)
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
                trivial=th.Series(th.measurement("output-power", **where), "max", until),
            )

    def _scalings(self, c: th.Cell) -> Iterator[th.Condition]:
        alpha = self.alpha if self.alpha is not None else c.alpha
        known = alpha is not None
        exponent = alpha if alpha is not None else 0.0
        yield th.Structural(
            "alpha",
            "regime.alpha",
            "0 < alpha < 1/4",
            0 < exponent < 0.25 if known else None,
            f"alpha = {exponent:g}" if known else "not given; write `regime: {alpha: ...}`",
        )
        k = self.width_exponent(c)
        yield self._scaling(
            "samples", "data.train", "n >~ d^(1+alpha)", c.n, ">~", c.d ** (1 + exponent), 1 / c.n
        )
        yield self._scaling(
            "width",
            "architecture.width",
            f"m >~ d^({k}+alpha)",
            c.m,
            ">~",
            c.d ** (k + exponent),
            2 / c.m,  # widths come in pairs
        )
        words, limit = self.step_limit(c)
        if c.dynamics.relative:
            yield from self._measured_scalings(c, words, limit)
            return
        yield self._scaling("step", "train.learning_rate", f"eta << {words}", c.eta, "<<", limit)
        rounding = 0.5 / c.steps
        reach = c.horizon
        if self.horizon is not None:
            reached = c.horizon * (1 + rounding) >= self.horizon
            found = f"T = {c.steps} steps are c = {c.horizon:.3g}"
            text = f"the run reaches c = {self.horizon:g}"
            yield th.Structural("time", "train", text, True if reached else None, found)
            reach = min(reach, self.horizon)
        text = "T = c d log(d) / eta, c = O(1)"
        yield self._scaling("horizon", "regime.horizon", text, reach, "<~", 1.0, rounding)

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

    def _scaling(
        self,
        name: str,
        field: str,
        text: str,
        lhs: float,
        relation: th.Relation,
        rhs: float,
        rounding: float = 0.0,
    ) -> th.Scaling:
        constant = self.constants.get(name, 1.0)
        claimed = name in self.constants
        return th.Scaling(
            name, field, text, lhs, relation, rhs, constant, claimed, rounding=rounding
        )

    def _lies(self, c: th.Cell) -> dict[str, tuple[str, th.Word]]:
        """Name -> (the lie in words, its model); only lies that change the model."""
        phi = c.network.activation
        assert phi is not None
        lies: dict[str, tuple[str, th.Word]] = {}
        if c.eta_1 and c.eta_2:
            lies["first-layer-only"] = (
                "the features of first-layer training",
                linear_model(c, first=1.0, second=0.0),
            )
        else:
            lies["both-layers"] = (
                "the features of training both layers",
                linear_model(c, first=1.0, second=1.0),
            )
        if phi.slope_square > phi.zeta**2 * (1 + 1e-9):
            lies["second-moment"] = (
                "E phi'(g)^2 in place of zeta^2",
                linear_model(c, zeta=math.sqrt(phi.slope_square)),
            )
        if c.eta_2 and phi.kappa:
            lies["naive"] = (
                "theta_1 = theta_2 = 0: no norm-dependent feature",
                linear_model(c, theta_1=0.0, theta_2=0.0),
            )
        lies["nothing-learned"] = (
            "the network stays at zero",
            th.Word("reference_models", "zero", {"eta": c.eta}),
        )
        return lies


def _network(c: th.Cell) -> Iterator[th.Condition]:
    network, phi = c.network, c.network.activation
    yield th.Structural(
        "architecture",
        "architecture",
        "two layers, f(x) = m^(-1/2) v . phi(W x / sqrt(d))",
        network.word.kind == "two-layer" and network.parametrisation == "ntk",
        f"{network.word.kind}, {network.parametrisation} parametrisation",
    )
    yield th.Structural(
        "activation",
        "architecture.activation",
        "phi' and phi'' bounded, or phi(z) = z for z >= 0 and a z below (Assumption 3.2)",
        phi is not None and (phi.smooth or phi.piecewise_linear),
        phi.kind if phi is not None else "none",
    )
    yield th.Structural(
        "initialisation",
        "architecture.init",
        "w ~ N(0, I), v = +-1, and f = 0 at step 0 (eq 3)",
        network.zero_output and network.follows_law,
        network.init,
    )
    yield th.Structural(
        "descent",
        "train.optimizer",
        "full-batch gradient descent with constant steps",
        c.dynamics.plain,
        c.dynamics.optimizer + ("" if c.dynamics.batch is None else f", batch {c.dynamics.batch}"),
    )


def _inputs(c: th.Cell) -> Iterator[th.Condition]:
    law = c.input_facts
    found = f"{law.kind}, entries {law.tail}"
    facts = (law.independent, law.centred, _subgaussian(law.tail))
    holds = False if False in facts else None if None in facts else True
    yield th.Structural(
        "inputs",
        "data.inputs",
        "x = Sigma^(1/2) xbar, entries of xbar independent, centred, subgaussian (Assumption 3.1)",
        holds,
        found,
    )
    if law.covariance_norm is not None:
        yield th.Scaling(
            "covariance",
            "data.inputs",
            "||Sigma|| = O(1)",
            law.covariance_norm,
            "<~",
            1.0,
            constant=FOUR,
        )
    else:
        for name, relation, bound in (("scale-floor", ">=", 0.9), ("scale-ceiling", "<=", 1.1)):
            yield th.Measured(
                name,
                "data.inputs",
                "mean |x|^2 = d, to 10 %",
                th.Series(th.measurement("mean-square-norm"), "once"),
                "<=" if relation == "<=" else ">=",
                bound,
            )


def _subgaussian(tail: str) -> bool | None:
    return None if tail == "unknown" else tail in ("bounded", "subgaussian")


def _labels(c: th.Cell) -> th.Condition:
    text = "|y_i| <= 1"
    if c.label_facts.bound is not None:
        return th.Structural(
            "labels",
            "data.labels",
            text,
            c.label_facts.bound <= 1 + 1e-12,
            f"{c.label_facts.kind}, |y| <= {c.label_facts.bound:g}",
        )
    largest = th.Series(th.measurement("label-bound"), "once")
    return th.Measured("labels", "data.labels", text, largest, "<=", 1.0)


def _concentration(constants: Mapping[str, float]) -> Iterator[th.Condition]:
    """The three numbers of Claim 3.1, on the training inputs."""
    for name, kind, text in (
        ("norms", "norm-deviation", "max_i | |x_i|^2 / d - 1 | <~ sqrt(log(n) / d)"),
        ("inner-products", "inner-product", "max_(i != j) |x_i . x_j| / d <~ sqrt(log(n) / d)"),
        ("gram", "gram-norm", "||X X^T|| <~ n"),
    ):
        yield th.Scaling(
            name,
            "data.inputs",
            text,
            th.Series(th.measurement(kind), "once"),
            "<~",
            1.0,
            constant=constants.get(name, FOUR),
            claimed=name in constants,
        )
