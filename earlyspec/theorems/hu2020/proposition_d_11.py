"""Proposition D.11: the kernel of both layers before training."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._kernel_claims import KernelAtStart
from earlyspec.theorems.hu2020._linear_models import Layers


class PropositionD11(KernelAtStart):
    """The kernel of both layers before training is close to that of the linear model.

    Statement: fix alpha in (0, 1/4). If n >~ d^(1+alpha), and m >~ d^(1+alpha) when E phi(g) = 0,
        m >~ d^(2+alpha) otherwise, then with high probability
        ||Theta(W(0), v(0)) - Theta_lin|| <~ n / d^(1+alpha/3),
        Theta_lin = (2 zeta^2 X X^T + (3/2) nu^2 1 1^T) / d + q q^T.
    Reading: the constant is not stated, so the outcome is a rate in d of the norm times d / n, and
        takes a sweep; one size reports the norm as a part of the kernel's own, and decides nothing.
        The exponent alpha / 3 is restored from memory with medium confidence. The factor 3/2 is
        1 of the first layer and 1/2 of the second; 2 in its place is one of the lies.
    """

    identifier: ClassVar[str] = "hu2020/proposition-d.11"
    source: ClassVar[th.Source] = th.Source("hu2020", "Proposition D.11")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    layers: ClassVar[Layers] = "both"
    divisor: ClassVar[int] = 3


KIND = PropositionD11
