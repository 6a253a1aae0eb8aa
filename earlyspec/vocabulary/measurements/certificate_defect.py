"""Word: defect certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Tally, Weights
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._base import Snapshot


class CertificateDefect(Tally):
    """A bound on the gap to the linear model: the defects of all steps, added up.

    ||u(t) - v(t)|| <= sum_(s<t) ||e_s||, e_s = u(s+1) - u(s) + (eta/n) K (u(s) - y), divided by
    sqrt(n). It holds whenever 0 <= eta lambda_max(K) / n <= 2, for any network.

    Source: ours, from the proof of hu2020, Theorem C.2.
    """

    unit: ClassVar[str] = "target"

    model: str = "paired"
    """The linear model."""
    adding: Literal["sum", "largest"] = "sum"
    """`largest` takes the worst step in place of the sum of all: a lie to test against."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def start(self, ops: Ops, at: Snapshot) -> Weights:
        return {"total": ct.norm(ops, at.network("train"))}

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        length = ct.norm(ops, ct.defect(ops, before, after, self.model))
        total = so_far["total"]
        return {"total": total + length if self.adding == "sum" else ops.maximum(total, length)}

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return ct.certified(ops, at, at.tally(self)["total"])


KIND = CertificateDefect
