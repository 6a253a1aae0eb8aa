"""Word: stiffness of the two-part certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class TwoPartStiffness(Measurement):
    """What must be at most 2 for the two-part certificate: the steepest direction and the slowest.

    (eta/n) ||K|| + mu, mu the smallest non-zero eigenvalue of (eta/n) K: each direction in the
    range of the features then shrinks by 1 - mu at least.

    Source: ours, from the proof of hu2020, Theorem C.2.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    model: str = "paired"
    """The linear model."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return at.reference_stiffness(self.model) + ct.slowest(ops, at, self.model)


KIND = TwoPartStiffness
