"""Theorem 4: a single neuron, which a neuron learns and a kernel does not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from earlyspec import registry
from earlyspec.fields import ListOf, Quantity
from earlyspec.mathematics.harmonics import dimension
from earlyspec.theorems import _base as th
from earlyspec.theorems._hypotheses import descent

RECOVERED = 1e-6
"""||w - w*|| below which w* was found."""
RATE = (0.9, 1.4)
"""The mean measured rate over the predicted one."""
EDGE = (0.95, 1.35)
"""The measured rate over that of the slowest direction of the data."""
FLOOR = 0.85
"""The share of what lies beyond a kernel's degree that it leaves at least."""
EARLY = 5
"""Samples a harmonic of the next degree that a kernel needs to have begun with it."""


class Theorem4(th.Theorem):
    """A neuron learns a neuron from a few samples a dimension, while every kernel fails.

    Statement: y = relu(<w*, x>) with x ~ N(0, I_d) and n = O(d) samples. Gradient descent on
        relu(<w, x>) from a random w converges to w*, exponentially fast; a kernel method, and with
        it a network in the lazy regime, needs d^poly(1/eps) samples for a test error of eps.
    Reading: `recovery`: ||w - w*|| < 1e-6 at the end with probability 0.8 at least, over seeds; for
        n >= 5 d (2 d do not suffice, 3 d do slowly). `rate`: near w* about n/2 samples are active,
        so that the loss falls by exp(-rho) a step, rho = -2 ln(1 - eta (1 - sqrt(2d/n))^2) with eta
        the step on (1/n) sum r^2 (the Marchenko-Pastur edge); the mean over seeds, while ||w - w*||
        is between 1e-9 and 1e-2, is 0.9 to 1.4 times rho. `edge`: in every seed it is 0.95 to 1.35
        times the rate of the slowest direction of the very data, since faster ones are still
        dying out. Both are ours. `exponential`: log-loss is a line there, R^2 > 0.99. `kernel`: on
        the same data, ridge regression with the tangent kernel of an infinitely wide relu network
        leaves 0.85 ||P_{>l} relu||^2 of the test error at least, at every ridge, as Theorem 1 has
        it: l = 1 up to n = N(d, 2) / 5, and l = 2 up to n = N(d, 3) / 5. It is judged as the share
        of the labels' power that is explained. `contrast`: on fresh inputs the neuron ends below a
        millionth of the kernel's error.
    """

    identifier: ClassVar[str] = "lecture11/theorem-4"
    source: ClassVar[th.Source] = th.Source("lecture11", "Theorem 4")
    architectures: ClassVar[tuple[str, ...]] = ()

    ridges: Annotated[tuple[float, ...], ListOf(Quantity(above=0.0))] = (1e-4, 1e-2, 1e-1, 1.0)
    """Ridges of the kernel method, not divided by n; none must explain more than the floor."""

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """Ridge regression with the tangent kernel of relu, one model a ridge."""
        kernel = registry.load("kernels", "infinite-width")
        relu = kernel.model_validate({"activation": "relu"}).model_dump()
        for ridge in self.ridges:
            given = {"kernel": relu, "ridge": ridge}
            yield th.Reference(_name(ridge), th.Word("reference_models", "kernel-ridge", given))

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Gaussian inputs, a neuron that learns from a noiseless neuron, and enough samples."""
        law = c.input_facts
        yield th.Structural(
            "inputs",
            "data.inputs",
            "x ~ N(0, I)",
            law.kind == "gaussian" and law.covariance_floor == law.covariance_norm == 1.0,
            f"{law.kind}, Sigma between {law.covariance_floor} and {law.covariance_norm}",
        )
        yield th.Structural(
            "labels",
            "data.labels",
            "y = relu(<w*, x>), nothing added",
            _relu(c.labels) and not c.labels.parameters.get("then"),
            c.labels.kind + (", and steps after it" if c.labels.parameters.get("then") else ""),
        )
        yield th.Structural(
            "architecture",
            "architecture",
            "one relu neuron with output weight 1, w(0) random and not 0",
            _relu(c.network.word),
            c.network.word.kind,
        )
        yield descent(c)
        yield th.Scaling(
            "samples",
            "data.train",
            "n >~ d",
            float(c.n),
            ">~",
            float(c.d),
            constant=self.constants.get("samples", 5.0),
            claimed="samples" in self.constants,
        )
        yield th.Structural(
            "step",
            "train.learning_rate",
            "eta (1 + sqrt(2d/n))^2 < 2, eta the step on (1/n) sum r^2: descent is stable at w*",
            0 < _step(c) * (1 + _aspect(c)) ** 2 < 2,
            f"eta = {_step(c):.3g}, the product {_step(c) * (1 + _aspect(c)) ** 2:.3g}",
        )
        degree = _degree(c)
        yield th.Structural(
            "few",
            "data.train",
            "n <= N(d, 3) / 5: a kernel has not begun with degree 3",
            degree is not None,
            f"n = {c.n}, N(d, 2) = {dimension(c.d, 2)}, N(d, 3) = {dimension(c.d, 3)}",
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """That w* is found, how fast, and what the kernel misses."""
        if c.network.word.kind != "single-neuron":
            yield th.Fact("recovery", "w* is found", None, "not a single neuron")
            return
        yield _recovery()
        if c.n > 2 * c.d:
            yield _rate(_rho(c))
            yield _edge()
            yield _straight()
        degree = _degree(c)
        if degree is not None:
            for ridge in self.ridges:
                yield _kernel(c, ridge, degree)
        if self.ridges:
            yield _contrast(self.ridges[len(self.ridges) // 2])

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """All rows active, no fluctuation of the Gram matrix, found at once, a lower floor."""
        if c.network.word.kind != "single-neuron":
            return
        text = "||w - w*|| < 1e-6 within a twentieth of the steps"
        early = replace(_recovery(), text=text, series=_away(int(c.steps) // 20))
        yield th.Control("at-once/recovery", text, "recovery", early)
        if c.n > 2 * c.d:
            lies = (
                ("population", "the rate of infinitely many samples, -2 ln(1 - eta)",
                 -2 * math.log(max(abs(1 - _step(c)), 1e-300))),
                ("all-active", "rho with sqrt(d/n): all n samples active",
                 _rho(c, math.sqrt(c.d / c.n))),
            )  # fmt: skip
            for name, text, rho in lies:
                if max(rho / _rho(c), _rho(c) / rho) > RATE[1] / RATE[0]:
                    yield th.Control(f"{name}/rate", text, "rate", replace(_rate(rho), text=text))
            text = "the rate of a step half as long, the loss's factor 1/2 mistaken"
            truth_of = _edge()
            twice = replace(truth_of.series, scale=2.0)
            yield th.Control("half-step/edge", text, "edge", replace(truth_of, series=twice))
        degree = _degree(c)
        if degree is not None:
            for ridge in self.ridges:
                truth = _kernel(c, ridge, degree)
                text = f"the kernel has learned degree {degree - 1} and no more"
                limit = 1 - FLOOR * _beyond(c, degree - 1)
                lie = replace(truth, text=text, limit=limit)
                yield th.Control(f"degree-before/{truth.id}", text, truth.id, lie)


def _relu(word: th.Word) -> bool:
    return word.kind == "single-neuron" and word.parameters["activation"]["kind"] == "relu"


def _step(c: th.Cell) -> float:
    """eta on the loss (1/n) sum r^2."""
    return max(c.dynamics.rates, default=0.0) * c.loss_scale / 2


def _aspect(c: th.Cell) -> float:
    """sqrt(2d/n): of the Gram matrix of the active half of the samples."""
    return math.sqrt(2 * c.d / c.n)


def _rho(c: th.Cell, aspect: float | None = None) -> float:
    """What log-loss loses a step in the slowest direction."""
    edge = (1 - (_aspect(c) if aspect is None else aspect)) ** 2
    return -2 * math.log(max(abs(1 - _step(c) * edge), 1e-300))


def _degree(c: th.Cell) -> int | None:
    """l, the degree that a kernel has reached; None where it is beyond 2."""
    for degree in (1, 2):
        if EARLY * c.n <= dimension(c.d, degree + 1):
            return degree
    return None


def _beyond(c: th.Cell, degree: int) -> float:
    """||P_{>l} relu||^2 / ||relu||^2 on the sphere of radius sqrt(d)."""
    powers = registry.load("labels", "single-neuron")().degree_powers(c.d)
    return math.fsum(powers[degree + 1 :]) / math.fsum(powers)


def _name(ridge: float) -> str:
    return f"kernel-ridge-{ridge:g}"


def _away(until: int | None = None) -> th.Series:
    return th.Series(th.measurement("neuron-distance"), "last", until=until)


def _recovery() -> th.Frequency:
    text = "||w - w*|| < 1e-6 at the end, with probability 0.8 at least"
    return th.Frequency("recovery", text, _away(), RECOVERED, 0.8)


def _rate(rho: float) -> th.Limit:
    low, high = RATE
    return th.Limit(
        "rate",
        "log-loss falls by rho = -2 ln(1 - eta (1 - sqrt(2d/n))^2) a step, to a factor 0.9 to 1.4",
        th.Series(th.measurement("neuron-rate"), "last"),
        (low + high) / 2 * rho,
        (high - low) / 2 * rho,
        mean=True,
    )


def _edge() -> th.Limit:
    low, high = EDGE
    return th.Limit(
        "edge",
        "log-loss falls as fast as in the slowest direction of the data, to a factor 0.95 to 1.35",
        th.Series(th.measurement("neuron-rate", gives="over-edge"), "last"),
        (low + high) / 2,
        (high - low) / 2,
    )


def _straight() -> th.Bound:
    return th.Bound(
        "exponential",
        "log-loss against steps is a line: 1 - R^2 <= 0.01",
        th.Series(th.measurement("neuron-rate", gives="misfit"), "last"),
        0.01,
    )


def _contrast(ridge: float) -> th.Contrast:
    kernel = th.measurement("reference-loss", model=_name(ridge), split="test")
    return th.Contrast(
        "contrast",
        f"the neuron's test error ends below a millionth of the kernel's at ridge {ridge:g}",
        smaller=th.Series(th.measurement("loss", split="test"), "last"),
        larger=th.Series(kernel, "last"),
        factor=1e6,
    )


def _kernel(c: th.Cell, ridge: float, degree: int) -> th.Bound:
    return th.Bound(
        f"kernel-{ridge:g}",
        f"at ridge {ridge:g} the kernel leaves 0.85 ||P_{{>{degree}}} relu||^2 or more",
        th.Series(th.measurement("explained", model=_name(ridge)), "last"),
        1 - FLOOR * _beyond(c, degree),
    )


KIND = Theorem4
