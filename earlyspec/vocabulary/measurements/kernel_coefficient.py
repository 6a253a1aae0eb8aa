"""Word: kernel coefficient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from earlyspec.fields import Quantity
from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._kernels import NetworkTerm, layer_weights
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class KernelCoefficient(Measurement):
    """How much of the inputs' Gram matrix there is in the network's kernel before training.

    The slope of the regression of Theta(x_i, x_j) on x_i . x_j / d over pairs i != j of the first
    `rows` inputs, with an intercept. Theta is the tangent kernel of all layers at initialisation,
    in NTK parametrisation.

    Source: ours, as the outcome of hu2020, Section 4.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    split: Split = "train"
    """The inputs it is taken over."""
    rows: Annotated[int, Quantity(integer=True, minimum=3, maximum=2048)] = 256
    """How many inputs enter at most; the cost is their number squared."""

    def asks(self) -> Kernels | None:
        return Kernels(1, "once", most=self.rows)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        x = at.inputs(self.split)
        n, d = min(x.shape[0], self.rows), x.shape[1]
        weights = layer_weights(at.cell.network, "both")
        kernel = (NetworkTerm(1.0, weights, "initial", "initial"),)
        theta = at.kernel_block(kernel, n, self.split)  # (n, n)
        gram = x[:n] @ x[:n].T / d
        rank = ops.arange(n)
        pairs = ops.where(rank[:, None] == rank[None, :], 0.0, 1.0)  # i != j
        count = n * (n - 1)
        centred = (gram - ops.sum(pairs * gram) / count) * pairs
        return ops.sum(centred * theta) / ops.sum(centred * centred)


KIND = KernelCoefficient
