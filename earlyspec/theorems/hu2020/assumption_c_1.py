"""Assumption C.1: a kernel that hardly moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._certified import known_ball, on_layer, one_layer, precise
from earlyspec.theorems.hu2020._linear_models import PAIRED, linear_model


class AssumptionC1(th.Theorem):
    """Within a ball about the start, all products of two Jacobians stay near one kernel.

    Statement: there are R and epsilon > 0 such that ||J(theta) J(theta')^T - K|| <= epsilon for all
        theta and theta' with ||theta - theta(0)|| <= R and ||theta' - theta(0)|| <= R.
    Reading: two different points, so that it is not a statement about tangent kernels alone. It is
        an assumption of Theorem C.2; for one trained layer it holds with
        epsilon(R) = ||Theta(0) - K|| + 2 ||J(0)|| L R + L^2 R^2, L the Lipschitz constant of J from
        Lemma D.5. Tested at the radius that the run has reached, for the pair of the weights now
        and those at the start: `for all` cannot be seen from a sample, which can only refute it.
    """

    identifier: ClassVar[str] = "hu2020/assumption-c.1"
    source: ClassVar[th.Source] = th.Source("hu2020", "Assumption C.1")

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linear model, whose kernel is K."""
        yield th.Reference(PAIRED, linear_model(c))

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """What it takes to know epsilon(R)."""
        yield from known_ball(c)
        yield precise(c)

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The pair of now and the start."""
        yield self._pair(c, 1.0)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Half of epsilon, which is exact at the start."""
        text = "epsilon(R) / 2 in place of epsilon(R)"
        yield th.Control("half/pair", text, "pair", self._pair(c, 0.5))

    def _pair(self, c: th.Cell, scale: float) -> th.Bound:
        layers = one_layer(c)
        given = {} if layers is None else {"layers": layers}
        return th.Bound(
            "pair",
            "||J(theta(t)) J(theta(0))^T - K|| <= epsilon(R), R = ||theta(t) - theta(0)||",
            th.Series(th.measurement("kernel-distance", **given), "path"),
            th.Series(th.measurement("ball-error", **on_layer(c)), "path", scale=scale),
        )


KIND = AssumptionC1
