"""Word: cnn kernel gap."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, ClassVar

from earlyspec.fields import Quantity
from earlyspec.vocabulary._base import Measurement, NonNegative, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class CnnKernelGap(Measurement):
    """How far the kernel of an infinitely wide convolutional erf network is from a linear one.

    ||Theta_CNN - coefficient X X^T / d|| d / n, the spectral norm, for one hidden layer and the
    image and filter of the architecture; an architecture without them is fully connected. The
    kernel is the mean over positions of that of two patches, in closed form: no network has a
    part in it, and no activation but erf. Computed from the first `rows` inputs, whose number
    stands for n; before the factor d / n, their norm is a lower bound on that of all.

    Source: hu2020, Proposition 4.1; Lemma B.1 for the rows.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    coefficient: NonNegative = 8 / (3 * math.pi)
    """The weight of X X^T / d; 2 zeta^2 of erf, unless given."""
    split: Split = "train"
    """The inputs it is taken over."""
    rows: Annotated[int, Quantity(integer=True, minimum=2, maximum=8192)] = 2048
    """How many inputs enter at most; the cost is their number squared, times d."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        n, d = at.inputs(self.split).shape
        rows = min(n, self.rows)
        return at.patch_kernel_norm(self.coefficient, rows, self.split) * (d / rows)


KIND = CnnKernelGap
