"""Word: rich threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _diagonal
from earlyspec.vocabulary._base import Measurement, Positive
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class RichThreshold(Measurement):
    """By how much log(alpha) is above what the theorem on the rich regime asks for.

    log(alpha) - min{ -(2 + eps) / (2 eps) log(2 (1 + eps) m1), -d / (eps m1) }, m1 the least L1
    norm of an interpolant; it must be <= 0. Logarithms are compared, since
    the bounds themselves underflow.

    Source: woodworth2020, Theorem 2.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False
    architectures: ClassVar[tuple[str, ...]] = _diagonal.KINDS

    eps: Positive = 0.1
    """eps, the share by which the L1 norm may exceed the least."""

    def references(self) -> tuple[str, ...]:
        return ("minimum-l1",)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        eps, dim = self.eps, at.cell.d
        least = ops.sum(ops.abs(at.reference_parameters("minimum-l1")[:dim]))
        power = -(2.0 + eps) / (2.0 * eps) * ops.log(2.0 * (1.0 + eps) * least)
        return _diagonal.log_scale(ops, at) - ops.minimum(power, -dim / (eps * least))


KIND = RichThreshold
