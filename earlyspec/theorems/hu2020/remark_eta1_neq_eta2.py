"""The remark on unequal learning rates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._linear_models import (
    Layers,
    Lies,
    kernel_model,
    linear_model,
    rates,
)
from earlyspec.theorems.hu2020.theorem_d_1 import TheoremD1

EQUAL = "equal-rates"


class RemarkUnequalRates(TheoremD1):
    """With unequal learning rates the linear model weighs the kernels of the layers by them.

    Statement: everything extends to eta_1 other than eta_2, with the kernel
        eta_1 Theta_lin1 + eta_2 Theta_lin2 in the place of eta Theta_lin.
    Reading: that kernel is eta Psi Psi^T, eta the larger rate, for the features
        [sqrt((eta_1 + eta_2) / (eta d)) zeta x; sqrt((eta_1 + eta_2 / 2) / (eta d)) nu;
        sqrt(eta_2 / eta) q(x)], which is judged to 1e-12, applied to the labels and to the vector
        of ones. A network with unequal rates is held against their gradient descent as in Theorem
        D.1, and with that theorem's hypotheses. The model of equal rates is one of the lies.
    """

    identifier: ClassVar[str] = "hu2020/remark-eta1-neq-eta2"
    source: ClassVar[th.Source] = th.Source("hu2020", "the remark on eta_1 != eta_2")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "paper"

    def layers(self, c: th.Cell) -> th.Structural:
        """Both layers train, at rates of their own."""
        return th.Structural(
            "layers",
            "train.learning_rate",
            "eta_1 > 0, eta_2 > 0, eta_1 != eta_2",
            c.eta_1 > 0 and c.eta_2 > 0 and c.eta_1 != c.eta_2,
            f"eta_1 = {c.eta_1:.4g}, eta_2 = {c.eta_2:.4g}",
        )

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """Those of Theorem D.1, and the models of one layer each."""
        known = {reference.name: reference for reference in super().references(c)}
        yield from known.values()
        for layers in ("first", "second"):
            reference = kernel_model(c, layers)
            if reference.name not in known:
                yield reference

    def lies(self, c: th.Cell) -> Lies:
        """Those of Theorem D.1, and equal rates."""
        found = super().lies(c)
        if c.eta_1 != c.eta_2:
            text = "the features of equal rates"
            found |= {EQUAL: (text, linear_model(c, first=1.0, second=1.0))}
        return found

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The identity of the kernels, and agreement as in Theorem D.1."""
        yield self._identity(c, None)
        yield from super().outcomes(c)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other linear models in the place of the right one."""
        for name, (text, _) in self.lies(c).items():
            if name != "nothing-learned":
                lie = self._identity(c, name)
                yield th.Control(f"{name}/{lie.id}", text, lie.id, lie)
        yield from super().controls(c)

    def _identity(self, c: th.Cell, model: str | None) -> th.Limit:
        given: dict[str, Any] = {} if model is None else {"model": model}
        both: tuple[Layers, Layers] = ("first", "second")
        for layers, weight in zip(both, rates(c), strict=True):
            if kernel_model(c, layers).name != f"paired-{layers}":  # the default
                given[layers] = kernel_model(c, layers).name
            if weight != 1.0:
                given[f"of_{layers}"] = weight
        return th.Limit(
            "identity",
            "eta_1 Theta_lin1 + eta_2 Theta_lin2 = eta Psi Psi^T, to rounding",
            th.Series(th.measurement("kernel-identity", **given), "once"),
            0.0,
            1e-12,
        )


KIND = RemarkUnequalRates
