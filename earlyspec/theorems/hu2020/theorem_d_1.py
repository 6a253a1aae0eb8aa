"""Theorem D.1: training both layers."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._cases import mean_cases
from earlyspec.theorems.hu2020._two_layer import EarlyTime, trained


class TheoremD1(EarlyTime):
    """A two-layer network trained on both layers follows a linear model early on.

    Statement: fix alpha in (0, 1/4). If n >~ d^(1+alpha), eta_1 = eta_2 = eta, and
        m >~ d^(1+alpha), eta << d / log(n)   when E phi(g) = 0,
        m >~ d^(2+alpha), eta << 1            otherwise,
        there is a universal c > 0 such that with high probability, for all
        t <= T = c d log(d) / eta at once,
        (1/n) sum_i (f_t(x_i) - f_lin_t(x_i))^2 <= d^(-Omega(alpha)),
        E min{(f_t(x) - f_lin_t(x))^2, 1} <= d^(-Omega(alpha)) + O(sqrt(log(T) / n)),
        where f_lin is trained by the same steps on the features
        [sqrt(2/d) zeta x; sqrt(3/(2d)) nu; theta_0 + theta_1 rho + theta_2 rho^2],
        rho = |x| / sqrt(d) - 1, from zero.
    Reading: as for Theorem 3.2. The term O(sqrt(log(T) / n)) is restored with medium confidence:
        the proof is said to be that of Theorem 3.2, where it is printed; the outcome does not need
        it. Unequal rates are covered by the paper's remark: the kernel is then
        eta_1 Theta_lin1 + eta_2 Theta_lin2, and eta is the larger rate.
    """

    identifier: ClassVar[str] = "hu2020/theorem-d.1"
    source: ClassVar[th.Source] = th.Source("hu2020", "Theorem D.1")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    def layers(self, c: th.Cell) -> th.Structural:
        """Both layers train."""
        return th.Structural(
            "layers",
            "train.layers",
            "eta_1 = eta_2 > 0 (unequal rates by the paper's remark)",
            c.eta_1 > 0 and c.eta_2 > 0,
            trained(c),
        )

    def width_exponent(self, c: th.Cell) -> int:
        """1 or 2, by the mean of phi."""
        return mean_cases(c)[0]

    def step_limit(self, c: th.Cell) -> tuple[str, float]:
        """d / log(n) or 1, by the mean of phi."""
        return mean_cases(c)[1:]


KIND = TheoremD1
