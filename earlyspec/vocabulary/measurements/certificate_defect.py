"""Word: defect certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Tally, Weights
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class CertificateDefect(Tally):
    """A bound on the gap to the linear model: the defects of all steps, added up.

    ||u(t) - v(t)|| <= sum_(s<t) ||e_s||, e_s = u(s+1) - u(s) + (eta/n) K (u(s) - y), divided by
    sqrt(n). It holds whenever 0 <= eta lambda_max(K) / n <= 2, for any network.

    Source: ours, from the proof of hu2020, Theorem C.2.
    """

    unit: ClassVar[str] = "target"
    passes: ClassVar[Passes] = Passes(before=1, after=1, pulled=1, pushed=1)

    model: str = "paired"
    """The linear model."""
    steps: Literal["all", "first"] = "all"
    """`first` counts the first step's error alone: a lie to test against."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def start(self, ops: Ops, at: Snapshot) -> Weights:
        return ct.start_sum(ops, norm(ops, at.network("train")))

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        length = norm(ops, ct.defect(ops, before, after, self.model))
        return ct.add_to_sum(so_far, length, self.steps)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return at.tally(self)["total"] / at.cell.n**0.5


KIND = CertificateDefect
