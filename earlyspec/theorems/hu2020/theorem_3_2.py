"""Theorem 3.2: training the first layer."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._two_layer import EarlyTime, trained


class Theorem32(EarlyTime):
    """A two-layer network trained on its first layer follows a linear model early on.

    Statement: fix alpha in (0, 1/4). If n >~ d^(1+alpha), m >~ d^(1+alpha), eta_1 << d and
        eta_2 = 0, there is a universal c > 0 such that with high probability, for all
        t <= T = c d log(d) / eta_1 at once,
        (7)  (1/n) sum_i (f_t(x_i) - f_lin_t(x_i))^2 <= d^(-Omega(alpha)),
        (8)  E min{(f_t(x) - f_lin_t(x))^2, 1} <= d^(-Omega(alpha)) + O(sqrt(log(T) / n)),
        where f_lin is trained by the same steps on the features
        [zeta x / sqrt(d); nu / sqrt(d)], from zero.
    Reading: Omega(alpha) is some positive exponent, so each outcome is a rate in d, decided by a
        sweep and never by one size. Gaps are maxima over the recorded steps; fresh inputs stand
        for the expectation.
    """

    identifier: ClassVar[str] = "hu2020/theorem-3.2"
    source: ClassVar[th.Source] = th.Source("hu2020", "Theorem 3.2")

    def layers(self, c: th.Cell) -> th.Structural:
        """Only the first layer trains."""
        return th.Structural(
            "layers",
            "train.layers",
            "eta_1 > 0, eta_2 = 0",
            c.eta_1 > 0 and c.eta_2 == 0,
            trained(c),
        )

    def width_exponent(self, c: th.Cell) -> int:
        """m >~ d^(1+alpha) for every activation."""
        return 1

    def step_limit(self, c: th.Cell) -> tuple[str, float]:
        """eta_1 << d."""
        return "d", float(c.d)


KIND = Theorem32
