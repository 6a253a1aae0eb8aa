"""Word: kernel concentration."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._kernels import InfiniteTerm, NetworkTerm, chosen_layers, layer_weights
from earlyspec.vocabulary._matrices import identity
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


ROWS = 500
"""Inputs that count, at most: the spectrum of both matrices is computed in full."""


class KernelConcentration(Measurement):
    """How far the tangent kernel at step 0 is from its mean over networks, in units of the mean.

    || K^(-1/2) K_N K^(-1/2) - I || in spectral norm over the first 500 training inputs: K_N is
    the kernel of the network before the first step, K that of infinite width. Below 1 there is
    K_N >= (1 - it) K; a K_N that is singular has 1 or more. Both matrices are formed. With
    `gives: condition`, lambda_min(K) over the mean eigenvalue of K instead.

    Source: lecture11, Theorem 2 (Montanari and Zhong).
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False
    kernels: ClassVar[Kernels | None] = Kernels(2, "once", whole=True, most=ROWS)

    layers: Literal["first", "second"] = "first"
    """The layer of the network whose kernel it is."""
    limit: Literal["same", "other"] = "same"
    """The layer of the infinite-width kernel: the same one, or by a planted lie the other."""
    gives: Literal["norm", "condition"] = "norm"
    """The norm, or how well conditioned K is."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        network = at.cell.network
        n = min(ROWS, at.cell.n)
        other: Literal["first", "second"] = "second" if self.layers == "first" else "first"
        against = self.layers if self.limit == "same" else other
        mean = InfiniteTerm(1.0, chosen_layers(network, against))
        values, vectors = ops.eigh(at.kernel_block((mean,), n, "train"))
        if self.gives == "condition":
            return values[0] / ops.mean(values)
        weights = layer_weights(network, self.layers)
        own = at.kernel_block((NetworkTerm(1.0, weights, "initial", "initial"),), n, "train")
        scale = 1 / ops.sqrt(values)  # NaN where K is not positive: the run says so
        white = scale[:, None] * (vectors.T @ own @ vectors) * scale[None, :]
        return ops.max(ops.abs(ops.eigh(white - identity(ops, n))[0]))


KIND = KernelConcentration
