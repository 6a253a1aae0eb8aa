"""Word: weight movement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from earlyspec.fields import Named
from earlyspec.vocabulary._base import LAYER, Measurement
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class WeightMovement(Measurement):
    """How far a layer's weights are from where they started.

    ||W(t) - W(0)||_F, or ||v(t) - v(0)||, in the parametrisation of the architecture.

    Source: hu2020, Proposition D.7.
    """

    unit: ClassVar[str] = "weight"

    layer: Annotated[str, Named(("first", "second"), LAYER)] = "first"
    """`first`, `second` (in deeper networks the last), or a layer's own name, as `layer-2`."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        moved = at.weights(self.layer) - at.initial_weights(self.layer)
        return norm(ops, moved)


KIND = WeightMovement
