"""Proposition D.9: the second layer's kernel of infinite width."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._kernel_claims import KernelAtStart
from earlyspec.theorems.hu2020._linear_models import Layers


class PropositionD9(KernelAtStart):
    """The second layer's kernel of infinite width is close to that of the linear model.

    Statement: fix alpha in (0, 1/4). If n >~ d^(1+alpha), then with high probability
        ||Theta2* - Theta_lin2|| <~ n / d^(1+alpha),
        Theta_lin2 = (zeta^2 X X^T + (1/2) nu^2 1 1^T) / d + q q^T.
    Reading: the constant is not stated, so the outcome is a rate in d of the norm times d / n, and
        takes a sweep; one size reports the norm as a part of ||Theta2*||, and decides nothing.
        Width does not enter: neither norm reads the network's weights. It takes the kernel of
        infinite width in closed form: erf, relu, leaky relu, identity.
    """

    identifier: ClassVar[str] = "hu2020/proposition-d.9"
    source: ClassVar[th.Source] = th.Source("hu2020", "Proposition D.9")

    layers: ClassVar[Layers] = "second"
    left: ClassVar[Literal["initial", "infinite"]] = "infinite"


KIND = PropositionD9
