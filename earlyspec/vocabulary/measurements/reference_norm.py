"""Word: reference norm."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class ReferenceNorm(Measurement):
    """How far the parameters of a linear reference model are from where they started.

    ||beta(t)||, from beta(0) = 0. For any step with eta lambda_max(K) / n <= 1 it is at most
    sqrt(eta t / n) ||y||.

    Source: hu2020, Proposition D.7.
    """

    unit: ClassVar[str] = "weight"

    model: str = "paired"
    """The reference model."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        beta = at.reference_parameters(self.model)  # (p,)
        return norm(ops, beta)


KIND = ReferenceNorm
