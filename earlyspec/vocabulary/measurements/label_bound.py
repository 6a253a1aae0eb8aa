"""Word: label bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class LabelBound(Measurement):
    """The largest label in size.

    max_i |y_i| over one split; the theorems want at most 1.

    Source: hu2020, Section 3 (|y_i| <= 1).
    """

    unit: ClassVar[str] = "target"
    per_step: ClassVar[bool] = False

    split: Split = "train"
    """The labels it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return ops.max(ops.abs(at.labels(self.split)))


KIND = LabelBound
