"""Theorem 1: wide networks are trained at a linear rate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems import _hypotheses as hypotheses
from earlyspec.theorems.lecture12 import _setting as setting


class Theorem1(th.Theorem):
    """Gradient flow on a wide enough two-layer network fits any labels, exponentially fast.

    Statement: if lambda_0 = lambda_min(H_inf) > 0 and m = Omega(n^6 / (lambda_0^4 delta^3)), then
        with probability at least 1 - delta over the initial weights, for all t >= 0,
        ||u(t) - y||^2 <= exp(-lambda_0 t) ||u(0) - y||^2.
    Reading: the width that the proof needs is written out with all its constants, which are ours,
        and compared with m; it is astronomic (5e14 for n = 8, delta = 0.1), so that the usual
        verdict is `observed-not-implied`. It is within reach for two orthonormal inputs and a
        network that starts at 0. A seed is a success if the root of the inequality holds at every
        recorded time, to 1e-6 of ||u(0) - y||; the share of successes, given for each width of
        a sweep, is what shows that width matters. The lecture prints lambda for lambda_0. Its lies:
        four times the rate, and the largest eigenvalue of H_inf in the place of lambda_0.
    """

    identifier: ClassVar[str] = "lecture12/theorem-1"
    source: ClassVar[th.Source] = th.Source("lecture12", "Theorem 1")
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)

    delta: setting.Probability = 0.1
    """The probability with which the theorem may fail."""

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network, the flow, the data, and the width of the proof."""
        yield from setting.network(c)
        yield setting.initialisation(c)
        yield from setting.flow(c)
        yield hypotheses.bounded_labels(c)
        yield setting.has_floor()
        yield th.Measured(
            "width",
            "architecture.width",
            f"m = {c.m} is as wide as the proof needs, for delta = {self.delta:g}",
            th.Series(th.measurement("sufficient-width", delta=self.delta), "once"),
            "<=",
            float(c.m),
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The rate, in enough seeds."""
        yield self._rate()

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Faster decay."""
        truth = self._rate()
        yield th.Control("rate/decay", "four times the rate", truth.id, self._rate(factor=2.0))
        if setting.differ(c):
            text = "the largest eigenvalue in the place of lambda_0"
            lie = self._rate(eigenvalue="largest")
            yield th.Control("largest/decay", text, truth.id, lie)

    def _rate(self, **given: Any) -> th.Frequency:
        return th.Frequency(
            "decay",
            "||u(t) - y|| <= exp(-lambda_0 t / 2) ||u(0) - y|| at every recorded time, "
            f"delta = {self.delta:g}",
            setting.left(),
            setting.decay(**given),
            1 - self.delta,
        )


KIND = Theorem1
