"""Word: low-rank bound."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from earlyspec.fields import Quantity
from earlyspec.vocabulary import _net_jacobian as net
from earlyspec.vocabulary._base import Measurement, Positive
from earlyspec.vocabulary._kernels import NetworkTerm, layer_weights
from earlyspec.vocabulary._low_rank import Setting, spaces
from earlyspec.vocabulary._no_bound import NO_BOUND
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class LowRankBound(Measurement):
    """What a low-rank Jacobian promises of training, and what it asks for: numbers of one theorem.

    Of a two-layer network whose first layer trains, with J_ref = J(theta_0) on the training inputs:
    beta = sup|phi'| ||X|| max|v| / sqrt(d), and eps = 2 L R from the Lipschitz constant L of the
    Jacobian on the ball of radius R, never from a sample of it. eta is the learning rate on the
    loss (1/2) sum r^2.

    Source: Oymak et al. 2019, the meta-theorem (its hypotheses H1 to H4, conclusions C1 to C4).
    """

    unit: ClassVar[str] = "1"  # or that of the target or of a weight, as `gives` says
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    per_step: ClassVar[bool] = False
    kernels: ClassVar[Kernels | None] = Kernels(1, "once", whole=True)

    alpha: Positive = 1.0
    """The cut-off: singular values from alpha on carry information, those below are a nuisance."""
    delta: Annotated[float, Quantity(above=0.0, maximum=1.0)] = 1.0
    """delta, the share of the residual that may be lost."""
    gamma: Annotated[float, Quantity(minimum=1.0)] = 1.0
    """Gamma, the time T eta alpha^2."""
    gives: Literal[
        "residual-gap",
        "weight-gap",
        "movement",
        "final",
        "linear-distance",
        "accumulated",
        "residual",
        "information",
        "nuisance",
        "pseudo-inverse",
        "beta",
        "eps",
        "eps-share",
        "step-share",
        "gap",
    ] = "final"
    """The bounds: delta (alpha/beta) ||r_0||, `residual-gap`; delta (Gamma/alpha) ||r_0||,
    `weight-gap`; R/2, `movement`; on ||r_T||, `final`; and two of ours, `linear-distance` and
    `accumulated`. What goes in: ||r_0||, `residual`; ||P_I r_0||, `information`; ||P_N r_0||,
    `nuisance`; ||J_I^+ r_0||, `pseudo-inverse`; `beta`; `eps`. What is asked for: eps over what is
    allowed, `eps-share`; eta beta^2, `step-share`; the ratio of the singular values on both sides
    of alpha, `gap`."""

    def no_bound(self) -> float | None:
        return NO_BOUND if self.gives == "accumulated" else None

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        r = at.network("train") - at.labels("train")
        weights = layer_weights(at.cell.network, "first")
        kernel = (NetworkTerm(1.0, weights, "initial", "initial"),)
        gram = at.kernel_block(kernel, at.cell.n, "train")
        known = net.of_network(ops, at)
        beta, split = known.norm, spaces(ops, gram, r, self.alpha)
        of = Setting(self.alpha, self.delta, self.gamma, beta, norm(ops, r), split)
        eps = 2.0 * known.lipschitz * of.radius()
        rates = [ops.asarray(rate) for rate in at.cell.effective_rates()]
        eta = reduce(ops.maximum, rates) / at.cell.n
        found: dict[str, Array] = {
            "residual-gap": of.residual_gap(),
            "weight-gap": of.weight_gap(),
            "movement": of.movement(),
            "final": of.final(),
            "linear-distance": of.linear_distance(ops),
            "accumulated": of.accumulated(ops, eps),
            "residual": of.residual,
            "information": split.information,
            "nuisance": split.nuisance,
            "pseudo-inverse": split.inverse,
            "beta": beta,
            "eps": eps,
            "eps-share": eps / of.eps_allowed(),
            "step-share": eta * beta**2,
            "gap": split.gap,
        }
        return found[self.gives]


KIND = LowRankBound
