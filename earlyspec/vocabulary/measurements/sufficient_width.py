"""Word: sufficient width."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, ClassVar

from earlyspec.fields import Quantity
from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class SufficientWidth(Measurement):
    """The width from which on the proof guarantees the rate, all its constants written out.

    The larger of 512 * 27 n^5 (n/2 + |y|^2) / (pi delta^3 lambda_0^4), from the movement of the
    rows, and 8 n^2 log(3 n (n + 1) / delta) / lambda_0^2, from the kernel at the start: three
    events share delta. A network that starts at 0 has |u(0) - y| = |y| for sure, and two events:
    2048 n^5 |y|^2 / (pi delta^2 lambda_0^4) and 8 n^2 log(2 n (n + 1) / delta) / lambda_0^2, the
    latter twice where neurons come in pairs.

    Source: lecture12, Theorem 1; the constants are ours.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    per_step: ClassVar[bool] = False
    kernels: ClassVar[Kernels | None] = Kernels(1, "once", whole=True)

    delta: Annotated[float, Quantity(above=0.0, below=1.0)] = 0.1
    """The probability with which the theorem may fail."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        y, init = at.labels("train"), fl.two_layers(at).init
        floor, square = fl.lambda_0(ops, at), ops.sum(y * y)
        moves, start = widths(at.cell.n, square, floor, self.delta, init.zero_output)
        return ops.maximum(moves, start * (2.0 if init.mirrors else 1.0))


def widths(
    n: int, square: Array, floor: Array, delta: float, zero_output: bool
) -> tuple[Array, Array]:
    """The widths that the movement of the rows and the kernel of the start ask for, () each.

    Args:
      n: how many inputs.
      square: |y|^2, ().
      floor: lambda_0, ().
      delta: the probability of failure.
      zero_output: whether the network starts at 0.
    """
    power, events = float(n) ** 5 / floor**4, 2 if zero_output else 3
    if zero_output:
        moves = 2048 / math.pi * power * square / delta**2
    else:
        moves = 512 * 27 / math.pi * power * (n / 2 + square) / delta**3
    return moves, 8 * n**2 * math.log(events * n * (n + 1) / delta) / floor**2


KIND = SufficientWidth
