"""Word: two-part certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Tally, Weights
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class CertificateTwoPart(Tally):
    """A bound on the gap to the linear model that forgets what the linear model corrects.

    sqrt(a^2 + b^2) / sqrt(n), with Q the projection on the range of the features and mu the
    smallest non-zero eigenvalue of (eta/n) K: in range a_(t+1) = (1 - mu) a_t + ||Q e_t||, and out
    of it, where nothing is forgotten, b_(t+1) = b_t + ||e_t - Q e_t||. It holds whenever
    (eta/n) ||K|| + mu <= 2. The part out of range is memorisation, and what is not linear.

    Source: ours, from the proof of hu2020, Theorem C.2.
    """

    unit: ClassVar[str] = "target"
    passes: ClassVar[Passes] = Passes(before=1, after=1, pulled=2, pushed=2)

    model: str = "paired"
    """The linear model."""
    part: Literal["both", "in-range"] = "both"
    """`in-range` leaves out what the features cannot say: a lie to test against."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def start(self, ops: Ops, at: Snapshot) -> Weights:
        inside, outside = self._lengths(ops, at, at.network("train"))
        return {"inside": inside, "outside": outside}

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        e = ct.defect(ops, before, after, self.model)
        inside, outside = self._lengths(ops, before, e)
        kept = 1.0 - ct.slowest(ops, before, self.model)
        return {
            "inside": kept * so_far["inside"] + inside,
            "outside": so_far["outside"] + outside,
        }

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        so_far = at.tally(self)
        outside = so_far["outside"] if self.part == "both" else 0.0 * so_far["outside"]
        return ops.sqrt((so_far["inside"] ** 2 + outside**2) / at.cell.n)

    def _lengths(self, ops: Ops, at: Snapshot, e: Array) -> tuple[Array, Array]:
        inside = at.project_on_reference(self.model, e)
        return norm(ops, inside), norm(ops, e - inside)


KIND = CertificateTwoPart
