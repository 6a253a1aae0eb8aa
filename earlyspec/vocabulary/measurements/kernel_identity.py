"""Word: kernel identity."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, NonNegative
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class KernelIdentity(Measurement):
    """How far the kernel of a linear model is from a weighted sum of two others.

    || (K - a K1 - b K2) r || / || K r ||, K, K1, K2 the kernels of three reference models on the
    training inputs and a, b the weights; the larger of the values for r the labels, in which
    training moves, and r the vector of ones, which feels the bias.

    Source: hu2020, remark on unequal learning rates; the vectors are ours.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    model: str = "paired"
    """The reference model of K."""
    first: str = "paired-first"
    """The reference model of K1."""
    second: str = "paired-second"
    """The reference model of K2."""
    of_first: NonNegative = 1.0
    """a, the weight of K1."""
    of_second: NonNegative = 1.0
    """b, the weight of K2."""

    def references(self) -> tuple[str, ...]:
        return (self.model, self.first, self.second)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        labels = at.labels("train")  # (n,)
        found = []
        for r in (labels, 0.0 * labels + 1.0):
            whole = at.apply_reference_kernel(self.model, r, "train")
            one = at.apply_reference_kernel(self.first, r, "train")
            other = at.apply_reference_kernel(self.second, r, "train")
            rest = whole - self.of_first * one - self.of_second * other
            found.append(ops.sqrt(ops.sum(rest**2) / ops.sum(whole**2)))
        return ops.max(ops.stack(found))


KIND = KernelIdentity
