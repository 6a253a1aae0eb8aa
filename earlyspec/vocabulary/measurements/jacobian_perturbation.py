"""Word: jacobian perturbation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._kernels import NetworkTerm, layer_weights
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class JacobianPerturbation(Measurement):
    """How far the Jacobian of the network has moved from where it started.

    ||J(t) - J(0)||, the spectral norm over the inputs of one split and the weights of one layer or
    both, with a bound on its error. In NTK parametrisation, whatever the architecture's is.

    Source: hu2020, Lemmas D.5 and D.12.
    """

    unit: ClassVar[str] = "target/weight"
    bounded_error: ClassVar[bool] = True
    kernels: ClassVar[Kernels | None] = Kernels(2, "record", mixed=True)

    layer: Literal["first", "second", "both"] = "first"
    """The layer whose weights it is taken for."""
    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        weights = layer_weights(at.cell.network, self.layer)
        kernel = (
            NetworkTerm(1.0, weights, "now", "now"),
            NetworkTerm(-1.0, weights, "now", "initial"),
            NetworkTerm(-1.0, weights, "initial", "now"),
            NetworkTerm(1.0, weights, "initial", "initial"),
        )
        square, error = at.kernel_norm(kernel, "spectral", self.split)
        moved = ops.sqrt(ops.maximum(square, 0.0 * square))
        return ops.stack([moved, ops.sqrt(moved * moved + error) - moved])


KIND = JacobianPerturbation
