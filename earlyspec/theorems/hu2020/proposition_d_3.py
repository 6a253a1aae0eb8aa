"""Proposition D.3: the first layer's kernel at finite and infinite width."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._kernel_claims import KernelAtStart
from earlyspec.theorems.hu2020._linear_models import Layers


class PropositionD3(KernelAtStart):
    """The first layer's kernel before training is close to that of infinite width.

    Statement: fix alpha in (0, 1/4). If n >~ d^(1+alpha) and m >~ d^(1+alpha), then with high
        probability ||Theta1(W(0)) - Theta1*|| <~ n / d^(1+alpha).
    Reading: the constant is not stated, so the outcome is a rate in d of the norm times d / n, and
        takes a sweep; one size reports the norm as a part of the kernel's own, and decides nothing.
        It takes the kernel of infinite width in closed form: erf, relu, leaky relu, identity. The
        part is small: about 2 zeta sqrt(2 gamma_1 / m) n / d, gamma_1 = E phi'(g)^2 - zeta^2.
        The lies are about Theta1*, with another linear part, and n / d^2 in place of the bound.
    """

    identifier: ClassVar[str] = "hu2020/proposition-d.3"
    source: ClassVar[th.Source] = th.Source("hu2020", "Proposition D.3")

    layers: ClassVar[Layers] = "first"
    right: ClassVar[Literal["linear", "infinite"]] = "infinite"


KIND = PropositionD3
