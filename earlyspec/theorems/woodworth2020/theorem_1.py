"""Theorem 1: the implicit bias of a diagonal network of depth 2."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.woodworth2020._limits import FlowLimit


class Theorem1(FlowLimit):
    """Gradient flow on a depth-2 diagonal network ends at the interpolant of least Q_alpha.

    Statement: for every 0 < alpha < infinity, if gradient flow on beta = w+^2 - w-^2 from
        w+ = w- = alpha (1, ..., 1) reaches X beta = y, then its limit is
        argmin Q_alpha(beta) subject to X beta = y, where
        Q_alpha(beta) = alpha^2 sum_i q(beta_i / alpha^2) and
        q(z) = integral_0^z arcsinh(t / 2) dt = 2 - sqrt(4 + z^2) + z arcsinh(z / 2).
    Reading: restored from memory, then derived and checked. The raw weights are integrated, since
        in the theorem's own reduced variables nothing could go wrong; the interpolant is solved for
        without a flow, as a convex problem, and the two are compared. That Q'(beta) is in the row
        space of X, a duality gap, and what the flow conserves certify it once more without that
        solver. Gradient descent is no flow: it ends as far away as its step is long.
    """

    identifier: ClassVar[str] = "woodworth2020/theorem-1"
    source: ClassVar[th.Source] = th.Source("woodworth2020", "Theorem 1")
    architectures: ClassVar[tuple[str, ...]] = ()
    least: ClassVar[int] = 2
    most: ClassVar[int | None] = 2


KIND = Theorem1
