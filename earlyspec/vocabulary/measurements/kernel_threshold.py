"""Word: kernel threshold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _diagonal
from earlyspec.vocabulary._base import Measurement, Positive
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class KernelThreshold(Measurement):
    """By how much log(alpha) is below what the theorem on the kernel regime asks for.

    (1/2) log(2 (1 + eps) (1 + 2 / eps) m2) - log(alpha), m2 the least Euclidean norm of an
    interpolant; it must be <= 0. `sharp` is what our sharper bound asks for, alpha^2 >=
    (1 + eps) m2 / sqrt(48 eps).

    Source: woodworth2020, Theorem 2; `sharp` is ours.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False
    architectures: ClassVar[tuple[str, ...]] = _diagonal.KINDS

    eps: Positive = 0.1
    """eps, the share by which the squared Euclidean norm may exceed the least."""
    sharp: bool = False
    """Whether it is our sharper threshold."""

    def references(self) -> tuple[str, ...]:
        return ("minimum-l2",)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        eps = self.eps
        least = norm(ops, at.reference_parameters("minimum-l2"))
        factor = (1 + eps) / math.sqrt(48 * eps) if self.sharp else 2 * (1 + eps) * (1 + 2 / eps)
        return ops.log(factor * least) / 2.0 - _diagonal.log_scale(ops, at)


KIND = KernelThreshold
