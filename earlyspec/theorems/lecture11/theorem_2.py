"""Theorem 2: the kernel of a network of finite width is close to its mean."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems._hypotheses import on_the_sphere

ROWS = 500
"""Inputs whose kernels the measurement compares, at most."""
SLOPE = -0.4
"""An exponent that stands for -1/2 from above, with 0.1 for logarithms and corrections."""
SPREAD = 1 / 6
"""A quantity within this share of a constant varies by a factor 1.4 in all."""


class Theorem2(th.Theorem):
    """A tangent kernel concentrates as soon as there are more parameters than examples.

    Statement: inputs uniform on the sphere of radius sqrt(d), N neurons, K_N the kernel of the
        first layer at initialisation and K its mean. With high probability
        ||K^(-1/2) K_N K^(-1/2) - I|| <= O~( sqrt((n + d) / (N d)) ).
    Reading: not ||K_N - K|| but the relative error of every quadratic form: below 1 no direction
        that K sees is lost. A sweep of the width decides that its exponent in N is at most -0.4.
        With `constant`, which the statement does not give and is of order 1 (about 2 for relu), the
        norm over sqrt((n + d) / (N d)) has that mean in every cell of a sweep, to 17 %, a factor
        1.4 from end to end: N, n and d enter by this ratio alone, and the exponent is -1/2 from
        below too. That part is ours. K_N carries the squares of the output weights, as a kernel of
        features does, which the lecture's display leaves out; for weights of +-1 it is the same. Up
        to 500 inputs count.
    """

    identifier: ClassVar[str] = "lecture11/theorem-2"
    source: ClassVar[th.Source] = th.Source("lecture11", "Theorem 2")
    architectures: ClassVar[tuple[str, ...]] = ()
    reads_relative_rates: ClassVar[bool] = True
    needs_training: ClassVar[bool] = False

    constant: Annotated[float, Quantity(above=0.0)] | None = None
    """C in ||K^(-1/2) K_N K^(-1/2) - I|| = C sqrt((n + d) / (N d)), judged to 17 %."""

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network before training, inputs on the sphere, and N d > n."""
        network, phi = c.network, c.network.activation
        yield th.Structural(
            "architecture",
            "architecture",
            "two layers, and a kernel of infinite width that is known in closed form",
            _is_known(c),
            f"{network.word.kind}, {phi.kind if phi is not None else 'no activation'}",
        )
        yield th.Structural(
            "initialisation",
            "architecture.init",
            "all neurons independent, w ~ N(0, I), output weights of variance 1",
            network.init in ("gaussian", "subtract"),
            network.init,
        )
        yield on_the_sphere(c)
        n = _rows(c)
        yield th.Structural(
            "parameters",
            "architecture.width",
            "N d > n: otherwise K_N is singular, and the norm is 1 or more",
            c.m * c.d > n,
            f"N d = {c.m * c.d}, n = {n}",
        )
        if not _is_known(c):
            return
        yield th.Measured(
            "kernel",
            "data.inputs",
            "K is not singular: lambda_min(K) > 1e-10 of its mean eigenvalue",
            th.Series(th.measurement("kernel-concentration", gives="condition"), "once"),
            ">",
            1e-10,
        )
        yield th.Measured(
            "telling",
            "architecture.width",
            "the norm is below 1, beyond which K_N = 0 would do as well",
            th.Series(_norm(), "once"),
            "<=",
            1.0,
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The exponent of N; the constant, if the claim names it."""
        if not _is_known(c):
            yield th.Fact("rate", self._rate().text, None, "no kernel of infinite width is known")
            return
        yield self._rate()
        if self.constant is not None:
            yield self._constant(c, self.constant)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """The mean kernel of the other layer, an exponent of -1, and parameters miscounted."""
        if not _is_known(c):
            return
        truth = self._rate()
        wrong = th.Series(_norm(limit="other"), "once")
        text = "the infinite-width kernel of the second layer in the place of the first's"
        yield th.Control("other-layer/rate", text, "rate", replace(truth, series=wrong, text=text))
        text = "|| K^(-1/2) K_N K^(-1/2) - I || <~ 1/N, to 0.1"
        lie = replace(truth, exponent=-0.9, text=text)
        yield th.Control("exponent/rate", text, "rate", lie)
        if self.constant is None:
            return
        n, d = _rows(c), c.d
        told: tuple[tuple[str, str, float], ...] = (
            ("without-d", "C sqrt(n / (N d)): the rank of the inputs does not count", n / d),
            ("neurons", "C sqrt((n + d) / N): neurons count, not parameters", n + d),
        )
        for name, text, size in told:
            apart = math.sqrt((n + d) / d / size)
            if max(apart, 1 / apart) > (1 + SPREAD) / (1 - SPREAD):
                lie_of = replace(self._constant(c, self.constant, size), text=text)
                yield th.Control(f"{name}/constant", text, "constant", lie_of)

    def _rate(self) -> th.Rate:
        return th.Rate(
            "rate",
            "|| K^(-1/2) K_N K^(-1/2) - I || <~ N^(-1/2), to 0.1",
            th.Series(_norm(), "once"),
            over="m",
            exponent=SLOPE,
        )

    def _constant(self, c: th.Cell, constant: float, size: float | None = None) -> th.Limit:
        """The norm times sqrt(N / size), with size = (n + d) / d."""
        size = (_rows(c) + c.d) / c.d if size is None else size
        return th.Limit(
            "constant",
            f"|| K^(-1/2) K_N K^(-1/2) - I || is {constant:g} sqrt((n + d) / (N d)), to 17 %",
            th.Series(_norm(), "once", scale=math.sqrt(c.m / size)),
            constant,
            SPREAD * constant,
            mean=True,
        )


def _is_known(c: th.Cell) -> bool:
    """Whether the kernel of infinite width has a closed form."""
    phi = c.network.activation
    return c.network.word.kind == "two-layer" and phi is not None and phi.has_dual


def _rows(c: th.Cell) -> int:
    return min(c.n, ROWS)


def _norm(**given: str) -> th.Word:
    return th.measurement("kernel-concentration", **given)


KIND = Theorem2
