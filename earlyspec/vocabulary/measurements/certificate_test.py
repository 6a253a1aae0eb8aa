"""Word: test certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Tally, Weights
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class CertificateTest(Tally):
    """A bound on the gap to the linear model on fresh inputs, with no condition at all.

    ||f_t(X') - f_lin_t(X')|| <= sum_(s<t) ( ||e'_s|| + (eta/n) ||K' (u(s) - v(s))|| ), divided by
    sqrt(n'), K' = Psi' Psi^T between fresh and training inputs, and
    e'_s = f_(s+1)(X') - f_s(X') + (eta/n) K' (u(s) - y).

    Source: ours, from the proof of hu2020, Theorem C.2.
    """

    unit: ClassVar[str] = "target"
    passes: ClassVar[Passes] = Passes(before=1, fresh=2, pulled=3, pushed=1, pushed_fresh=2)

    model: str = "paired"
    """The linear model."""
    steps: Literal["all", "first"] = "all"
    """`first` counts the first step's error alone: a lie to test against."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def start(self, ops: Ops, at: Snapshot) -> Weights:
        total = ct.start_sum(ops, norm(ops, at.network("test")))
        return {**total, "linear": 0.0 * at.labels("train")}

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        linear = so_far["linear"]
        gap = before.network("train") - linear
        carried = before.apply_reference_kernel(self.model, gap, "test")
        length = norm(ops, ct.defect(ops, before, after, self.model, "test"))
        length = length + ct.step_over_n(ops, before) * norm(ops, carried)
        return {
            **ct.add_to_sum(so_far, length, self.steps),
            "linear": ct.linear_step(ops, before, self.model, linear),
        }

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return at.tally(self)["total"] / at.cell.n_test**0.5


KIND = CertificateTest
