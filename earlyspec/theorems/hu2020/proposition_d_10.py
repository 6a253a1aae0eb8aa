"""Proposition D.10: the second layer's kernel at finite and infinite width."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._kernel_claims import KernelAtStart
from earlyspec.theorems.hu2020._linear_models import Layers


class PropositionD10(KernelAtStart):
    """The second layer's kernel before training is close to that of infinite width.

    Statement: fix alpha in (0, 1/4). If n >~ d^(1+alpha), and m >~ d^(1+alpha) when E phi(g) = 0,
        m >~ d^(2+alpha) otherwise, then with high probability
        ||Theta2(W(0)) - Theta2*|| <~ n / d^(1+alpha/3).
    Reading: the constant is not stated, so the outcome is a rate in d of the norm times d / n, and
        takes a sweep; one size reports the norm as a part of the kernel's own, and decides nothing.
        The exponent alpha / 3 is restored from memory with medium confidence. The two widths are
        needed here: where E phi(g) is not 0 there is a term of about theta_0 zeta sqrt(2/m) n.
        It takes the kernel of infinite width in closed form: erf, relu, leaky relu, identity.
        The lies are about Theta2*, with another linear part, and n / d^2 in place of the bound.
    """

    identifier: ClassVar[str] = "hu2020/proposition-d.10"
    source: ClassVar[th.Source] = th.Source("hu2020", "Proposition D.10")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    layers: ClassVar[Layers] = "second"
    right: ClassVar[Literal["linear", "infinite"]] = "infinite"
    divisor: ClassVar[int] = 3


KIND = PropositionD10
