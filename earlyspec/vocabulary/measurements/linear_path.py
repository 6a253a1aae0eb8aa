"""Word: linear path."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Positive, Tally, Weights
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class LinearPath(Tally):
    """How exactly the residual of a linear model is a power of its kernel's step.

    ||(v(t) - y) - w(t)|| / ||y||, w(t) = (I - (eta/n) K)^t (v(0) - y), v(0) = 0: rounding and
    nothing else. v(t) is the reference model's own answer; 0 where all labels are 0.

    Source: hu2020, Claim C.1.
    """

    unit: ClassVar[str] = "1"
    passes: ClassVar[Passes] = Passes(pulled=1, pushed=1)

    model: str = "paired"
    """The linear model."""
    step: Positive = 1.0
    """A factor on eta; other than 1 it is a lie to test against."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def start(self, ops: Ops, at: Snapshot) -> Weights:
        return {"residual": -at.labels("train")}

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        w = so_far["residual"]
        pull = before.apply_reference_kernel(self.model, w, "train")
        return {"residual": w - self.step * ct.step_over_n(ops, before) * pull}

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        y = at.labels("train")
        off = at.reference(self.model, "train") - y - at.tally(self)["residual"]
        scale = norm(ops, y)
        return norm(ops, off) / ops.where(scale > 0, scale, 1.0)


KIND = LinearPath
