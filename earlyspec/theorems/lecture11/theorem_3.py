"""Theorem 3: a network that is scaled up enough follows its own linearisation."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from earlyspec.theorems import _base as th

LINEARISED, NOTHING = "linearised", "nothing-learned"
MARGIN = 0.1
"""What an exponent may be off, and what one that is not negative must differ by."""
SCALES = {"ntk": 0.5, "standard": 0.5, "mean-field": 1.0}
"""s in gamma = N^(-s) of each parametrisation."""


class Theorem3(th.Theorem):
    """A wide network whose output is scaled up enough follows its own linearisation.

    Statement: f(x) = gamma sum_i a_i sigma(<w_i, x>) with N neurons and f = O(1) at the start,
        trained by gradient flow. If gamma >> 1/N, the paths of f and of its linearisation f_lin
        become arbitrarily close as N grows. (Corrected: a later remark of the lecture has the
        kernel regime at gamma ~ 1/N, which is where it ends.)
    Reading: gamma = N^(-s), s = 1/2 for `parametrisation: ntk` and 1 for `mean-field`. A sweep of
        the width decides, at exponents that a count of orders gives and that are ours: D, the
        maximum over time of ||f_t - f_lin,t|| / ||y|| on the training inputs, the change of the
        tangent kernel, and how far a row of weights moves, in the mean square, are at most
        N^(-(1-s)), to 0.1. It is a bound: of a smooth activation and random signs D and the change
        of the kernel fall like N^(-2(1-s)), since what is of first order averages out over the
        neurons. At s = 1, where the theorem promises nothing, what is judged is that they fall at
        all, as N^-0.1. Training has to last, and the linearisation to learn half the labels: what
        does not move is near everything.
    """

    identifier: ClassVar[str] = "lecture11/theorem-3"
    source: ClassVar[th.Source] = th.Source("lecture11", "Theorem 3")
    architectures: ClassVar[tuple[str, ...]] = ()

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linearisation, and a model that stays at 0."""
        yield th.Reference(LINEARISED, th.Word("reference_models", "linearised", {}))
        if c.eta:
            yield th.Reference(NOTHING, th.Word("reference_models", "zero", {"eta": c.eta}))

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The model, its scale, its start, and a training that lasts."""
        network = c.network
        yield th.Structural(
            "architecture",
            "architecture",
            "f(x) = gamma sum_i a_i sigma(<w_i, x>)",
            network.word.kind == "two-layer",
            network.word.kind,
        )
        # Not a scaling with a constant: gamma N is 1 at every width, or it grows with every width.
        s = _s(c)
        yield th.Structural(
            "scale",
            "architecture.parametrisation",
            "gamma >> 1/N: gamma N grows with N",
            s < 1,
            f"{network.parametrisation}, gamma N = " + ("1" if s == 1 else f"N^{1 - s:g}"),
        )
        yield th.Structural(
            "start",
            "architecture.init",
            "f = O(1) before training",
            network.zero_output or network.parametrisation != "mean-field",
            network.init,
        )
        flows = c.dynamics.kind == "gradient-flow"
        yield th.Structural(
            "dynamics",
            "train.optimizer",
            "gradient flow, or full-batch gradient descent with constant steps",
            flows or c.dynamics.plain,
            c.dynamics.optimizer,
        )
        if not flows:
            fastest = max(c.dynamics.rates, default=0.0) * c.loss_scale
            yield th.Measured(
                "stability",
                "train.learning_rate",
                "a step below the critical one: eta lambda_max(J J^T) / n < 2",
                th.Series(th.measurement("ntk-norm"), "once", scale=fastest),
                "<=",
                2.0,
            )
        yield th.Measured(
            "duration",
            "train.time" if flows else "train.steps",
            "training lasts: the linearisation has learned half of the labels' norm",
            th.Series(th.measurement("relative-error", model=LINEARISED, split="train"), "last"),
            "<=",
            0.25,
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The exponents of the gap, of the kernel's change and of the move of a row."""
        yield self._rate(c, "gap", "max_t ||f_t - f_lin,t|| / ||y||", _gap(LINEARISED))
        yield self._rate(c, "kernel", "the change of the tangent kernel", _drift(c))
        yield self._rate(c, "move", "the mean square move of a row of weights", _move(c))

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Faster exponents, and a model that learns nothing in the linearisation's place."""
        for truth in self.outcomes(c):
            assert isinstance(truth, th.Rate)
            text = "an exponent of -1.5, beyond what any activation shows"
            lie = replace(truth, exponent=-1.5, text=text)
            yield th.Control(f"exponent/{truth.id}", text, truth.id, lie)
            if truth.id == "gap" and c.eta:
                text = "a model that stays at 0 in the place of the linearisation"
                lie = replace(truth, series=_gap(NOTHING), text=text)
                yield th.Control(f"nothing/{truth.id}", text, truth.id, lie)

    def _rate(self, c: th.Cell, name: str, what: str, series: th.Series) -> th.Rate:
        exponent = -(1 - _s(c))
        target = exponent + MARGIN if exponent < 0 else -MARGIN
        text = f"{what} <~ N^({exponent:g}), to {MARGIN:g}"
        if exponent == 0:
            text = f"{what} falls, at least as N^(-{MARGIN:g})"
        return th.Rate(name, text, series, over="m", exponent=target)


def _s(c: th.Cell) -> float:
    return SCALES.get(c.network.parametrisation, 0.5)


def _gap(model: str) -> th.Series:
    given = {} if model == LINEARISED else {"model": model}
    return th.Series(th.measurement("lazy-gap", **given), "max")


def _drift(c: th.Cell) -> th.Series:
    layers = "both" if c.eta_1 and c.eta_2 else "second" if c.eta_2 else "first"
    given = {} if layers == "both" else {"layers": layers}
    return th.Series(th.measurement("kernel-drift", **given), "last")


def _move(c: th.Cell) -> th.Series:
    given = {} if c.eta_1 else {"layer": "second"}
    scale = 1 / math.sqrt(c.m) if c.m else 1.0
    return th.Series(th.measurement("weight-movement", **given), "last", scale=scale)


KIND = Theorem3
