"""Word: conserved drift."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _diagonal
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class ConservedDrift(Measurement):
    """How far what gradient flow conserves in a diagonal network has drifted, at its worst entry.

    max |log w+ + log w- - 2 log alpha| for D = 2, and max |w+^(2-D) + w-^(2-D) - 2 alpha^(2-D)| /
    (2 alpha^(2-D)) for D >= 3. A step of gradient descent moves it, by the square of the step.

    Source: woodworth2020, Appendix A.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = _diagonal.KINDS

    law: Literal["flow", "squares"] = "flow"
    """`squares` is the law of another model: (w+^2 + w-^2) / (2 alpha^2) - 1."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        plus, minus = _diagonal.shares(ops, at)
        power = 2.0 - _diagonal.depth_of(at)
        if self.law == "squares":
            drift = (plus**2 + minus**2) / 2.0 - 1.0
        elif power == 0:
            drift = ops.log(plus) + ops.log(minus)
        else:
            drift = (plus**power + minus**power) / 2.0 - 1.0
        return ops.max(ops.abs(drift))


KIND = ConservedDrift
