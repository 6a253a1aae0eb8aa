"""Word: loss of the kernel's floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class FloorLoss(Measurement):
    """How much of the guaranteed rate the network has lost, or never had.

    1 - lambda_min(H(t)) / lambda_0 on the training inputs, H(t) the first layer's kernel at the
    weights now and lambda_0 that of the infinitely wide network. At most 1/2 is what the proof
    asks for; at 1 there is no rate left.

    Source: lecture12, Lemma 5.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    kernels: ClassVar[Kernels | None] = Kernels(2, "record", whole=True)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return 1.0 - fl.ends(ops, fl.kernel(at, "now"))[0] / fl.lambda_0(ops, at)


KIND = FloorLoss
