"""Word: epsilon certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Tally, Weights
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels, Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class CertificateEps(Tally):
    """A bound on the gap to the linear model by the distance of the kernels along the way.

    ||u(t) - v(t)|| <= (eta/n) sum_(s<t) epsilon_s ||u(s) - y||, divided by sqrt(n), with
    epsilon_s = ||Jbar_s J(s)^T - K|| and Jbar_s the mean of the Jacobian over the segment from the
    weights of step s to those of the next: not the error of the tangent kernel at either. It holds
    whenever 0 <= eta lambda_max(K) / n <= 2 and the layers named move with the model's step.

    Source: ours, from the proof of hu2020, Theorem C.2.
    """

    unit: ClassVar[str] = "target"
    # Now, and the two Gauss points of a segment.
    kernels: ClassVar[Kernels | None] = Kernels(3, "step", turned=True)
    passes: ClassVar[Passes] = Passes(before=1)

    model: str = "paired"
    """The linear model."""
    layers: ct.Layers = "both"
    """The layers that train."""
    steps: Literal["all", "first"] = "all"
    """`first` counts the first step's error alone: a lie to test against."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def start(self, ops: Ops, at: Snapshot) -> Weights:
        return ct.start_sum(ops, norm(ops, at.network("train")))

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        kernel = ct.difference(before, self.model, self.layers, "segment", "now")
        length = norm(ops, ct.residual(before)) * ct.step_over_n(ops, before)
        bound = length * ct.largest(ops, before, kernel)
        return ct.add_to_sum(so_far, bound, self.steps)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return at.tally(self)["total"] / at.cell.n**0.5


KIND = CertificateEps
