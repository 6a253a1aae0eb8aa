"""Word: exponential decay."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement, Positive
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class DecayBound(Measurement):
    """What may be left of the residual, by the rate that the kernel guarantees.

    exp(-c lambda t): lambda an eigenvalue of the infinitely wide network's first-layer kernel on
    the training inputs, and t the time of a flow on (1/2) sum r^2 with learning rate 1. With c = 1
    it is the decay of the slowest direction, were the kernel what it is at infinite width; the
    theorem guarantees c = 1/2.

    Source: lecture12, Theorem 1.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    kernels: ClassVar[Kernels | None] = Kernels(1, "record", whole=True)

    factor: Positive = 0.5
    """c."""
    eigenvalue: Literal["smallest", "largest"] = "smallest"
    """Which eigenvalue; `largest` is a lie to test against."""
    rate: Positive | None = None
    """lambda, if it is known; then no eigenvalue is computed."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        rate = self.rate
        if rate is None and self.eigenvalue == "smallest":
            rate = fl.lambda_0(ops, at)
        elif rate is None:
            rate = fl.ends(ops, fl.infinite_kernel(at))[1]
        return ops.exp(-self.factor * rate * fl.time(at))


KIND = DecayBound
