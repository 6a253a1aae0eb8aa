"""Word: reach of the kernel in a ball."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from earlyspec.fields import Quantity
from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class KernelBall(Measurement):
    """The most that the kernel moves in the ball of Lemma 4, over what the lemma allows.

    sup ||H(W) - H(0)|| / (lambda_0 / 4) over all W with max_r ||w_r - w_r(0)|| <= R,
    R = sqrt(2 pi) delta lambda_0 / (16 n^2). The value is the middle between the largest movement
    that a search of the ball finds and the bound ||B(R)||, the error half of their distance. For a
    rectifier.

    Source: lecture12, Lemma 4; the search and the bound are ours.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    per_step: ClassVar[bool] = False
    bounded_error: ClassVar[bool] = True
    kernels: ClassVar[Kernels | None] = Kernels(2 * fl.DIRECTIONS + 4, "once", whole=True)

    delta: Annotated[float, Quantity(above=0.0, below=1.0)] = 0.1
    """The probability with which the lemma may fail."""
    ball: Literal["proof", "printed", "floor"] = "proof"
    """The radius: R; sqrt(R), as the lemma is printed; or lambda_0, a lie to test against."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        floor = fl.lambda_0(ops, at)
        radius = radius_of(at.cell.n, floor, self.delta)
        if self.ball != "proof":
            radius = ops.sqrt(radius) if self.ball == "printed" else floor
        low, high = fl.ball_search(ops, at, radius), fl.ball_bound(ops, at, radius)
        return ops.stack([(low + high) / 2, (high - low) / 2]) * 4 / floor


def radius_of(n: int, floor: Array, delta: float) -> Array:
    """R = sqrt(2 pi) delta lambda_0 / (16 n^2), ()."""
    return math.sqrt(2 * math.pi) * delta * floor / (16 * n**2)


KIND = KernelBall
