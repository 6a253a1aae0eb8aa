"""Proposition D.4: the first layer's kernel of infinite width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._kernel_claims import KernelAtStart, rate
from earlyspec.theorems.hu2020._linear_models import Layers


class PropositionD4(KernelAtStart):
    """The first layer's kernel of infinite width is close to that of the linear model.

    Statement: fix alpha in (0, 1/4). If n >~ d^(1+alpha), then with high probability
        ||Theta1* - Theta_lin1|| <~ n / d^(1+alpha). On the way, without n >~ d^(1+alpha),
        (25)  ||Theta1* - Theta_lin1 - gamma_1 I|| <~ n / d^(1+alpha), gamma_1 = E phi'(g)^2 -
        zeta^2.
    Reading: both are rates in d of the norm times d / n. `part: eq-25` judges (25) alone, and then
        n >~ d^(1+alpha) is not among the hypotheses; that it can be left out is restored from
        memory. Width does not enter: neither these norms nor ||Theta1*||, against which they are
        held, read the network's weights. It takes the kernel of infinite width in closed form: erf,
        relu, leaky relu, identity.
    """

    identifier: ClassVar[str] = "hu2020/proposition-d.4"
    source: ClassVar[th.Source] = th.Source("hu2020", "Proposition D.4")
    layers: ClassVar[Layers] = "first"
    left: ClassVar[Literal["initial", "infinite"]] = "infinite"

    part: Literal["all", "eq-25"] = "all"
    """`eq-25` judges (25) alone, for which n >~ d^(1+alpha) is not needed."""

    def needs_samples(self) -> bool:
        """Only gamma_1 I takes n >~ d^(1+alpha)."""
        return self.part == "all"

    def rates(self, c: th.Cell, model: str | None) -> Iterator[th.Rate]:
        """The difference as it is, and without its excess on the diagonal."""
        whole = list(super().rates(c, model))
        if self.part == "all":
            yield from whole
        yield rate(
            whole[0],
            id="eq-25",
            text="||Theta1* - Theta_lin1 - gamma_1 I|| <~ n / d^(1+alpha) (eq 25)",
            series=self.gap(c, model, minus_excess=True),
        )


KIND = PropositionD4
