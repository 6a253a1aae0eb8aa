"""Theorem C.2: closeness of two descents, as printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._certified import (
    known_ball,
    on_layer,
    same_descent,
    stiffness_at_most,
)
from earlyspec.theorems.hu2020._linear_models import PAIRED, linear_model


class TheoremC2(th.Theorem):
    """Gradient descent on two models with nearly one kernel stays close; constants unstated.

    Statement: on the loss (1/(2n)) ||F(theta) - y||^2 with ||y|| <= sqrt(n), u(0) = v(0) = 0,
        eta <= n / ||K|| and Assumption C.1 with R^2 epsilon < n, there is a universal c such that
        for all t <= c R^2 / eta
        ||u(t) - v(t)|| <~ eta t epsilon / sqrt(n),
        ||theta(t) - theta(0)|| <= R and ||omega(t) - omega(0)|| <= R.
    Reading: neither c nor the constant in <~ is stated, and epsilon and R are any that Assumption
        C.1 has: there is no run that could confirm or refute it as printed, and the verdict is
        `inconclusive` whatever happens. hu2020/theorem-c.2-explicit states its constants.
    """

    identifier: ClassVar[str] = "hu2020/theorem-c.2"
    source: ClassVar[th.Source] = th.Source("hu2020", "Theorem C.2")

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linear model."""
        yield th.Reference(PAIRED, linear_model(c))

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Same descent, small labels, a small step, and R^2 epsilon(R) <= n at R as reached."""
        yield from same_descent(c)
        yield from known_ball(c)
        yield th.Measured(
            "labels",
            "data.labels",
            "||y|| <= sqrt(n), by |y_i| <= 1",
            th.Series(th.measurement("label-bound"), "once"),
            "<=",
            1.0,
        )
        yield stiffness_at_most(1.0)
        yield th.Measured(
            "ball",
            "architecture.width",
            "R^2 epsilon(R) <= n, R = ||theta(t) - theta(0)||",
            th.Series(th.measurement("ball-error", **on_layer(c), per="n"), "max"),
            "<=",
            1.0,
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """What no run decides."""
        yield th.Fact(
            "closeness",
            "||u(t) - v(t)|| <~ eta t epsilon / sqrt(n) for all t <= c R^2 / eta",
            None,
            "no constant is stated; claim hu2020/theorem-c.2-explicit, which states them",
        )


KIND = TheoremC2
