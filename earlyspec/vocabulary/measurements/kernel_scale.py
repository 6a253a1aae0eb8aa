"""Word: kernel scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._kernels import (
    InfiniteTerm,
    NetworkTerm,
    Term,
    chosen_layers,
    layer_weights,
)
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels
from earlyspec.vocabulary._rows import rows

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class KernelScale(Measurement):
    """How large the tangent kernel is at step 0.

    ||Theta(0)|| d / n over the inputs of one split, with a bound on its error: of order 1, unless
    a constant feature makes it of order d. With `of: infinite`, that of the infinite-width kernel
    Theta*, its mean over initial weights, which no width enters.

    Source: hu2020, Propositions 3.4, D.4 and D.9.
    """

    unit: ClassVar[str] = "n/d"
    per_step: ClassVar[bool] = False
    bounded_error: ClassVar[bool] = True
    kernels: ClassVar[Kernels | None] = Kernels(1, "once")

    of: Literal["initial", "infinite"] = "initial"
    """The kernel of the network before the first step, or its mean over initial weights."""
    layers: Literal["first", "second", "both"] = "both"
    """The layers of the network whose kernel it is."""
    norm: Literal["spectral", "frobenius"] = "spectral"
    """The norm."""
    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        network = at.cell.network
        kernel: Term = InfiniteTerm(1.0, chosen_layers(network, self.layers))
        if self.of == "initial":
            weights = layer_weights(network, self.layers)
            kernel = NetworkTerm(1.0, weights, "initial", "initial")
        scale = at.cell.d / rows(at.cell, self.split)
        return at.kernel_norm((kernel,), self.norm, self.split) * scale


KIND = KernelScale
