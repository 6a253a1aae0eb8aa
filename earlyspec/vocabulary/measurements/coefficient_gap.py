"""Word: coefficient gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _diagonal
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class CoefficientGap(Measurement):
    """How far a diagonal network's coefficients are from those of a fitted model.

    ||beta(t) - b|| / ||b||, Euclidean, b the coefficients of a linear model that is fitted to the
    same data.

    Source: woodworth2020, Theorem 1.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = _diagonal.KINDS

    model: str = "minimum-l2"
    """The fitted model."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        b = at.reference_parameters(self.model)[: at.cell.d]
        gap = norm(ops, _diagonal.coefficients(at) - b)
        return _diagonal.ratio(ops, gap, norm(ops, b))


KIND = CoefficientGap
