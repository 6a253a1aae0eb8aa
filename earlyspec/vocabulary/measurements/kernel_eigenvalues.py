"""Word: kernel eigenvalues."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Count, Measurement, Split
from earlyspec.vocabulary._kernels import NetworkTerm, layer_weights
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels
from earlyspec.vocabulary._rows import rows

if TYPE_CHECKING:
    from earlyspec.plans.nodes import Cell
    from earlyspec.vocabulary._snapshot import Snapshot


class KernelEigenvalues(Measurement):
    """The largest eigenvalues of the tangent kernel, which set how fast things are learned.

    The `count` largest of Theta(t) / n, falling; all of them if there are fewer inputs. Where the
    kernel is applied and not formed, an eigenvalue of several directions is found once.

    Source: hu2020, Section 3 (the spectrum of the tangent kernel); the measurement is ours.
    """

    unit: ClassVar[str] = "1"
    kernels: ClassVar[Kernels | None] = Kernels(1, "record")

    count: Count = 5
    """How many."""
    layers: Literal["first", "second", "both"] = "both"
    """The layers of the network whose kernel it is."""
    split: Split = "train"
    """The inputs it is taken over."""

    def size(self, cell: Cell) -> int:
        return min(self.count, rows(cell, self.split))

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        weights = layer_weights(at.cell.network, self.layers)
        kernel = (NetworkTerm(1.0, weights, "now", "now"),)
        values = at.kernel_eigenvalues(kernel, self.size(at.cell), self.split)
        return values / rows(at.cell, self.split)


KIND = KernelEigenvalues
