"""Word: norm of the tangent kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class NtkNorm(Measurement):
    """The norm of the tangent kernel before the first step, over the layers that train.

    lambda_max(Theta(W(0), v(0))) / n, Theta = J J^T on the training inputs, J the Jacobian of the
    outputs in the weights of the layers that train, in the spec's own parametrisation. A learning
    rate `c / norm(ntk)` is c over this number.

    Source: hu2020, Section 3 (the kernels Theta_1, Theta_2); the unit of the rate is ours.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False
    kernels: ClassVar[Kernels | None] = Kernels(1, "once")

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return at.ntk_norm()


KIND = NtkNorm
