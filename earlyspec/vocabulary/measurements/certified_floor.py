"""Word: certified floor."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement, Positive
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class CertifiedFloor(Measurement):
    """The rate that is left everywhere the weights can go, over the rate that takes them there.

    (lambda_min(H(0)) - ||B(R)||) / lambda with R = (||X|| / sqrt(d)) |u(0) - y| / (lambda sqrt(m)),
    known before training. At 1 or more the flow on (1/2) sum r^2 keeps its rows within R, and its
    residual falls as exp(-lambda t) or faster. For a rectifier, and v = +-1.

    Source: ours, from lecture12, Lemmas 4 and 5.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    per_step: ClassVar[bool] = False
    kernels: ClassVar[Kernels | None] = Kernels(2, "once", whole=True)

    rate: Positive | None = None
    """lambda, the rate to be certified; lambda_0 / 2 if it is not given."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        rate = self.rate if self.rate is not None else fl.lambda_0(ops, at) / 2
        reach = fl.input_norm(ops, at) * fl.first_residual(ops, at)
        radius = reach / (rate * math.sqrt(at.cell.m))
        floor, _ = fl.ends(ops, fl.kernel(at, "initial"))
        return (floor - fl.ball_bound(ops, at, radius)) / rate


KIND = CertifiedFloor
