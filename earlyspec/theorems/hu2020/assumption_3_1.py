"""Assumption 3.1: the law of the inputs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._setting import FOUR, has_form


class Assumption31(th.Theorem):
    """Inputs are a linear image of independent, centred, subgaussian entries.

    Statement: x_1, ..., x_n are independent draws of x = Sigma^(1/2) xbar, where xbar has
        independent O(1)-subgaussian entries of mean 0 and variance 1, Tr Sigma = d and
        ||Sigma|| = O(1). A Gaussian N(0, Sigma) is a special case.
    Reading: a premise; its form and ||Sigma|| are facts of the law, decided from the spec, the norm
        with the constant 4, because O(1) names none. Two proxies are measured on the training
        inputs: mean |x|^2 / d = 1, to 10 %, and n |mean vector|^2 / Tr Sigma_hat = 1, to
        five standard errors. Inputs from a file leave the form open: passing the proxies does not
        prove that the entries of xbar are independent, nor that they are subgaussian.
    """

    identifier: ClassVar[str] = "hu2020/assumption-3.1"
    source: ClassVar[th.Source] = th.Source("hu2020", "Assumption 3.1")
    needs_training: ClassVar[bool] = False

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """A premise has none."""
        yield from ()

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """What the law is known to be, and what its sample shows."""
        law = c.input_facts
        yield th.Fact(
            "form",
            "x = Sigma^(1/2) xbar, entries of xbar independent, centred, subgaussian",
            has_form(law.independent, law.centred, law.tail),
            f"{law.kind}, entries {law.tail}",
        )
        norm = law.covariance_norm
        yield th.Fact(
            "covariance",
            f"||Sigma|| <= {FOUR:g}, for ||Sigma|| = O(1)",
            None if norm is None else norm <= FOUR,
            "not known of a file" if norm is None else f"||Sigma|| <= {norm:.4g}",
        )
        yield self._trace(1.0)
        yield self._mean(c, 1.0)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Inputs of another scale, and inputs about another point."""
        yield th.Control("scale/trace", "Tr Sigma = 5 d / 4", "trace", self._trace(1.25))
        shifted = 1.0 + c.n / 4
        text = "the mean is of norm sqrt(d) / 2"
        yield th.Control("shift/mean", text, "mean", self._mean(c, shifted))

    def _trace(self, target: float) -> th.Limit:
        series = th.Series(th.measurement("mean-square-norm"), "once")
        return th.Limit("trace", "mean |x|^2 / d = Tr Sigma / d = 1", series, target, 0.1)

    def _mean(self, c: th.Cell, target: float) -> th.Limit:
        norm = c.input_facts.covariance_norm
        # n |mean|^2 is a weighted sum of d squares of mean Tr Sigma and variance 2 Tr Sigma^2.
        error = math.sqrt(2 * (FOUR if norm is None else norm) / c.d)
        series = th.Series(th.measurement("mean-vector"), "once")
        text = "n |mean vector|^2 / Tr Sigma_hat = 1, as for inputs of mean 0"
        return th.Limit("mean", text, series, target, 5 * error)


KIND = Assumption31
