"""Word: kernel floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class KernelFloor(Measurement):
    """The smallest eigenvalue of the first layer's kernel before training.

    lambda_min(H) on the training inputs, with a bound on its rounding. Of the infinitely wide
    network it is lambda_0, the rate that is guaranteed in the end; where it is not above its
    rounding, the inputs are as good as repeated.

    Source: lecture12, Theorem 1.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    per_step: ClassVar[bool] = False
    bounded_error: ClassVar[bool] = True
    kernels: ClassVar[Kernels | None] = Kernels(1, "once", whole=True)

    width: Literal["infinite", "finite"] = "infinite"
    """The infinitely wide network, or the one that is trained."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        finite = self.width == "finite"
        low, high = fl.ends(ops, fl.kernel(at, "initial") if finite else fl.infinite_kernel(at))
        return ops.stack([low, at.cell.n * 2.0**-52 * high])


KIND = KernelFloor
