"""Word: stiffness."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class Stiffness(Measurement):
    """How close the step is to the largest that is stable for a reference model.

    eta lambda_max(K) / n, K the kernel of the model on the training inputs. Gradient descent is
    stable up to 2, and each direction shrinks without overshooting up to 1.

    Source: hu2020, Theorem C.2 (eta <= n / ||K||).
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    model: str = "paired"
    """The reference model."""

    def references(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return at.reference_stiffness(self.model)


KIND = Stiffness
