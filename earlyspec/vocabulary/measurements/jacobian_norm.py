"""Word: jacobian norm."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._kernels import NetworkTerm, layer_weights
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class JacobianNorm(Measurement):
    """The largest singular value of the Jacobian: how much the outputs can move with the weights.

    ||J(t)||, over the inputs of one split and the weights of one layer or both, with a bound on its
    error. In NTK parametrisation, whatever the architecture's is.

    Source: Oymak et al. 2019, the lemma on the Jacobian of the network.
    """

    unit: ClassVar[str] = "target/weight"
    bounded_error: ClassVar[bool] = True
    kernels: ClassVar[Kernels | None] = Kernels(1, "record")

    layer: Literal["first", "second", "both"] = "first"
    """The layer whose weights it is taken for."""
    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        weights = layer_weights(at.cell.network, self.layer)
        kernel = (NetworkTerm(1.0, weights, "now", "now"),)
        square, error = at.kernel_norm(kernel, "spectral", self.split)
        size = ops.sqrt(ops.maximum(square, 0.0 * square))
        return ops.stack([size, ops.sqrt(size * size + error) - size])


KIND = JacobianNorm
