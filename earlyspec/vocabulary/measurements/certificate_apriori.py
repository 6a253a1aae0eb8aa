"""Word: a-priori certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Tally, Weights
from earlyspec.vocabulary._closeness import BallError, certified_radius, closeness
from earlyspec.vocabulary._no_bound import NO_BOUND
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class CertificateApriori(Tally):
    """A bound on the gap to the linear model that is known before a network is trained.

    ||y|| ((1 + h epsilon)^t - 1) / sqrt(n), h = eta / n, epsilon = epsilon(R) a bound on
    ||J(W) J(W')^T - K|| over the ball of radius R about the initial weights, and R a fixed point
    of R <- sqrt(t - 1) A + B, within which t steps stay. It asks for h ||K|| <= 1. Where there is
    no such radius there is no certificate: the value is 1e6 then, which is taken for no bound.

    Source: ours, hu2020, Theorem C.2 with explicit constants.
    """

    unit: ClassVar[str] = "target"  # or that of weights, for `radius`
    passes: ClassVar[Passes] = Passes()

    model: str = "paired"
    """The linear model."""
    layers: Literal["first", "second"] = "first"
    """The layer that trains."""
    gives: Literal["gap", "radius", "absence"] = "gap"
    """The bound, or the radius R it rests on, or 1 where there is none and 0 where there is."""
    steps: Literal["all", "first"] = "all"
    """`first` lets the bound of one step stand for all: a lie to test against."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def no_bound(self) -> float | None:
        return None if self.gives == "absence" else NO_BOUND

    def start(self, ops: Ops, at: Snapshot) -> Weights:
        known = ct.ball_error(ops, at, self.model, self.layers)
        zero = 0.0 * at.reference_stiffness(self.model)
        if known is None:
            return {"steps": zero, "known": zero, "start": zero, "slope": zero, "curvature": zero}
        return {"steps": zero, "known": zero + 1.0, **known._asdict()}

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        return {**so_far, "steps": so_far["steps"] + 1.0}

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        so_far = at.tally(self)
        error = BallError(so_far["start"], so_far["slope"], so_far["curvature"])
        most = 1.0 if self.steps == "first" else NO_BOUND
        t = ops.minimum(ops.maximum(so_far["steps"], 1.0), most)
        h, target = ct.step_over_n(ops, at), norm(ops, at.labels("train"))
        radius, fixed = certified_radius(ops, h, target, error, t)
        within = fixed & (so_far["known"] > 0)
        if self.gives == "absence":
            return ops.where(within, 0.0 * t, 1.0)
        if self.gives == "radius":
            return ops.where(within, radius, NO_BOUND)
        taken = ops.minimum(so_far["steps"], t)
        bound = ops.minimum(closeness(ops, h, target, error.at(radius), taken), NO_BOUND)
        return ops.where(within, bound / at.cell.n**0.5, NO_BOUND)


KIND = CertificateApriori
