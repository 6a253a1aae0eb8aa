"""Assumption 3.2: the activation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._setting import activation


class Assumption32(th.Theorem):
    """The activation is smooth with bounded derivatives, or piecewise linear with one kink.

    Statement: either (i) |phi'| = O(1) and |phi''| = O(1) everywhere, or (ii) phi(z) = z for
        z >= 0 and a z for z < 0 with |a| = O(1), where phi'(0) = 1.
    Reading: a premise, decided from the spec. Relu, leaky relu, erf, tanh, sigmoid, softplus, gelu,
        silu and the identity satisfy it. Relu squared, polynomials of degree 3 and more, elu with
        alpha other than 1 and step functions do not.
    """

    identifier: ClassVar[str] = "hu2020/assumption-3.2"
    source: ClassVar[th.Source] = th.Source("hu2020", "Assumption 3.2")
    needs_training: ClassVar[bool] = False

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """A premise has none."""
        yield from ()

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """Whether phi is in one of the two classes."""
        premise = activation(c)
        yield th.Fact("class", premise.text, premise.holds, premise.found)


KIND = Assumption32
