"""Proposition D.2, which is Proposition 3.4: the first layer's kernel before training."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._first_kernel import FirstKernel


class PropositionD2(FirstKernel):
    """The first layer's kernel before training is close to that of the linear model.

    Statement: fix alpha in (0, 1/4). If n >~ d^(1+alpha) and m >~ d^(1+alpha), then with high
        probability over W(0) and X, ||Theta1(W(0)) - Theta_lin1|| <~ n / d^(1+alpha), where
        Theta_lin1 = (zeta^2 X X^T + nu^2 1 1^T) / d. The norm is the spectral one: of the
        Frobenius norm only <~ n / d could be said, and ||Theta_lin1|| is of that order itself.
    Reading: the constant is not stated, so the outcome is a rate in d of the norm times d / n, and
        takes a sweep; one size reports the norm as a part of the kernel's own, and decides nothing.
        How the network trains does not enter. On the diagonal the kernels differ by
        gamma_1 = E phi'(g)^2 - zeta^2; that this is small is where n >~ d^(1+alpha) is used.
    """

    identifier: ClassVar[str] = "hu2020/proposition-d.2"
    source: ClassVar[th.Source] = th.Source("hu2020", "Proposition D.2")


KIND = PropositionD2
