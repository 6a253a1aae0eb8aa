"""Word: reach of a reference model."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Tally, Weights
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class ReferenceReach(Tally):
    """How far the parameters of a linear model can have come: a bound on ||beta(t)||.

    sqrt(eta t / n) ||y||, which holds whenever eta lambda_max(K) / n <= 1.

    Source: ours, from the proof of hu2020, Theorem C.2.
    """

    unit: ClassVar[str] = "weight"
    passes: ClassVar[Passes] = Passes()

    model: str = "paired"
    """The linear model."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def start(self, ops: Ops, at: Snapshot) -> Weights:
        return {"steps": 0.0 * at.reference_stiffness(self.model)}

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        return {"steps": so_far["steps"] + 1.0}

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        t = at.tally(self)["steps"]
        return ops.sqrt(ct.step_over_n(ops, at) * t) * norm(ops, at.labels("train"))


KIND = ReferenceReach
