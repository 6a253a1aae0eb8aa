"""Word: kernel scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._kernels import NetworkTerm, layer_weights
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels
from earlyspec.vocabulary._rows import rows

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class KernelScale(Measurement):
    """How large the tangent kernel is at step 0.

    ||Theta(0)|| d / n over the inputs of one split, with a bound on its error: of order 1, unless
    a constant feature makes it of order d.

    Source: hu2020, Proposition 3.4.
    """

    unit: ClassVar[str] = "n/d"
    per_step: ClassVar[bool] = False
    bounded_error: ClassVar[bool] = True
    kernels: ClassVar[Kernels | None] = Kernels(1, "once")

    layers: Literal["first", "second", "both"] = "both"
    """The layers of the network whose kernel it is."""
    norm: Literal["spectral", "frobenius"] = "spectral"
    """The norm."""
    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        weights = layer_weights(at.cell.network, self.layers)
        kernel = (NetworkTerm(1.0, weights, "initial", "initial"),)
        scale = at.cell.d / rows(at.cell, self.split)
        return at.kernel_norm(kernel, self.norm, self.split) * scale


KIND = KernelScale
