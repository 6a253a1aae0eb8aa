"""Word: kernel gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._kernels import (
    FeatureTerm,
    IdentityTerm,
    InfiniteTerm,
    Kernel,
    NetworkTerm,
    Term,
    chosen_layers,
    diagonal_excess,
    layer_weights,
)
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels
from earlyspec.vocabulary._rows import rows

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class KernelGap(Measurement):
    """How far the tangent kernel at step 0 is from the kernel of the linear model.

    ||left - right|| d / n over the inputs of one split, with a bound on its error. Either side may
    be the infinite-width kernel instead: `initial` against `infinite` is what a finite width does,
    `infinite` against `linear` what finitely many dimensions do. Divided so, the kernels
    themselves are of order 1.

    Source: hu2020, Propositions 3.4, D.2 to D.4 and D.8 to D.11; Figure 5.
    """

    unit: ClassVar[str] = "n/d"
    per_step: ClassVar[bool] = False
    bounded_error: ClassVar[bool] = True
    kernels: ClassVar[Kernels | None] = Kernels(1, "once")

    left: Literal["initial", "infinite"] = "initial"
    """The kernel of the network before the first step, or its mean over initial weights."""
    right: Literal["linear", "infinite"] = "linear"
    """The kernel of the reference model, or the infinite-width one."""
    model: str = "paired"
    """The reference model whose kernel `linear` is."""
    layers: Literal["first", "second", "both"] = "both"
    """The layers of the network whose kernel it is."""
    norm: Literal["spectral", "frobenius"] = "spectral"
    """The norm; the Frobenius norm does not become small (Figure 5)."""
    instead: str | None = None
    """A lie, for a control: on the right, the kernel of `model` is exchanged for that of this
    reference model. Of an infinite-width kernel that is its linear part, with other constants."""
    minus_excess: bool = False
    """Subtracts gamma I as well, the diagonal that the linear kernel lacks."""
    split: Split = "train"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        if self.instead is not None:
            return (self.model, self.instead)
        return (self.model,) if self.right == "linear" else ()

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        network = at.cell.network
        chosen = chosen_layers(network, self.layers)
        left: Term = InfiniteTerm(1.0, chosen)
        if self.left == "initial":
            weights = layer_weights(network, self.layers)
            left = NetworkTerm(1.0, weights, "initial", "initial")
        right: Term = InfiniteTerm(-1.0, chosen)
        if self.right == "linear":
            right = FeatureTerm(-1.0, self.model)
        kernel: Kernel = (left, right)
        if self.instead is not None:
            kernel = (*kernel, FeatureTerm(1.0, self.model), FeatureTerm(-1.0, self.instead))
        if self.minus_excess and network.activation is not None:
            excess = diagonal_excess(network.activation, self.layers)
            kernel = (*kernel, IdentityTerm(-excess))
        scale = at.cell.d / rows(at.cell, self.split)
        return at.kernel_norm(kernel, self.norm, self.split) * scale


KIND = KernelGap
