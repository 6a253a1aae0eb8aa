"""Word: kernel error over a ball."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _certificates as ct
from earlyspec.vocabulary._base import Tally, Weights
from earlyspec.vocabulary._closeness import BallError
from earlyspec.vocabulary._no_bound import NO_BOUND
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Passes

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class BallErrorNow(Tally):
    """How far from the linear model's kernel the network's can be within the radius reached.

    epsilon(R) d / n at R = ||theta(t) - theta(0)||, for the layer that trains, with
    epsilon(R) = ||Theta(0) - K|| + 2 ||J(0)|| L R + L^2 R^2 and L a Lipschitz constant of the
    Jacobian; 1e6, no bound, for an activation with a kink, of which none is known. With `per: n`,
    R^2 epsilon(R) / n instead.

    Source: hu2020, Assumption C.1; the explicit epsilon is ours, from Lemma D.5.
    """

    unit: ClassVar[str] = "1"
    passes: ClassVar[Passes] = Passes()

    model: str = "paired"
    """The linear model."""
    layers: Literal["first", "second"] = "first"
    """The layer that trains."""
    per: Literal["kernel", "n"] = "kernel"
    """The unit: the size n / d of the kernel, or n over the radius squared."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def no_bound(self) -> float | None:
        return NO_BOUND

    def start(self, ops: Ops, at: Snapshot) -> Weights:
        known = ct.ball_error(ops, at, self.model, self.layers)
        if known is None:
            zero = 0.0 * at.reference_stiffness(self.model)
            known = BallError(zero + NO_BOUND, zero, zero)
        return known._asdict()

    def add(self, ops: Ops, before: Snapshot, after: Snapshot, so_far: Weights) -> Weights:
        return so_far  # known before the first step, and kept

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        radius = ct.movement(ops, at, self.layers)
        known = BallError(**at.tally(self))
        epsilon = known.at(radius)
        scale = at.cell.d if self.per == "kernel" else radius**2
        none = NO_BOUND + 0.0 * radius
        return ops.where(known.start >= NO_BOUND, none, epsilon * scale / at.cell.n)


KIND = BallErrorNow
