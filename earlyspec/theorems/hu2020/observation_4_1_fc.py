"""Section 4.1 for fully connected networks of any depth, made quantitative."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._deep import layer_coefficient
from earlyspec.theorems.hu2020._two_layer import trained


class Observation41FC(th.Theorem):
    """The kernel of a deep network is linear in the inputs, with a coefficient known beforehand.

    Statement: let phi be odd and f have L hidden layers in NTK parametrisation, all of them
        trained at one rate. For wide networks and inputs as in Assumption 3.1, off the diagonal
        Theta(x, x') = (L+1) zeta_0^2 ... zeta_(L-1)^2 x . x' / d + smaller terms, with
        zeta_l = E phi'(sqrt(q_l) g), q_0 = 1, q_(l+1) = E phi(sqrt(q_l) g)^2, g ~ N(0, 1).
    Reading: the paper observes that the kernel is a function of |x|^2/d, |x'|^2/d and x . x'/d,
        which can be expanded at (1, 1, 0); it has no theorem here. The coefficient is ours. The
        outcome is the slope of the regression of the kernel at initialisation on x . x' / d over
        pairs of inputs, in the mean over seeds, to a relative tolerance: finite d and width leave
        terms of order 1/d and 1/width.
    """

    identifier: ClassVar[str] = "hu2020/observation-4.1-fc"
    source: ClassVar[th.Source] = th.Source("hu2020", "Section 4.1")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "ours"

    within: Annotated[float, Quantity(above=0.0, below=1.0)] = 0.05
    """The tolerance, relative to the coefficient."""

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Structure only."""
        network, phi, law = c.network, c.network.activation, c.input_facts
        yield th.Structural(
            "architecture",
            "architecture",
            "fully connected, in NTK parametrisation",
            network.word.kind in ("fully-connected", "two-layer")
            and network.parametrisation == "ntk",
            f"{network.word.kind}, {network.parametrisation} parametrisation",
        )
        yield th.Structural(
            "activation",
            "architecture.activation",
            "phi is odd",
            phi is not None and phi.mean_is_zero,
            phi.kind if phi is not None else "none",
        )
        yield th.Structural(
            "initialisation",
            "architecture.init",
            "independent weights of mean 0 and variance 1",
            network.init in ("gaussian", "subtract", "symmetric"),
            network.init,
        )
        rates = c.effective_rates()
        yield th.Structural(
            "layers",
            "train.layers",
            "all layers train at one rate",
            min(rates, default=0.0) > 0 and max(rates) <= (1 + 1e-9) * min(rates),
            trained(c),
        )
        known = (law.independent, law.centred)
        yield th.Structural(
            "inputs",
            "data.inputs",
            "x = Sigma^(1/2) xbar, entries of xbar independent and centred (Assumption 3.1)",
            False if False in known else None if None in known else True,
            law.kind,
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The coefficient."""
        yield self._limit(len(c.network.layers) * layer_coefficient(c))

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """One layer too few; moments that do not belong there."""
        count, product = len(c.network.layers), layer_coefficient(c)
        phi = c.network.activation
        lies = {"a-layer-less": ("L in place of L + 1", (count - 1) * product)}
        if phi is not None and phi.slope_square > phi.zeta**2 * (1 + 1e-9):
            lies["second-moment"] = (
                "E phi'(g)^2 in place of zeta_0^2",
                count * product * phi.slope_square / phi.zeta**2,
            )
        if phi is not None and len(set(c.network.slopes)) > 1:
            lies["one-variance"] = (
                "zeta_0 in every layer, as if no layer changed the variance",
                count * phi.zeta ** (2 * (count - 1)),
            )
        for name, (text, target) in lies.items():
            yield th.Control(f"{name}/coefficient", text, "coefficient", self._limit(target))

    def _limit(self, target: float) -> th.Limit:
        return th.Limit(
            "coefficient",
            "Theta(x_i, x_j) ~ (L+1) zeta_0^2 ... zeta_(L-1)^2 x_i . x_j / d for i != j",
            th.Series(th.measurement("kernel-coefficient"), "once"),
            target,
            self.within * target,
            mean=True,
        )


KIND = Observation41FC
