"""Word: range defect."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _diagonal
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class RangeDefect(Measurement):
    """The share of the training labels that no linear function of the inputs can fit.

    ||y - P y|| / ||y||, P the projection on the column space of X: 0 where y is in the range of X.

    Source: woodworth2020, Theorem 1 (y in the range of X).
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    def input_spans(self) -> tuple[str, ...]:
        return ("train",)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        y = at.labels("train")
        left = y - at.project_on_inputs(y, "train")
        return _diagonal.ratio(ops, norm(ops, left), norm(ops, y))


KIND = RangeDefect
