"""Word: weight movement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from earlyspec.fields import Named, Quantity
from earlyspec.vocabulary._base import LAYER, Measurement
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class WeightMovement(Measurement):
    """How far a layer's weights are from where they started.

    ||W(t) - W(0)||_F, or ||v(t) - v(0)||, in the parametrisation of the architecture; of `both` the
    root of the sum of squares over all layers.

    Source: hu2020, Proposition D.7, Lemmas D.5 and D.12.
    """

    unit: ClassVar[str] = "weight"

    layer: Annotated[str, Named(("first", "second", "both"), LAYER)] = "first"
    """`first`, `second` (in deeper networks the last), a layer's own name, as `layer-2`, or `both`,
    which is all of them."""
    power: Annotated[float, Quantity(above=0.0)] = 1.0
    """The power of it: bounds with a kink go by its cube root."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        layers = at.cell.network.layers if self.layer == "both" else (self.layer,)
        moved = [norm(ops, at.weights(name) - at.initial_weights(name)) for name in layers]
        whole = moved[0] if len(moved) == 1 else norm(ops, ops.stack(moved))
        return whole if self.power == 1 else whole**self.power


KIND = WeightMovement
