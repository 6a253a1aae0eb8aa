"""Word: a-priori certificate along the linear path."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Tally, Weights
from earlyspec.vocabulary._no_bound import NO_BOUND
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot

_RADII = 4096
_REACH = 1e4  # the largest radius over the smallest
_FACTORS = tuple(_REACH ** (k / (_RADII - 1)) for k in range(_RADII))


class CertificateAprioriLin(Tally):
    """A bound on the gap to the linear model from the linear model alone, no network trained.

    D_t / sqrt(n), D_(s+1) = (1 + h epsilon) D_s + h epsilon ||v(s) - y||, D_0 = 0, h = eta / n,
    epsilon = epsilon(R) a bound on ||J(W) J(W')^T - K|| over the ball of radius R about the initial
    weights, and R a radius that the network cannot have left: with rho_s = ||v(s) - y|| + D_s, at
    every s <= t,
        sqrt((s-1) h (rho_0^2 - max(||v(s-1) - y|| - D_(s-1), 0)^2
            + (7 h epsilon + h^2 epsilon^2) sum_(k<s-1) rho_k^2))
        + sqrt(h (1 + h epsilon)) rho_(s-1) <= R.
    It asks for h ||K|| <= 1. The smallest of 4096 radii a factor 1.0023 apart that qualifies is
    taken. Where none does there is no certificate: the value is 1e6 then, which is taken for no
    bound.

    Source: ours, hu2020, Theorem C.2 with explicit constants along the linear model's path.
    """

    unit: ClassVar[str] = "target"
    passes: ClassVar[Passes] = Passes(pulled=1, pushed=1)

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
        y = at.labels("train")
        smallest = ops.sqrt(ct.step_over_n(ops, at)) * norm(ops, y)  # the first step's length
        radii = smallest * ops.asarray(_FACTORS)  # (radii,)
        known = ct.ball_error(ops, at, self.model, self.layers)
        return {
            "linear": 0.0 * y,
            "steps": 0.0 * smallest,
            "radii": radii,
            "epsilon": 0.0 * radii if known is None else known.at(radii),
            "inside": 1.0 + 0.0 * radii if known is not None else 0.0 * radii,
            "gap": 0.0 * radii,
            "squares": 0.0 * radii,
            "open": 1.0 + 0.0 * smallest,
        }

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        h, y = ct.step_over_n(ops, before), before.labels("train")
        gap, s = so_far["gap"], so_far["steps"]
        left = norm(ops, so_far["linear"] - y)
        per_step = h * so_far["epsilon"]  # (radii,)
        rho = left + gap
        shrunk = ops.sum(y * y) - ops.maximum(left - gap, 0.0) ** 2
        squares, most = so_far["squares"], NO_BOUND * norm(ops, y)
        drift = (7.0 * per_step + per_step * per_step) * squares
        # Rounding may leave a little less than nothing.
        path = ops.sqrt(s * h * ops.maximum(shrunk + drift, 0.0))
        moved = path + ops.sqrt(h * (1.0 + per_step)) * rho
        # With `first`, the radii and their gaps stay as one step left them.
        is_open = so_far["open"] > 0
        kept = so_far["open"] if self.steps == "all" else 0.0 * so_far["open"]
        inside = ops.where(moved <= so_far["radii"], so_far["inside"], 0.0 * gap)
        return {
            **so_far,
            "open": kept,
            "linear": ct.linear_step(ops, before, self.model, so_far["linear"]),
            "steps": s + 1.0,
            "inside": ops.where(is_open, inside, so_far["inside"]),
            # Where no radius is large enough, numbers would overflow.
            "gap": ops.where(is_open, ops.minimum(gap + per_step * rho, most), gap),
            "squares": ops.minimum(squares + rho * rho, most**2),
        }

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        so_far = at.tally(self)
        inside, root = so_far["inside"] > 0, at.cell.n**0.5
        if self.gives == "absence":
            return 1.0 - ops.max(so_far["inside"])
        sought = so_far["radii"] if self.gives == "radius" else so_far["gap"] / root
        return -ops.max(ops.where(inside, -sought, -NO_BOUND + 0.0 * sought))


KIND = CertificateAprioriLin
