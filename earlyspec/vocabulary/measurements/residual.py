"""Word: residual."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot

NETWORK = "network"


class Residual(Measurement):
    """What is left to learn, within the span of the inputs and beside it.

    Mean square (1/n) ||P (f_t - y)||^2 over one split. `span` projects on V_lin, the column space
    of the split's own inputs X, which holds all linear functions of them; `complement` projects on
    what is orthogonal to it; `all` does not project, and is twice the loss. The rank of X is that
    of X^T X in float64: inputs that are standardised one by one sum to 0, and span at most d - 1
    dimensions.

    Source: hu2020, Figure 3 (a).
    """

    unit: ClassVar[str] = "target^2"

    model: str = NETWORK
    """`network`, or the name of a reference model."""
    part: Literal["span", "complement", "all"] = "all"
    """The part of the residual."""
    split: Split = "test"
    """The inputs it is taken over."""

    def references(self) -> tuple[str, ...]:
        return () if self.model == NETWORK else (self.model,)

    def input_spans(self) -> tuple[str, ...]:
        return () if self.part == "all" else (self.split,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        if self.model == NETWORK:
            residual = at.network(self.split) - at.labels(self.split)  # (n,)
        else:
            residual = at.reference(self.model, self.split) - at.labels(self.split)
        if self.part == "all":
            return ops.mean(residual**2)
        within = at.project_on_inputs(residual, self.split)
        return ops.mean((within if self.part == "span" else residual - within) ** 2)


KIND = Residual
