"""Proposition D.8: the second layer's kernel before training."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._kernel_claims import KernelAtStart
from earlyspec.theorems.hu2020._linear_models import Layers


class PropositionD8(KernelAtStart):
    """The second layer's kernel before training is close to that of the linear model.

    Statement: fix alpha in (0, 1/4). If n >~ d^(1+alpha), and m >~ d^(1+alpha) when E phi(g) = 0,
        m >~ d^(2+alpha) otherwise, then with high probability
        ||Theta2(W(0)) - Theta_lin2|| <~ n / d^(1+alpha/3),
        Theta_lin2 = (zeta^2 X X^T + (1/2) nu^2 1 1^T) / d + q q^T.
    Reading: the constant is not stated, so the outcome is a rate in d of the norm times d / n, and
        takes a sweep; one size reports the norm as a part of the kernel's own, and decides nothing.
        The exponent alpha / 3 is restored from memory with medium confidence: derivation gives
        alpha / 2 up to logarithms, which alpha / 3 absorbs. At the smallest widths the slope is
        about -alpha / 2, at most 0.1 in size: it takes three octaves of d and several seeds.
    """

    identifier: ClassVar[str] = "hu2020/proposition-d.8"
    source: ClassVar[th.Source] = th.Source("hu2020", "Proposition D.8")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    layers: ClassVar[Layers] = "second"
    divisor: ClassVar[int] = 3


KIND = PropositionD8
