"""Word: weight gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class WeightGap(Measurement):
    """How far the network's weights are from those that it would have, were it linear in them.

    ||theta_t - theta~_t|| over all layers, theta~_t the weights of the linearised network after as
    many steps from the same start; in the parametrisation of the architecture. Beside it, how far
    the latter have come, ||theta~_t - theta_0||, or the former, ||theta_t - theta_0||.

    Source: Oymak et al. 2019, the meta-theorem (its second conclusion).
    """

    unit: ClassVar[str] = "weight"

    of: Literal["gap", "linearised", "network"] = "gap"
    """The gap, or how far the weights of either model are from their start."""

    def references(self) -> tuple[str, ...]:
        return ("linearised",)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        moved = at.linearised_displacement()
        network, linearised = (1.0, 1.0) if self.of == "gap" else (0.0, 1.0)
        if self.of == "network":
            network, linearised = 1.0, 0.0
        squares = [
            ops.sum(
                (
                    network * (at.weights(layer) - at.initial_weights(layer))
                    - linearised * moved[layer]
                )
                ** 2
            )
            for layer in at.cell.network.layers
        ]
        return ops.sqrt(ops.sum(ops.stack(squares)))


KIND = WeightGap
