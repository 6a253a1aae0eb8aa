"""Word: projected residual."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Measurement, Positive
from earlyspec.vocabulary._kernels import NetworkTerm, layer_weights
from earlyspec.vocabulary._low_rank import spaces
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class ProjectedResidual(Measurement):
    """What is left to learn along the strong and along the weak directions of the initial Jacobian.

    ||P_I r_t||, ||P_N r_t|| or ||r_t||, r_t = f_t(X) - y on the training inputs, no factor 1/n. P_I
    projects on the left singular vectors of J(theta_0) with singular values of at least alpha, and
    P_N on the others; J in NTK parametrisation, and in the weights of one layer or of all.

    Source: Oymak et al. 2019, Section 2 (information and nuisance space).
    """

    unit: ClassVar[str] = "target"

    alpha: Positive = 1.0
    """The cut-off; it matters to the two parts alone."""
    part: Literal["information", "nuisance", "all"] = "all"
    """The part of the residual."""
    layers: Literal["first", "second", "both"] = "both"
    """The layers of the Jacobian."""

    def asks(self) -> Kernels | None:
        return None if self.part == "all" else Kernels(1, "record", whole=True)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        r = at.network("train") - at.labels("train")
        if self.part == "all":
            return norm(ops, r)
        weights = layer_weights(at.cell.network, self.layers)
        kernel = (NetworkTerm(1.0, weights, "initial", "initial"),)
        found = spaces(ops, at.kernel_block(kernel, at.cell.n, "train"), r, self.alpha)
        return found.information if self.part == "information" else found.nuisance


KIND = ProjectedResidual
