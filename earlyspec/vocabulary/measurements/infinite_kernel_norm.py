"""Word: norm of the infinite-width kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class InfiniteKernelNorm(Measurement):
    """The largest eigenvalue of the first layer's kernel at infinite width.

    lambda_max(H_inf) on the training inputs: the rate of what is learned first, and the yardstick
    of how far the kernel of a network is from H_inf.

    Source: lecture12, Lemma 3.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    per_step: ClassVar[bool] = False
    kernels: ClassVar[Kernels | None] = Kernels(1, "once", whole=True)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return fl.ends(ops, fl.infinite_kernel(at))[1]


KIND = InfiniteKernelNorm
