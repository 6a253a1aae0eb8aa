"""Word: identity of the certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Positive, Tally, Weights
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class CertificateIdentity(Tally):
    """How exactly the gap to the linear model is the sum of the defects, carried along.

    ||(u(t) - v(t)) - delta(t)|| / (||u(t)|| + ||v(t)|| + ||y||), delta(0) = u(0) and
    delta(t+1) = (I - (eta/n) K) delta(t) + e_t: rounding and nothing else, whatever the step and
    the network. v(t) is the reference model's own answer, so that the recursion is held against
    an independent path; 0 where all outputs and labels are 0.

    Source: ours, from the proof of hu2020, Theorem C.2.
    """

    unit: ClassVar[str] = "1"
    passes: ClassVar[Passes] = Passes(before=1, after=1, pulled=1, pushed=1)

    model: str = "paired"
    """The linear model."""
    step: Positive = 1.0
    """A factor on eta; other than 1 it is a lie to test against."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def start(self, ops: Ops, at: Snapshot) -> Weights:
        return {"delta": at.network("train")}

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        # (I - h K) delta + e = delta + u(t+1) - u(t) + h K (r - delta)
        delta = so_far["delta"]
        kept = ct.residual(before) - delta
        pull = before.apply_reference_kernel(self.model, kept, "train")
        moved = after.network("train") - before.network("train")
        return {"delta": delta + moved + self.step * ct.step_over_n(ops, before) * pull}

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        u, v = at.network("train"), at.reference(self.model, "train")
        scale = norm(ops, u) + norm(ops, v) + norm(ops, at.labels("train"))
        off = norm(ops, u - v - at.tally(self)["delta"])
        return off / ops.where(scale > 0, scale, 1.0)


KIND = CertificateIdentity
