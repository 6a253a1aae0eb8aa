"""Word: relative residual."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _diagonal
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class RelativeResidual(Measurement):
    """How much of the training labels is left to fit, ||f(X) - y|| / ||y||.

    Source: woodworth2020, Theorem 1 (where the training loss is zero).
    """

    unit: ClassVar[str] = "1"

    model: str = "network"
    """`network`, or the name of a reference model."""

    def references(self) -> tuple[str, ...]:
        return () if self.model == "network" else (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        y = at.labels("train")
        own = self.model == "network"
        f = at.network("train") if own else at.reference(self.model, "train")
        return _diagonal.ratio(ops, norm(ops, f - y), norm(ops, y))


KIND = RelativeResidual
