"""Word: sufficient width."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, ClassVar

from earlyspec import registry
from earlyspec.fields import Quantity
from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._base import Snapshot


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
    per_step: ClassVar[bool] = False

    delta: Annotated[float, Quantity(above=0.0, below=1.0)] = 0.1
    """The probability with which the theorem may fail."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        n, delta, y = at.cell.n, self.delta, at.labels("train")
        floor, square = fl.lambda_0(ops, at), ops.sum(y * y)
        init = registry.revive(at.cell.network.word).init
        if init.zero_output:
            moves = 2048 / math.pi * float(n) ** 5 * square / (delta**2 * floor**4)
        else:
            moves = 512 * 27 / math.pi * float(n) ** 5 * (n / 2 + square) / (delta**3 * floor**4)
        events = 2 if init.zero_output else 3
        start = 8 * n**2 * math.log(events * n * (n + 1) / delta) / floor**2
        return ops.maximum(moves, start * (2.0 if init.mirrors else 1.0))


KIND = SufficientWidth
