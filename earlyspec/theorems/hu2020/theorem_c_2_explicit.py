"""Theorem C.2 with its constants computed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._certified import Apriori, tenth


class TheoremC2Explicit(Apriori):
    """Gradient descent on two models with nearly one kernel stays close; every constant stated.

    Statement: let h = eta / n, K positive semidefinite, h ||K|| <= 1, u(0) = v(0) = 0, and
        ||J(theta) J(theta')^T - K|| <= epsilon on the ball of radius R about theta(0). For t >= 1
        put tau = h epsilon t, A^2 = h ||y||^2 (1 + (7 tau + tau^2) e^(2 tau)) and
        B^2 = h ||y||^2 (1 + tau) e^(2 tau). If sqrt(t - 1) A + B <= R, then for all s <= t
        ||u(s) - v(s)|| <= ||y|| ((1 + h epsilon)^s - 1),
        ||theta(s) - theta(0)|| <= R,  ||omega(s) - omega(0)|| <= sqrt(h s) ||y||.
    Reading: ours: the paper's Theorem C.2 with constants that can be computed, and the paper's form
        follows with c = 1/5. epsilon(R) = ||Theta(0) - K|| + 2 ||J(0)|| L R + L^2 R^2, and R is
        iterated until it is stationary, at each recorded step t anew. Where it does not settle
        there is no certificate: the condition `ball` fails then, no bound is confirmed by the
        steps that have one, and nothing is said about the theory. Expect one only for short runs
        of wide networks.
    """

    identifier: ClassVar[str] = "hu2020/theorem-c.2-explicit"
    source: ClassVar[th.Source] = th.Source("hu2020", "Theorem C.2")
    word: ClassVar[str] = "certificate-apriori"
    text: ClassVar[str] = "||u(t) - v(t)|| <= ||y|| ((1 + h epsilon)^t - 1)"

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """Closeness, and how far both models move."""
        yield from super().outcomes(c)
        yield self._linear_movement()

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """The bound as it is after one step, and a tenth of what either model may move."""
        yield from super().controls(c)
        yield tenth(self._linear_movement())

    def _linear_movement(self) -> th.Bound:
        return th.Bound(
            "linear-movement",
            "||omega(t) - omega(0)|| <= sqrt(h t) ||y||",
            th.Series(th.measurement("reference-norm"), "path"),
            th.Series(th.measurement("reference-reach"), "path"),
        )


KIND = TheoremC2Explicit
