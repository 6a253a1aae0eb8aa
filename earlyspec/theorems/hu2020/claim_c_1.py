"""Claim C.1: the path of a linear model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._certified import precise, stiffness_at_most
from earlyspec.theorems.hu2020._linear_models import PAIRED, linear_model

_EXACT = 1e-9  # rounding is about 1e-15, and grows with the steps


class ClaimC1(th.Theorem):
    """The residual of a linear model is a power of its kernel's step, and never grows.

    Statement: gradient descent from v(0) on (1/(2n)) ||Phi omega - y||^2 with K = Phi Phi^T has
        v(t) - y = (I - (eta/n) K)^t (v(0) - y),
        hence ||v(t) - y|| <= ||v(0) - y|| if eta <= 2n / ||K||.
    Reading: for the linear model paired with the network, v(0) = 0. In the paper's own uses the
        step is at most n / ||K||.
    """

    identifier: ClassVar[str] = "hu2020/claim-c.1"
    source: ClassVar[th.Source] = th.Source("hu2020", "Claim C.1")

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linear model."""
        yield th.Reference(PAIRED, linear_model(c))

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """A step that is not too long; and float64, in which the identity shows."""
        yield precise(c)
        yield stiffness_at_most(2.0)

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The identity, and the residual that does not grow."""
        yield self._path(1.0)
        yield th.Bound(
            "monotone",
            "||v(t) - y|| <= ||v(0) - y||",
            th.Series(th.measurement("residual-ratio"), "max"),
            1.0,
        )

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """A path of half the step."""
        text = "h = eta / (2n) in place of eta / n"
        yield th.Control("half-step/path", text, "path", self._path(0.5))

    def _path(self, step: float) -> th.Limit:
        given = {} if step == 1.0 else {"step": step}
        return th.Limit(
            "path",
            "v(t) - y = (I - (eta/n) K)^t (v(0) - y)",
            th.Series(th.measurement("linear-path", **given), "max"),
            0.0,
            _EXACT,
        )


KIND = ClaimC1
