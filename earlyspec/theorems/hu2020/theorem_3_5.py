"""Theorem 3.5: training the second layer."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._cases import mean_cases
from earlyspec.theorems.hu2020._two_layer import EarlyTime, trained


class Theorem35(EarlyTime):
    """A two-layer network trained on its second layer follows a linear model early on.

    Statement: fix alpha in (0, 1/4). If n >~ d^(1+alpha), eta_1 = 0, and
        m >~ d^(1+alpha), eta_2 << d / log(n)   when E phi(g) = 0,
        m >~ d^(2+alpha), eta_2 << 1            otherwise,
        there is a universal c > 0 such that with high probability, for all
        t <= T = c d log(d) / eta_2 at once,
        (1/n) sum_i (f_t(x_i) - f_lin_t(x_i))^2 <= d^(-Omega(alpha)),
        E min{(f_t(x) - f_lin_t(x))^2, 1} <= d^(-Omega(alpha)),
        where f_lin is trained by the same steps on the features
        [zeta x / sqrt(d); nu / sqrt(2 d); theta_0 + theta_1 rho + theta_2 rho^2],
        rho = |x| / sqrt(d) - 1, from zero.
    Reading: as for Theorem 3.2. The second bound is restored with medium confidence: whether the
        paper prints a term O(sqrt(log(T) / n)) in it is not certain; the outcome does not need it.
        E phi(g) = 0 is decided by the symmetry of phi, never by a number.
    """

    identifier: ClassVar[str] = "hu2020/theorem-3.5"
    source: ClassVar[th.Source] = th.Source("hu2020", "Theorem 3.5")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    def layers(self, c: th.Cell) -> th.Structural:
        """Only the second layer trains."""
        return th.Structural(
            "layers",
            "train.layers",
            "eta_1 = 0, eta_2 > 0",
            c.eta_1 == 0 and c.eta_2 > 0,
            trained(c),
        )

    def width_exponent(self, c: th.Cell) -> int:
        """1 or 2, by the mean of phi."""
        return mean_cases(c)[0]

    def step_limit(self, c: th.Cell) -> tuple[str, float]:
        """d / log(n) or 1, by the mean of phi."""
        return mean_cases(c)[1:]


KIND = Theorem35
