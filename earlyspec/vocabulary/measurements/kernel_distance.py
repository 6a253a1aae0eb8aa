"""Word: kernel distance."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._kernels import FeatureTerm, NetworkTerm, layer_weights
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels
from earlyspec.vocabulary._rows import rows

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class KernelDistance(Measurement):
    """How far a kernel of the weights now is from that of the linear model.

    ||J(t) J(0)^T - K|| d / n over the inputs of one split, J the Jacobian of the network and K the
    kernel of the reference model, with a bound on its error. The matrix is not symmetric. With
    `right: now`, ||J(t) J(t)^T - K|| d / n, the distance of the tangent kernel itself.

    Source: hu2020, Assumption C.1, Lemmas D.6 and D.13.
    """

    unit: ClassVar[str] = "n/d"
    bounded_error: ClassVar[bool] = True
    kernels: ClassVar[Kernels | None] = Kernels(2, "record", turned=True)

    right: Literal["initial", "now"] = "initial"
    """Where the other Jacobian is taken: before the first step, or now as well."""
    model: str = "paired"
    """The reference model whose kernel K is."""
    layers: Literal["first", "second", "both"] = "both"
    """The layers of the network whose Jacobian it is."""
    norm: Literal["spectral", "frobenius"] = "spectral"
    """The norm."""
    split: Split = "train"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def asks(self) -> Kernels | None:
        return Kernels(1, "record") if self.right == "now" else self.kernels

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        weights = layer_weights(at.cell.network, self.layers)
        kernel = (NetworkTerm(1.0, weights, "now", self.right), FeatureTerm(-1.0, self.model))
        scale = at.cell.d / rows(at.cell, self.split)
        return at.kernel_norm(kernel, self.norm, self.split) * scale


KIND = KernelDistance
